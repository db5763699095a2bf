// Lines fit, words stay whole where they can, and nothing is lost.

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { assert as assertProperty, constantFrom, integer, property, string } from "fast-check";
import { suite } from "uvu";
import { columns, hang, wrap } from "../../lib/reporters/wrap.ts";

const words = string({ unit: constantFrom(" ", "a", "模", "e\u0301", "/", "😀"), maxLength: 60 });

const test = suite("reporters/wrap");

const cases: readonly (readonly [string, number, readonly string[]])[] = [
  ["", 10, [""]],
  ["one two three", 7, ["one two", "three"]],
  ["one two three", 6, ["one", "two", "three"]],
  ["one two three", 8, ["one two", "three"]],
  ["a path/that/is/long b", 12, ["a", "path/that/is", "/long b"]],
  ["x path/fits ok", 9, ["x", "path/fits", "ok"]],
  ["my  file.json is", 13, ["my  file.json", "is"]],
  ["模型模型 x", 8, ["模型模型", "x"]],
  ["模型模型", 5, ["模型", "模型"]],
];

test("table", () => {
  for (const [text, width, lines] of cases) deepStrictEqual(wrap(text, width), lines, text);
});

test("columns", () => {
  deepStrictEqual(["abc", "模", "e\u0301", "😀", "…", "é"].map(columns), [3, 2, 1, 2, 1, 1]);
});

test("all lines fit, and all that is not space is still there", () => {
  assertProperty(
    property(words, integer({ min: 2, max: 30 }), (text, width) => {
      const lines = wrap(text, width);
      strictEqual(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
      return lines.every((line) => columns(line) <= width);
    }),
  );
});

test("text hangs below its label", () => {
  deepStrictEqual(hang("- ", "  ", "one two three four five six", 22), [
    "- one two three four",
    "  five six",
  ]);
});

test.run();
