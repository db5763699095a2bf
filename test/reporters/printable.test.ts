// What does not print is spelled out, and what prints is left alone.

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { assert as assertProperty, property, string } from "fast-check";
import { suite } from "uvu";
import { printable, printableJson, printableName } from "../../lib/reporters/printable.ts";

const test = suite("reporters/printable");

const spelled: readonly (readonly [string, string])[] = [
  ["plain text, ünïcode, 模型, 😀", "plain text, ünïcode, 模型, 😀"],
  ["e\u0301", "e\u0301"],
  ["\u001b[31m", "\\u{1b}[31m"],
  ["a\nb\r\tc", "a\\u{a}b\\u{d}\\u{9}c"],
  ["\u007f\u0080\u009b", "\\u{7f}\\u{80}\\u{9b}"],
  ["\u202ea\u2066\u2069", "\\u{202e}a\\u{2066}\\u{2069}"],
  ["\u200b\u200d\ufeff\u00ad\u2060", "\\u{200b}\\u{200d}\\u{feff}\\u{ad}\\u{2060}"],
  ["\u0600\ufff9", "\\u{600}\\u{fff9}"],
  ["\u2028\u2029", "\\u{2028}\\u{2029}"],
  ["\u00a0\u2003\u3000", "\\u{a0}\\u{2003}\\u{3000}"],
  ["\u3164\u115f\u2800", "\\u{3164}\\u{115f}\\u{2800}"],
  ["\ud800x\udc00", "\\u{d800}x\\u{dc00}"],
  ["\ue000\u{e0041}\ufe0f", "\\u{e000}\\u{e0041}\\u{fe0f}"],
  ["\u{10ffff}", "\\u{10ffff}"],
  ["::error::x", "\\u{3a}:error::x"],
  ["std::map and a ::b", "std::map and a \\u{3a}:b"],
  ["##[group] ##vso[x] ## heading", "\\u{23}#[group] \\u{23}#vso[x] ## heading"],
];

test("table", () => {
  for (const [text, shown] of spelled) strictEqual(printable(text), shown);
});

test("a second pass changes nothing", () => {
  assertProperty(
    property(string({ unit: "binary" }), (text) => {
      const once = printable(text);
      return printable(once) === once;
    }),
  );
});

test("a name that could be several words is quoted", () => {
  deepStrictEqual(["v1.0.0", "v1 passed", ""].map(printableName), ["v1.0.0", '"v1 passed"', '""']);
});

test("JSON says the same before and after", () => {
  assertProperty(
    property(string({ unit: "binary" }), (text) => {
      const written = JSON.stringify([text, "##[x] ::y"]);
      const [read]: string[] = JSON.parse(printableJson(written));
      return read === text;
    }),
  );
});

test.run();
