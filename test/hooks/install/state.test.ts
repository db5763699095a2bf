// The state file: what is written is read again, and nothing else is.

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { parseState, renderState, type InstallState } from "../../../hooks/install/state.ts";

const test = suite("hooks/install/state");

const state: InstallState = {
  version: "0.1.0",
  node: "/usr/bin/node",
  home: "/r/.git/tagproof",
  files: [{ name: "pre-push.cjs", sha256: "ab" }],
  hooks: [{ event: "pre-push", path: "/r/.git/hooks/pre-push", sha256: "cd" }],
  directories: ["/r/.git/hooks"],
};

test("what is written is read again", () => {
  deepStrictEqual(parseState(renderState(state)), state);
});

test("what nobody wrote is not read", () => {
  const altered = (more: object): string =>
    JSON.stringify({ schema: "tagproof/hooks/v1", ...state, ...more });
  const texts = [
    "",
    "{",
    "null",
    "[]",
    altered({ schema: "tagproof/hooks/v2" }),
    altered({ version: 1 }),
    altered({ node: null }),
    altered({ files: {} }),
    altered({ hooks: [null] }),
    altered({ directories: [1] }),
    ...["../../config", "/etc/passwd", ".", "..", "a/b", String.raw`a\b`, ""].map((name) =>
      altered({ files: [{ name, sha256: "ab" }] }),
    ),
    altered({ hooks: [{ event: "post-commit", path: "/x", sha256: "ab" }] }),
  ];
  for (const text of texts) strictEqual(parseState(text), null, text);
  deepStrictEqual(parseState(altered({})), state);
  deepStrictEqual(parseState(altered({ home: undefined })), { ...state, home: "" });
});

test.run();
