// Documents by extension, and what counts as params.

import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, constantFrom, property, uint8Array } from "fast-check";
import { suite } from "uvu";
import { MAX_DOCUMENT_SIZE } from "../../lib/document/limits.ts";
import { getNode, type Node } from "../../lib/document/node.ts";
import { asParams, parseDocument } from "../../lib/document/read.ts";

const test = suite("document/read");

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function valueOfA(path: string, text: string): unknown {
  const result = parseDocument(path, bytes(text));
  if (!result.ok) return result.problem.cause;
  const node = result.value.kind === "mapping" ? getNode(result.value, "a") : undefined;
  return node?.kind === "scalar" ? node.value : undefined;
}

test("the extension picks the reader, as in DVC", () => {
  for (const [path, text, value] of [
    ["params.yaml", "a: yes", "yes"],
    ["params.yml", "a: 1_0", 10n],
    ["params", "a: 1", 1n],
    ["dir.json/params", "a: 1", 1n],
    ["m.JSON", '{"a": 1, "a": 2}', 2n],
    ["x/m.json", "a: 1", "malformed"],
    [".json", '{"a": 1, "a": 2}', 2n],
    ["p.toml", "a = 1", 1n],
    ["p.py", "a = 0x10", 16n],
    ["p.PY", "a = 0x10", 16n],
    // From the first dot on: DVC reads these as YAML.
    ["m.v2.json", '{"a": 1, "a": 2}', "malformed"],
    ["m.v2.json", '{"a": 1}', 1n],
    ["p.v2.toml", "a = 1", undefined],
    ["p.yaml", "\ufeffa: 1", 1n],
    ["p.json", '\ufeff{"a": 1}', "malformed"],
  ] as const) {
    equal(valueOfA(path, text), value, path);
  }
});

test("only UTF-8 of a bearable size is read", () => {
  const latin = parseDocument("p.yaml", Uint8Array.of(0x61, 0x3a, 0x20, 0xe9));
  ok(!latin.ok);
  deepEqual([latin.problem.cause, latin.problem.text], ["malformed", "is not UTF-8"]);
  for (const path of ["p.yaml", "p.json", "p.toml", "p.py"]) {
    const large = parseDocument(path, new Uint8Array(MAX_DOCUMENT_SIZE + 1).fill(0x20));
    ok(!large.ok);
    equal(large.problem.cause, "too-large");
  }
});

test("falsy documents are empty params", () => {
  for (const [path, text, isEmpty] of [
    ["p.yaml", "", true], ["p.yaml", "0", true], ["p.yaml", "0.0", true], ["p.yaml", "[]", true], ["p.yaml", "{}", true],
    ["p.yaml", "false", true], ["p.yaml", "''", true], ["p.yaml", "~", true], ["p.yaml", "1", false],
    ["p.yaml", "[0]", false], ["p.yaml", "x", false], ["p.yaml", "a: 0", false], ["p.yaml", ".nan", false],
    ["p.json", "0", true], ["p.json", "-0.0", true], ["p.json", "[]", true], ["p.json", "null", true],
    ["p.json", '""', true], ["p.json", "[0]", false], ["p.toml", "", true], ["p.py", "", true],
  ] as const) {
    const result = parseDocument(path, bytes(text));
    ok(result.ok, text);
    const params: Node = asParams(result.value);
    equal(params.kind === "mapping" && params.entries.length === 0, isEmpty, `${path}: ${text}`);
  } // prettier-ignore
});

test("no bytes throw", () => {
  const paths = constantFrom("p.yaml", "p.json", "p.toml", "p.py", "p");
  assertProperty(
    property(paths, uint8Array({ maxLength: 60 }), (path, odd) => {
      equal(typeof parseDocument(path, odd).ok, "boolean");
    }),
    { numRuns: 1000 },
  );
});

test.run();
