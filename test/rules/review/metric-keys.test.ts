// Which keys of a metrics file count as gone or changed.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { parseDocument } from "../../../lib/document/read.ts";
import type { Node } from "../../../lib/document/node.ts";
import { changedKeys, leafKeys } from "../../../lib/rules/review/metric-keys.ts";

const keys = suite("rules/review/metric-keys");

function node(value: unknown): Node {
  const result = parseDocument("metrics.json", Buffer.from(JSON.stringify(value)));
  if (!result.ok) throw new Error(result.problem.text);
  return result.value;
}

function told(before: unknown, after: unknown): string[] {
  return changedKeys(node(before), node(after)).map(
    ({ key, from, to, instead }) =>
      `${key}: ${from} > ${to ?? "gone"}${instead === null ? "" : ` or ${instead}`}`,
  );
}

const CASES: readonly (readonly [before: unknown, after: unknown, told: readonly string[]])[] = [
  [{ a: 1 }, { a: 1 }, []],
  [{ a: 1 }, { a: 2 }, []],
  [{ a: 1 }, { a: 0.5 }, []],
  [{ a: 0.5 }, { a: 1 }, []],
  [{ a: 1 }, { a: 1, b: 2 }, []],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, []],
  [{ a: 1, b: 1 }, { a: 1 }, ["b: number > gone"]],
  [{ a: 1 }, { c: 1 }, ["a: number > gone or c"]],
  [{ a: 1, b: 1 }, { c: 1, d: 1 }, ["a: number > gone", "b: number > gone"]],
  [{ a: 1 }, { a: "1" }, ["a: number > string"]],
  [{ a: 1 }, { a: true }, ["a: number > boolean"]],
  [{ a: 1 }, { a: null }, ["a: number > null"]],
  [{ a: null }, { a: 1 }, ["a: null > number"]],
  [{ a: null }, { a: null }, []],
  [{ a: { b: 1 } }, { a: { b: 2 } }, []],
  [{ a: { b: 1, c: 1 } }, { a: { b: 1 } }, ["a.c: number > gone"]],
  [{ a: { b: 1 } }, { a: { c: 1 } }, ["a.b: number > gone or a.c"]],
  [{ a: { b: 1 } }, { a: 1 }, ["a: mapping > number"]],
  [{ a: { b: 1 } }, {}, ["a: mapping > gone"]],
  [{ a: [1, 2] }, { a: [1, 2, 3.5] }, []],
  [{ a: [1, 2] }, { a: [] }, []],
  [{ a: [] }, { a: ["x"] }, []],
  [{ a: [1] }, { a: ["x"] }, ["a: list of numbers > list of strings"]],
  [{ a: [1, "x"] }, { a: ["x"] }, []],
  [{ a: [{ x: 1 }] }, { a: [{ y: 1 }, { z: 2 }] }, ["a.x: number > gone"]],
  [{ a: [{ x: 1 }, { y: 2 }] }, { a: [{ y: 1, z: 2 }, { x: 1 }, {}] }, []],
  [{ a: [{ x: 1, why: "z" }] }, { a: [{ x: 1 }] }, []],
  [{ a: [1] }, { a: 1 }, ["a: list of numbers > number"]],
  [1, 2, []],
  [1, "x", [": number > string"]],
  [{ a: 1 }, [1], [": mapping > list of numbers"]],
  [{ "a.b": 1 }, {}, ["a.b: number > gone"]],
  [{ __proto__x: 1, constructor: 1 }, { __proto__x: 1 }, ["constructor: number > gone"]],
];

for (const [before, after, expected] of CASES) {
  keys(`${JSON.stringify(before)} > ${JSON.stringify(after)}`, () =>
    assert.deepEqual(told(before, after), expected),
  );
}

keys("names what a removed mapping held", () => {
  const [change] = changedKeys(node({ a: { b: 1, c: { d: 1 } } }), node({}));
  assert.deepEqual(change?.leaves, ["a.b", "a.c.d"]);
});

keys("lists the keys of a document, and none of a number", () => {
  assert.deepEqual(leafKeys(node({ a: 1, b: { c: [1], d: {} } })), ["a", "b.c"]);
  assert.deepEqual(leafKeys(node(1)), []);
});

keys("goes no deeper than a person reads", () => {
  const deep = (leaf: unknown): unknown => {
    let value = leaf;
    for (let level = 0; level < 90; level += 1) value = { a: value };
    return value;
  };
  assert.equal(told(deep(1), deep("x")).length, 0);
});

keys.run();
