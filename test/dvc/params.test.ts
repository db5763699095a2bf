import { deepEqual, equal } from "node:assert/strict";
import { assert as assertProperty, constantFrom, property, string } from "fast-check";
import { suite } from "uvu";

import { getNode, type Node } from "../../lib/document/node.ts";
import { compileNameGlob } from "../../lib/dvc/name-glob.ts";
import { compareParams, lookupParam, lookupTopLevel } from "../../lib/dvc/params.ts";
import { anyNode } from "../helpers/any-node.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/params");

function look(document: string, key: string): unknown {
  const lookup = lookupParam(nodeOf(document), key);
  if (lookup.state === "missing") return "missing";
  if (lookup.state === "ambiguous") return "ambiguous";
  equal(lookup.key, key);
  return lookup.value.kind === "scalar" ? lookup.value.value : lookup.value.kind;
}

test("gives up on patterns over very long names, as on patterns of many matches", () => {
  const document = nodeOf(`? ${"a".repeat(200_000)}\n: 1\n`);
  const found = Array.from({ length: 40 }, (_, index) =>
    lookupParam(document, `*${"a".repeat(200)}b${index}`),
  );
  deepEqual([...new Set(found.map(({ state }) => state))], ["missing", "ambiguous"]);
});

test("walks dots, lists and integer keys", () => {
  const cases: [document: string, key: string, found: unknown][] = [
    ["a: {b: {c: 1}}", "a.b.c", 1n],
    ["a: {b: {c: 1}}", "a.b", "mapping"],
    ["a: [x, {v: 2}]", "a.1.v", 2n],
    ["a: [x, y]", "a.-1", "y"],
    ["a: [x, y]", "a.-3", "missing"],
    ["a: [x, y]", "a.2", "missing"],
    ["a: [x, y]", "a.01", "y"],
    ["a: [x, y]", "a[0]", "missing"],
    ["a: {1: x}", "a.1", "x"],
    ["a: {1: x, '1': y}", "a.1", "ambiguous"],
    ["a: {'01': x}", "a.1", "missing"],
    ["a: null", "a", null],
    ["a: {}", "a", "mapping"],
    ["a: []", "a", "sequence"],
    ["a: null", "a.b", "missing"],
    ["a: text", "a.0", "missing"],
    ["dot.ted: 1", "dot.ted", "missing"],
    ["dot.ted: 1", "dot*", 1n],
    ["a: 1", ".a", 1n],
    ["a: {b: 1}", "a.", "missing"],
    ["a: {null: 1}", "a.None", "missing"],
    ["a: {true: 1}", "a.True", 1n],
    ["0", "a", "missing"],
    ["", "a", "missing"],
    ["[x, y]", "1", "y"],
  ];
  for (const [document, key, found] of cases) {
    deepEqual(look(document, key), found, `${key} in ${document}`);
  }
});

test("matches patterns name by name", () => {
  const cases: [document: string, key: string, found: unknown][] = [
    ["{alpha: 1, beta: 2}", "a*", 1n],
    ["{alpha: 1, beta: 2}", "*a", "ambiguous"],
    ["{alpha: 1, beta: 2}", "z*", "missing"],
    ["a: {b: {c: 1}}", "a*c", "missing"],
    ["a: {b: {c: 1}}", "*.*.c", 1n],
    ["a: {b: {c: 1}}", "**.c", 1n],
    ["a: {c: 1, b: {c: 1}}", "**.c", "ambiguous"],
    ["a: {b: 1}", "**.a.**", "ambiguous"],
    ["{lr1: 1, lr22: 2}", "lr?", 1n],
    ["{a: 1, b: 2}", "[!a]", 2n],
    ["{a: 1, b: 2}", "[^a]", 1n],
    ["{'a[': 1}", "a[", 1n],
    ["a: [x]", "a.*", "x"],
    ["a: {12: x, 3: y}", "a.1*", "x"],
    ["a: {1.5: x}", "a.*", "missing"],
    ["a: {_: x}", "a.\\_", "missing"],
  ];
  for (const [document, key, found] of cases) {
    deepEqual(look(document, key), found, `${key} in ${document}`);
  }
});

test("finds the one match among many more mappings than matches", () => {
  const many = Array.from({ length: 300 }, (_, index) => `m${index}: {x: 1}`);
  equal(look(`{${many.join(", ")}, last: {lr: 7}}`, "*.lr"), 7n);
});

test("answers soon however a pattern is made", () => {
  const name = "a".repeat(50_000);
  equal(compileNameGlob(`${"*a".repeat(100)}*b`)(name), false);
  equal(look(`{${name}: 1}`, `${"*a".repeat(5_000)}*`), "missing");
});

test("a name with each character in brackets matches that name alone", () => {
  const unit = constantFrom("a", "b", "-", "]", "^", "*", "?", "\\", "é", "\u{1f600}");
  const names = string({ unit });
  assertProperty(
    property(names, names, (name, other) => {
      const isMatch = compileNameGlob(Array.from(name, (character) => `[${character}]`).join(""));
      equal(isMatch(name), true);
      equal(isMatch(other), name === other);
    }),
  );
});

test("neither lookup nor comparison throws on any document", () => {
  const keys = constantFrom("a", "a.b", "*", "**", "a.0", "-1", "**.a", "[", "1", "", "/", "...");
  assertProperty(
    property(anyNode(["a", "b", "1"]), keys, (document, key) => {
      lookupParam(document, key);
      const locked = { path: "p", line: 1, values: [{ key, value: document, line: 2 }] };
      compareParams({ path: null, keys: null, line: 1 }, locked, document);
      compareParams({ path: null, keys: [key], line: 1 }, locked, document);
    }),
  );
});

interface Comparison {
  readonly file: string;
  readonly lock: string;
  /** Null tracks the whole file; left out, dvc.yaml says nothing. */
  readonly keys?: readonly string[] | null;
}

function compare({ file, lock, keys }: Comparison): string[] {
  const locked = nodeOf(lock);
  const values = locked.kind === "mapping" ? locked.entries : [];
  const params = values.map(({ key, value }) => ({
    key: typeof key.value === "string" ? key.value : "",
    value,
    line: key.line,
  }));
  const declared = keys === undefined ? null : { path: null, keys, line: 1 };
  const differences = compareParams(declared, { path: "p", line: 1, values: params }, nodeOf(file));
  return differences.map(
    ({ key, state, line, lockLine }) => `${key} ${state} ${line ?? "-"} ${lockLine ?? "-"}`,
  );
}

test("compares the listed keys, with the lines of both sides", () => {
  const file = "a: 2\nnest:\n  b: 1\nextra: 0\n";
  const lock = "a: 1\nnest.b: 1.0\ngone: 3\nunlisted: 4\n";
  deepEqual(compare({ file, lock, keys: ["a", "nest.b", "gone", "extra", "nowhere"] }), [
    "a modified 1 1",
    "nest.b type-changed 3 2",
    "gone deleted - 3",
    "extra new 4 -",
    "nowhere deleted - -",
  ]);
});

test("compares a wholly tracked file by its top-level keys, dots and all, both ways", () => {
  const file = "dot.ted: 5\nnest: {b: 1}\nadded: 1\n";
  const lock = "dot.ted: 5\nnest: {b: 2}\nnest.b: 1\ngone: 1\n";
  deepEqual(compare({ file, lock, keys: null }), [
    "nest modified 2 2",
    "added new 3 -",
    "nest.b deleted - 3",
    "gone deleted - 4",
  ]);
});

test("looks the recorded keys up where dvc.yaml says nothing", () => {
  deepEqual(compare({ file: "a: {b: 1}\nc: 1\n", lock: "a.b: 2\nd: 1\n" }), [
    "a.b modified 1 1",
    "d deleted - 2",
  ]);
});

test("an integer key of a wholly tracked file is not the lock's text", () => {
  deepEqual(compare({ file: "1: x\n", lock: "'1': x\n", keys: null }), [
    "1 new 1 -",
    "1 deleted - 1",
  ]);
});

test("a pattern is looked up in the lock as it is written", () => {
  deepEqual(compare({ file: "a1: 1\n", lock: "a*: 1\n", keys: ["a*"] }), []);
  deepEqual(compare({ file: "a1: 1\n", lock: "a1: 1\n", keys: ["a*"] }), ["a* new 1 -"]);
  deepEqual(compare({ file: "{a1: 1, a2: 1}", lock: "a*: 1", keys: ["a*"] }), ["a* ambiguous - 1"]);
});

test("refuses patterns beyond what one document is worth, and keeps its answers", () => {
  const text = Array.from({ length: 2000 }, (_, index) => `k${index}: [1, 2, 3]`).join("\n");
  const document = nodeOf(text);
  equal(look(text, "k7.1"), 2n);
  const keys = Array.from({ length: 1000 }, (_, index) => `*.x${index}*`);
  equal(lookupParam(document, keys[0]!).state, "missing");
  const states = keys.map((key) => lookupParam(document, key).state);
  equal(states.at(-1), "ambiguous");
  equal(lookupParam(document, keys[0]!).state, "missing");
  equal(lookupParam(document, "k7.x").state, "missing");
});

test("the names of objects in JavaScript are names like any other", () => {
  equal(look("a: 1", "__proto__"), "missing");
  equal(look("a: 1", "constructor"), "missing");
  equal(look("{__proto__: 3}", "__proto__"), 3n);
  const document: Node = nodeOf("toString: 4");
  deepEqual(lookupTopLevel(document, "toString"), {
    state: "found",
    value: document.kind === "mapping" ? getNode(document, "toString") : null,
    key: "toString",
  });
});

test.run();
