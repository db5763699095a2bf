// How `.dvc/config` spells the flags of a mapping in a command.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { readFlagStyle } from "../../lib/dvc/config.ts";

const config = suite("dvc/config");

const CASES: readonly (readonly [string, object])[] = [
  ["", {}],
  ["[core]\n    bool = boolean_optional\n", {}],
  ["[parsing]\n    bool = boolean_optional\n", { boolStyle: "boolean_optional" }],
  ["[parsing]\r\nbool = store_true\r\nlist = append\r\n", { listStyle: "append" }],
  ['[PARSING]\nlist = "append"  # comment\n[core]\nlist = nargs\n', { listStyle: "append" }],
  ["['remote \"parsing\"']\nlist = append\n", {}],
  ["[parsing]\n# list = append\n", {}],
];

for (const [text, expected] of CASES) {
  config(JSON.stringify(text), () => assert.deepEqual(readFlagStyle(text), expected));
}

config.run();
