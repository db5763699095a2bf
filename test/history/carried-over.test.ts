// Which statements of a note are new.

import assert from "node:assert/strict";
import { assert as assertProperty, array, constantFrom, property, string } from "fast-check";
import { suite } from "uvu";
import { keyWithout, withoutEarlier } from "../../lib/history/carried-over.ts";
import { statementsOf } from "../../lib/history/note-prose.ts";

const carried = suite("history/carried-over");

const newIn = (note: string, ...earlier: string[]): readonly string[] =>
  withoutEarlier(statementsOf(note), earlier.map(statementsOf)).map(({ text }) => text);

/** The note, what is new in it, and the notes before. */
const CASES: readonly (readonly [string, readonly string[], ...string[]])[] = [
  ["One. Two.", ["One.", "Two."]],
  ["One. Two.", ["Two."], "One."],
  ["One.\n\nTwo.", [], "Two.", "One."],
  ["Two.\nOne.", [], "One.\nTwo."],
  ["*One*\r\nand more.", [], "One and more."],
  ["# v1.1\n\nOne.", [], "# v1.0\n\nOne."],
  ["# v1.1\n\nOne.\n\n# v1.0\n\nOne.", ["One."], "# v1.0\n\nOne."],
  ["# v1.1\n\nOne.\n\n# v1.0\n\nOne.", ["One."], "# v1.0\n\nOne.", "# v1.0\n\nOne."],
  ["# Removed\n\n- auc", ["auc"], "# Metrics\n\n- auc"],
  ["Removed:\n- auc", ["Removed:", "auc"], "Metrics:\n- auc"],
  ["Removed in 1.1:\n- auc", ["Removed in 1.1:"], "Removed in 1.0:\n- auc"],
  ["auc is 0.91", ["auc is 0.91"], "auc is 0.90"],
];
for (const [note, expected, ...earlier] of CASES) {
  carried(`${JSON.stringify(note)} after ${JSON.stringify(earlier)}`, () =>
    assert.deepEqual(newIn(note, ...earlier), expected),
  );
}

const NOTES = array(constantFrom("One. ", "Two. ", "\n\n", "# v1\n", "# other\n", "- auc\n"), {
  maxLength: 20,
}).map((pieces) => pieces.join(""));
carried("nothing of a note is new after itself, and all of it after nothing", () => {
  assertProperty(
    property(NOTES, NOTES, (note, other) => {
      const all = statementsOf(note).map(({ text }) => text);
      assert.deepEqual(newIn(note, other, note), []);
      assert.deepEqual(newIn(note), all);
      assert.ok(newIn(note, other).length >= all.length - statementsOf(other).length);
    }),
  );
});

carried("other values of a metric are nothing new, whatever it is called", () => {
  assertProperty(
    property(string({ unit: "binary" }), string(), (name, other) => {
      const keyOf = keyWithout([name, other, "top-5 (%)"]);
      const statement = { text: "the top-5 (%) is 91.5 %", heading: "", intro: "" };
      assert.equal(keyOf(statement), keyOf({ ...statement, text: "the top-5 (%) = 0.9" }));
    }),
  );
});

for (const [one, other, isSame] of [
  ["auc 0.91", "auc 0.9", true],
  ["an AUC of 91 %", "an AUC of 90.5%", true],
  ["auc: 1e-3, f1 (0.8)", "auc: 0.2, f1 (0.9)", true],
  ["threshold 0.5 gives auc 1", "threshold 0.6 gives auc 1", false],
  ["pre-auc5", "pre-auc6", false],
  ["auc5 is 1", "auc5 is 2", false],
  ["auc is per class", "auc is 0.9", false],
] as const) {
  carried(`${one} and ${other} ${isSame ? "say the same" : "are two things"}`, () => {
    const keyOf = keyWithout(["auc", "f1"]);
    const [left, right] = [one, other].map((text) => keyOf({ text, heading: "", intro: "" }));
    assert.equal(left === right, isSame);
  });
}

/** A note before, one after it, and what is new of that beside values of auc, f1 and support. */
const WITH_VALUES: readonly (readonly [string, string, readonly string[]])[] = [
  ["auc 0.9, f1 0.8", "auc 0.91, f1 0.87, support 120", []],
  ["auc 0.9, f1 0.8, support 120.", "auc 0.91.", []],
  ["Model: auc 0.9 and f1 0.8.", "Model: auc 0.9, f1 0.8 and support 1,200.", []],
  ["Rows: auc (0.9), f1 (0.8).", "Rows: auc (0.9), f1 (0.8), support (120).", []],
  ["- auc: 0.9", "- auc: 0.9\n- f1: 0.8\n- support: 120", []],
  ["auc | 0.9", "auc | 0.9\nsupport | 120", []],
  ["auc .9 ± .01", "auc .8 ± .02", []],
  ["auc 0.9, f1 0.8", "auc 0.9, f1 0.8, counted per class", ["auc 0.9, f1 0.8, counted per class"]],
  ["auc 0.9, f1 0.8", "auc 0.9, f1 0.8, step 12", ["auc 0.9, f1 0.8, step 12"]],
  ["# One\n\n- auc 0.9", "# Removed\n\n- auc 0.9", ["auc 0.9"]],
  ["Counts all rows.", "auc 0.9", ["auc 0.9"]],
];
for (const [before, note, texts] of WITH_VALUES) {
  carried(`${JSON.stringify(note)} beside values, after ${JSON.stringify(before)}`, () => {
    const keyOf = keyWithout(["auc", "f1", "support"]);
    const found = withoutEarlier(statementsOf(note), [statementsOf(before)], keyOf);
    assert.deepEqual(
      found.map(({ text }) => text),
      texts,
    );
  });
}

carried("a name that is not known is a metric's where it goes on with values", () => {
  const isSame = (one: string, other: string): boolean => {
    const keyOf = keyWithout(["auc"], { further: true });
    const [left, right] = [one, other].map((text) => keyOf({ text, heading: "", intro: "" }));
    return left === right;
  };
  assert.ok(isSame("auc 0.9.", "auc 0.91, support: 120 and brier_score = 0.1."));
  assert.ok(isSame("auc (0.9)", "auc (0.91), support (120)"));
  assert.ok(!isSame("auc 0.9.", "auc 0.91. Support of 120"));
  assert.ok(!isSame("auc 0.9.", "auc 0.91 on 120"));
  assert.ok(!isSame("auc 0.9.", "auc 0.91, counted over 120 rows"));
  assert.ok(!isSame("Rows 12: auc 0.9.", "Rows 13: auc 0.9."));
});

carried("hostile lists of values are read in linear time", () => {
  for (const piece of ["auc 1, ", "auc 1", ", ", "1,", "auc ", "auc 1, x "]) {
    const text = piece.repeat(10_000);
    const keyOf = keyWithout(["auc"], { further: true });
    assert.equal(typeof keyOf({ text, heading: text, intro: "" }), "string");
  }
});

carried.run();
