// What is committed of a bundle that was made again, by who keeps its files.

import { equal } from "node:assert/strict";
import { suite } from "uvu";
import type { PointerFacts } from "../../../lib/dvc/project.ts";
import type { BundleFacts, PipelineFacts } from "../../../lib/evidence.ts";
import { commitBundle } from "../../../lib/rules/bundle/commit-words.ts";
import { directory, entry, factsOf, stage } from "../../helpers/recorded.ts";

const words = suite("rules/bundle/commit-words");

const inGit = (path: string): object => ({ path, entry: {} });
const keptAt = (path: string): object => ({ path, entry: null });
const [MODEL, METRICS] = ["publish/v1/model.bin", "publish/v1/metrics.json"];

/** The facts of files that stages write, and of those that pointer files name. */
function facts(stages: readonly string[], added: readonly string[] = [], imported = false) {
  const outs = stages.map((path) => entry(path, "0".repeat(32)));
  const pointers = added.map((path) => ({
    path: `${path}.dvc`,
    outs: [
      path === "publish/v1" ? directory(path, { "model.bin": "x" }) : entry(path, "1".repeat(32)),
    ],
    deps: imported ? [entry("elsewhere", "2".repeat(32))] : [],
  }));
  const made = factsOf(outs.length === 0 ? [] : [stage("publish", [], outs)]);
  return { ...made, pointers: pointers as unknown as readonly PointerFacts[] };
}

const CASES: Readonly<Record<string, readonly [readonly object[], PipelineFacts]>> = {
  "commit dvc.lock and publish/v1, and tag that commit": [
    [inGit(MODEL), inGit(METRICS)],
    facts(["model.bin"]),
  ],
  "commit dvc.lock and publish/v1, run: dvc push, and tag that commit": [
    [keptAt(MODEL), inGit(METRICS)],
    facts([MODEL]),
  ],
  "commit dvc.lock, run: dvc push, and tag that commit": [
    [keptAt(MODEL), keptAt(METRICS)],
    facts([MODEL, METRICS]),
  ],
  "run: dvc add publish/v1, commit dvc.lock and publish/v1.dvc, run: dvc push, and tag that commit":
    [[keptAt(MODEL)], facts(["model.bin"], ["publish/v1"])],
  "run: dvc add publish/v1/model.bin, commit dvc.lock and publish/v1, run: dvc push, and tag that commit":
    [[keptAt(MODEL), inGit(METRICS)], facts(["model.bin"], [MODEL])],
  "run: dvc update publish/v1.dvc, commit dvc.lock and publish/v1.dvc, run: dvc push, and tag that commit":
    [[], facts(["model.bin"], ["publish/v1"], true)],
  "run: dvc add publish/v1, commit publish/v1.dvc, run: dvc push, and tag that commit": [
    [],
    { ...facts([], ["publish/v1"]), pipelines: [] },
  ],
};

for (const [text, [files, pipelines]] of Object.entries(CASES))
  words(text, () => {
    const bundle = { path: "publish/v1", files } as unknown as BundleFacts;
    equal(commitBundle({ bundle, pipelines }), text);
  });

words.run();
