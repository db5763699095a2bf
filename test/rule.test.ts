import assert from "node:assert/strict";
import { suite } from "uvu";
import { blocking, finding, noted, notApplicable } from "../lib/rule.ts";
import { rules } from "../lib/rules/index.ts";

const test = suite("rule");

test("fills in what a draft rarely says", () => {
  assert.deepEqual(finding("key", 1), {
    kind: "finding",
    key: "key",
    data: 1,
    where: null,
    expected: null,
    found: null,
    causes: [],
    explains: [],
    follows: [],
    stray: null,
  });
  assert.deepEqual(finding("key", 1, { found: "x", causes: ["c"] }).causes, ["c"]);
});

test("says which gap blocks", () => {
  assert.deepEqual([blocking("a").blocking, noted("a").blocking], [true, false]);
  assert.deepEqual(notApplicable("a"), { kind: "not-applicable", reason: "a" });
});

for (const rule of rules) {
  test(`${rule.id} is worded as explain and a refusal print it`, () => {
    assert.match(rule.id, /^[a-z]+\/[a-z]+(?:-[a-z]+)*$/);
    assert.match(rule.holds, /^\S.*[^.\s]$/, "a part of a sentence");
    for (const text of [rule.why, rule.repair]) assert.match(text, /^(?:[A-Z]|dvc\b).*\.$/);
    assert.match(rule.refusal, /^[a-z].*[^.]$/, "goes on after a colon");
    assert.ok(Object.keys(rule.messages).length > 0);
  });
}

test.run();
