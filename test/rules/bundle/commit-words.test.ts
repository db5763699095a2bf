// What is committed of a bundle that was made again, by who keeps its files.

import { equal } from "node:assert/strict";
import { suite } from "uvu";
import type { BundleFacts } from "../../../lib/evidence.ts";
import { commitBundle } from "../../../lib/rules/bundle/commit-words.ts";

const words = suite("rules/bundle/commit-words");

/** A file of git and one that DVC keeps. */
const [inGit, kept] = [{ entry: {} }, { entry: null }];

const CASES = {
  "commit dvc.lock and publish/v1, and tag that commit": [inGit, inGit],
  "commit dvc.lock and publish/v1, run: dvc push, and tag that commit": [inGit, kept],
  "commit dvc.lock, run: dvc push, and tag that commit": [kept, kept],
};

for (const [text, files] of Object.entries(CASES))
  words(text, () => {
    const bundle = { path: "publish/v1", files } as unknown as BundleFacts;
    equal(commitBundle({ bundle }), text);
  });

words.run();
