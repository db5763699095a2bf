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

carried.run();
