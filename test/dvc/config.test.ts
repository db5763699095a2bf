// How `.dvc/config` spells the flags of a mapping in a command.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import {
  array,
  assert as assertProperty,
  constantFrom,
  oneof,
  property,
  sample,
  string,
  tuple,
} from "fast-check";
import { suite } from "uvu";
import { parseConfig, readFlagStyle } from "../../lib/dvc/config.ts";
import { dvcCommand } from "../helpers/dvc.ts";

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

config("takes hostile text in its stride", () => {
  const long = " ".repeat(200_000);
  for (const text of [`[a]\n${long}x${long}`, `[a]\nk = ${long}'${long}`, "[".repeat(1e5)]) {
    assert.deepEqual([...(parseConfig(text).get("a") ?? [])], []);
  }
  assert.equal(parseConfig(`[a]\nk = ${"v".repeat(1 << 20)}`).size, 0);
  assertProperty(property(string({ unit: "binary" }), (text) => parseConfig(text) instanceof Map));
});

const LINES = [
  "[cache]",
  "['remote \"R\"']",
  "[ core ] # x",
  "[[in]]",
  "",
  "# c",
  "dir = a",
  "dir=b",
];
const KEYS = ["dir", "Url", '"dir"', "'a b'", "a b", "x#y"];
const VALUES = [
  "/p",
  "'/q # r'",
  '"a, b"',
  "a,b",
  "a # b",
  "a#b",
  "'open",
  "a 'b'",
  "",
  "'x' y",
  "%(a)s",
  "'''t'''",
  " sp ace ",
  "é",
];
const line = oneof(
  constantFrom(...LINES),
  tuple(
    constantFrom(...KEYS),
    constantFrom(" = ", "=", " =", "= ", " "),
    constantFrom(...VALUES),
  ).map((parts) => parts.join("")),
);

const ASK = `
import json, sys
from configobj import ConfigObj
said = []
for text in json.load(sys.stdin):
    try:
        said.append(ConfigObj(text.split("\\n"), interpolation=False).dict())
    except Exception:
        said.append(None)
print(json.dumps(said))
`;

/** Sections and keys in lower case, as DVC has them; what is no single text is left out. */
function flatten(sections: Readonly<Record<string, unknown>>): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, section] of Object.entries(sections)) {
    const isOwn = typeof section !== "object" || Array.isArray(section);
    const inside = isOwn ? { [name]: section } : (section as Record<string, unknown>);
    for (const [key, value] of Object.entries(inside)) {
      if (typeof value !== "string" || value.includes("%(")) continue;
      settings[`${isOwn ? "" : name.toLowerCase()}|${key.toLowerCase()}`] = value;
    }
  }
  return settings;
}

config("reads what configobj reads", () => {
  const texts = sample(array(line, { maxLength: 5 }), { numRuns: 2000, seed: 7 }).map((lines) =>
    lines.join("\n"),
  );
  const python = join(dirname(dvcCommand()), "python");
  const input = JSON.stringify(texts);
  const said = execFileSync(python, ["-c", ASK], { input, encoding: "utf8" });
  const answers = JSON.parse(said) as (Record<string, unknown> | null)[];
  const valid = texts.flatMap((text, index) => {
    const answer = answers[index];
    return answer === null || answer === undefined ? [] : [[text, flatten(answer)] as const];
  });
  assert.ok(valid.length > 200, `${valid.length} of ${texts.length} are valid`);
  for (const [text, expected] of valid) {
    const ours = [...parseConfig(text)].flatMap(([name, section]) =>
      [...section].map(([key, value]) => [`${name}|${key}`, value] as const),
    );
    assert.deepEqual(Object.fromEntries(ours), expected, JSON.stringify(text));
  }
});

config.run();
