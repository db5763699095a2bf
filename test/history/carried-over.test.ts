// Which statements of a note are new.

import assert from "node:assert/strict";
import { assert as assertProperty, array, constantFrom, property } from "fast-check";
import { suite } from "uvu";
import { withoutEarlier } from "../../lib/history/carried-over.ts";
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

carried.run();
