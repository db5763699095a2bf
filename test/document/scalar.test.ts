// The short cuts of plain scalars agree with ruamel.yaml's patterns, written out here once more.

import { equal } from "node:assert/strict";
import { array, assert as assertProperty, constantFrom, property } from "fast-check";
import { suite } from "uvu";
import { resolvePlain } from "../../lib/document/scalar.ts";

const test = suite("document/scalar");

/** Every pattern that makes something else than a string of what starts like a number. */
const NUMBERS: readonly RegExp[] = [
  /^[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]?\d+)?$/,
  /^[-+]?\d[\d_]*[eE][-+]?\d+$/,
  /^[-+]?\.[\d_]+(?:[eE][-+]\d+)?$/,
  /^[-+]?\.(?:inf|Inf|INF)$/,
  /^\.(?:nan|NaN|NAN)$/,
  /^[-+]?0b[01_]+$/,
  /^[-+]?0o?[0-7_]+$/,
  /^[-+]?[\d_]+$/,
  /^[-+]?0x[\da-fA-F_]+$/,
  /^\d{4}-\d\d-\d\d$/,
  /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d/,
];

const PARTS: readonly string[] = [
  ..."0 1 2 3 4 5 6 7 8 9 00 12 2020 -01 -02 T10:00:00".split(" "),
  ..."+ - . _ : e E b o x T Z a c d f inf nan".split(" "),
  " ",
];

test("a text is a string exactly where no pattern of numbers and dates takes it", () => {
  const texts = array(constantFrom(...PARTS), { minLength: 1, maxLength: 6 });
  assertProperty(
    property(texts, (parts) => {
      const text = parts.join("");
      if (!/^[-+.\d]/.test(text)) return;
      const isNumber = NUMBERS.some((pattern) => pattern.test(text));
      const isString = resolvePlain(text) === text;
      // A date with a wrong tail is none; those are for the timestamps' own table.
      if (isNumber && text.includes(":")) return;
      equal(isString, !isNumber, JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
});

for (const [text, value] of [
  ["0", 0n], ["08", 8n], ["007", 7n], ["123456789012345", 123456789012345n], ["1234567890123456", 1234567890123456n],
  ["12345678901234567890", 12345678901234567890n], ["1_000", 1000n], ["+1", 1n], ["-1", -1n], ["0x1F", 31n], ["0o17", 15n],
  ["0b11", 3n], ["1.", 1], ["1e3", 1000], ["12e4", 120000], ["12a4", "12a4"], ["1:30", "1:30"], ["-", "-"], ["+", "+"],
  ["-x", "-x"], ["+_", undefined], ["0b_", undefined], ["1_", 1n], ["12345678123456781234567812345678", 12345678123456781234567812345678n],
  ["1234567e123456781234567812345678", Infinity], ["12345678123456781234567812345678.dir", "12345678123456781234567812345678.dir"],
] as const) {
  test(`${text} is ${String(value)}`, () => equal(resolvePlain(text), value));
} // prettier-ignore

test.run();
