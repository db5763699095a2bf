import { equal, ok } from "node:assert/strict";
import { assert as assertProperty, property, string } from "fast-check";
import { suite } from "uvu";

import { nearestKey, quoted } from "../../lib/dvc/known-keys.ts";

const test = suite("dvc/known-keys");

for (const [word, expected] of [
  ["metric", "metrics"],
  ["Metrics", "metrics"],
  ["paramset", "paramsets"],
  ["dsec", null],
  ["z", null],
  ["", null],
] as const) {
  test(`nearest to ${JSON.stringify(word)}`, () => {
    equal(nearestKey(word, ["metrics", "params", "paramsets", "desc", "x"]), expected);
  });
}

test("a quoted text is short, on one line, and shows what cannot be seen", () => {
  equal(quoted('a"\n\u202e\u007f'), String.raw`"a\"\n\u202e\u007f"`);
  equal(quoted("x".repeat(1000)).length, 83);
  assertProperty(
    property(string({ unit: "binary" }), (text) => {
      ok(!/[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(quoted(text)));
    }),
  );
});

test.run();
