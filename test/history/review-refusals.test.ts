// The record of refusals read again: which refusals a later release under the same name has to answer for.

import assert from "node:assert/strict";
import { assert as assertProperty, array, oneof, constantFrom, property, string } from "fast-check";
import { suite } from "uvu";
import { parseRefusals, refusalsOf } from "../../lib/history/review-refusals.ts";

const refusals = suite("history/review-refusals");

const line = (more: object = {}): string =>
  JSON.stringify({
    time: "2026-03-02T10:00:00Z",
    tag: "v1",
    commit: "a",
    refused: ["lock/x"],
    ...more,
  });

const LINES: readonly (readonly [text: string, read: number])[] = [
  ["", 0],
  [line(), 1],
  [`${line()}\n${line()}\n`, 2],
  [line({ commit: null }), 1],
  [`cut off": 1}\n${line()}`, 1],
  [line().slice(0, 30), 0],
  [line({ refused: "lock/x" }), 0],
  [line({ refused: [1] }), 0],
  [line({ tag: 1 }), 0],
  [line({ time: null }), 0],
  ['{"tag": "v1", "rule": "tag/annotated", "reason": "a waiver"}', 0],
  ['["v1"]', 0],
  ["null", 0],
  ['{"__proto__": {"tag": "v1", "time": "t", "refused": []}}', 0],
];

for (const [text, read] of LINES) {
  refusals(`reads ${read} of ${JSON.stringify(text.slice(0, 60))}`, () =>
    assert.equal(parseRefusals(text).length, read),
  );
}

const COUNTED: readonly (readonly [what: string, more: object, rules: readonly string[] | null])[] =
  [
    ["what was refused for its lock", {}, ["lock/x"]],
    ["only what a repair regenerates", { refused: ["tag/annotated", "metrics/x"] }, ["metrics/x"]],
    ["no refusal of the tag alone", { refused: ["tag/annotated", "review/linked"] }, null],
    ["no refusal of another's tag object", { refused: ["lock/x", "tag/matches-ref"] }, null],
    ["no refusal of the same commit", { commit: "now" }, null],
    ["no refusal of no commit", { commit: null }, null],
    ["no refusal of another name", { tag: "v2" }, null],
  ];

for (const [what, more, rules] of COUNTED) {
  refusals(`counts ${what}`, () => {
    const found = refusalsOf(parseRefusals(line(more)), "v1", "now");
    assert.deepEqual(found[0]?.rules ?? null, rules);
  });
}

refusals("never throws", () => {
  const pieces = oneof(constantFrom("{", "}", "\n", '"tag"', ":", "[", line()), string());
  assertProperty(
    property(array(pieces), (parts) => {
      for (const refusal of parseRefusals(parts.join("")))
        assert.equal(typeof refusal.tag, "string");
    }),
  );
});

refusals.run();
