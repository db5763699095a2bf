// What counts as a review note that says something, and as one that names a thing.

import assert from "node:assert/strict";
import { assert as assertProperty, array, constantFrom, property, string } from "fast-check";
import { suite } from "uvu";
import { NOTE_LIMIT, statementsOf } from "../../lib/history/note-prose.ts";
import { doesName, saysSomething } from "../../lib/history/review-text.ts";

const text = suite("history/review-text");

/** Every line of the table: a name, and a note. */
const NAMES: readonly (readonly [string, string])[] = [
  ["auc", "auc is computed per class from now on."],
  ["auc", "We dropped auc."],
  ["auc", "AUC is now macro-averaged"],
  ["AUC", "auc moved elsewhere"],
  ["auc", "The metrics.json:auc of v1 is gone."],
  ["auc", "auc's meaning is another one"],
  ["auc", "- `auc`: removed, nobody read it"],
  ["auc", "- **auc** was removed"],
  ["auc", "- _auc_ was removed"],
  ["auc", "1. auc (macro)"],
  ["auc", "> auc was removed"],
  ["auc", "| auc | macro-averaged |"],
  ["auc", "[auc](https://example.org/x) is measured on the new test set"],
  ["auc", "## Removed metrics\n\n- auc\n- f1\n"],
  ["auc", "Removed metrics:\n- f1\n- auc"],
  ["auc", "## auc\n\nMeasured per class now.\n"],
  ["auc", "auc\n---\nMeasured per class now.\n"],
  ["auc", "auc:\n- measured per class now\n"],
  ["auc", "- [x] auc was replaced by f1"],
  ["auc", "TODO: the rest.\n\nHowever, auc is per class."],
  ["auc", "It changed. TODO more. But auc is removed"],
  ["auc", "<!-- what changed? -->\nauc is per class"],
  ["auc", "text <!-- one --> auc <!-- two --> dropped"],
  ["auc", "~~~\ncode\n~~~\nauc was dropped"],
  ["auc", "```\n~~~\n```\nauc was dropped"],
  ["auc", "- list\n\n    auc was dropped, says the item"],
  ["auc", "<b>auc</b> was dropped"],
  ["auc", "auc < 0.5 and f1 > 0.6 were dropped"],
  ["auc", "see <https://example.org/a b>: auc was dropped"],
  ["auc", "Metric-Change: auc"],
  ["auc", "release v2\n\nMetric-Change: auc, f1\nBaseline: v1"],
  ["auc", "Die auc wird jetzt pro Klasse berechnet"],
  ["eval.auc", "Here `eval.auc` is per class"],
  ["eval.auc", "eval.auc is gone."],
  ["f1_score", "f1_score was replaced"],
  ["f1_score", String.raw`f1\_score was replaced`],
  ["_private", "_private was dropped"],
  ["top 5 accuracy", "the top 5\naccuracy was dropped"],
  ["data/test.csv", "./data/test.csv was drawn anew"],
  ["dvc.yaml:evaluate", "stage dvc.yaml:evaluate has another command"],
  ["größe", "größe entfällt"],
  ["auc", "e.g. auc was dropped"],
  ["auc", "Changed, e.g. auc."],
  ["auc", "从现在起auc按类别计算。"],
  ["auc", "指标auc已删除"],
  ["auc", "aucは廃止した"],
  ["阈值", "阈值已提高"],
];

const SILENT: readonly (readonly [string, string])[] = [
  ["auc", ""],
  ["auc", "auc"],
  ["auc", "`auc`"],
  ["auc", "- auc"],
  ["auc", "## auc"],
  ["auc", "auc\n==="],
  ["auc", "auc: 0.93"],
  ["auc", "| auc | 0.93 |"],
  ["auc", "## Metrics\n\n- auc: 0.93\n- f1: 0.88"],
  ["auc", "auc: N/A"],
  ["auc", "auc: none"],
  ["auc", "auc: TBD"],
  ["auc", "the auc"],
  ["auc", "TODO: say why auc was removed"],
  ["auc", "todo say why auc was removed"],
  ["auc", "auc: <describe why it changed>"],
  ["auc", "# What changed\n\n- auc: <describe the change>"],
  ["auc", "# What changed\n\n- auc: {{ change }}"],
  ["auc", "<say what changed about auc>"],
  ["auc", "[describe what changed about auc]"],
  ["auc", "auc: {{ reason why it changed }}"],
  ["auc", "- [ ] the change of auc is described"],
  ["auc", "- [ ] the change\n  of auc is described"],
  ["auc", "<!-- auc was removed -->"],
  ["auc", "<!--\nauc was removed\n-->"],
  ["auc", "<!-- auc was removed, and nothing ends this"],
  ["auc", "```\nauc was removed\n```"],
  ["auc", "```python\nauc was removed"],
  ["auc", "````\n```\nauc was removed\n````"],
  ["auc", "  ~~~\nauc was removed\n  ~~~"],
  ["auc", "- ```\n  auc was removed\n  ```"],
  ["auc", "> ```\n> auc was removed\n> ```"],
  ["auc", "Run:\n\n    auc was removed\n"],
  ["auc", "\tauc was removed"],
  ["auc", "## What changed about auc\n\nTODO"],
  ["auc", "## Removed auc\n\n<!-- say why -->\n"],
  ["auc", "aucs were removed"],
  ["auc", "pre-auc was removed"],
  ["auc", "auc-based selection"],
  ["auc", "eval.auc was removed"],
  ["auc", "auc.json was removed"],
  ["auc", "see metrics/auc for more"],
  ["eval.auc", "auc was removed"],
  ["eval.auc", "Eval.AUC was removed"],
  ["eval.auc", "my.eval.auc was removed"],
  ["eval", "eval.auc was removed"],
  ["evaluate", "src/evaluate.py has another loop"],
  ["größe", "größer als zuvor"],
  ["", "anything at all is here"],
  ["**", "anything ** at all"],
];

for (const [name, note] of NAMES) {
  text(`${JSON.stringify(note)} names ${name}`, () =>
    assert.equal(doesName(statementsOf(note), name), true),
  );
}
for (const [name, note] of SILENT) {
  text(`${JSON.stringify(note)} does not name ${name}`, () =>
    assert.equal(doesName(statementsOf(note), name), false),
  );
}

text("other names are no other words", () => {
  assert.equal(doesName(statementsOf("auc, f1, recall"), "auc", ["f1", "recall"]), false);
  assert.equal(doesName(statementsOf("auc, f1, recall are gone"), "auc", ["f1", "recall"]), true);
});

const SAYS: readonly string[] = [
  "Threshold raised after the review.",
  "# Review\n\nReviewed by Ada Lovelace",
  "- model retrained\n- metrics regenerated",
  "评审 通过 阈值",
  "阈值提高后已审核。",
  "しきい値を上げた。",
];
const SAYS_NOTHING: readonly string[] = [
  "",
  "   \n\t\n",
  "# Review of the release candidate\n\n## What failed\n\n## What was regenerated\n",
  "LGTM",
  "ok, approved.",
  "<!-- Describe what failed and what was regenerated. -->",
  "TODO: describe what failed and what was regenerated.",
  "- [ ] metrics reviewed by two people",
  "```\nsome code that is not prose\n```",
  "N/A\n\nNone\n\nTBD",
  "What changed: <describe the change here>",
  "0.1 0.2 0.3 0.4",
  "已审核",
];
text("what says something, and what does not", () => {
  for (const note of SAYS) assert.equal(saysSomething(statementsOf(note)), true, note);
  for (const note of SAYS_NOTHING) assert.equal(saysSomething(statementsOf(note)), false, note);
});

const PIECES = constantFrom(
  "<!--",
  "-->",
  "```",
  "\n",
  "\n\n",
  "    ",
  "# ",
  "- ",
  "[ ]",
  "auc",
  "<",
  ">",
  "|",
  "_",
  "{{",
  "](",
);
text("any text is read, and never more than its words", () => {
  assertProperty(
    property(array(PIECES, { maxLength: 40 }), string({ unit: "binary" }), (pieces, rest) => {
      const note = pieces.join("") + rest;
      for (const statement of statementsOf(note)) assert.notEqual(statement.text.trim(), "");
      assert.equal(typeof saysSomething(statementsOf(note)), "boolean");
      if (!note.toLowerCase().includes("auc"))
        assert.equal(doesName(statementsOf(note), "auc"), false);
    }),
  );
});

text("reads hostile notes to the limit, and not beyond", () => {
  const denied = `nothing changed in ${".".repeat(NOTE_LIMIT)}x`;
  assert.equal(doesName(statementsOf(denied), "auc"), false);
  for (const piece of [
    "<",
    "[",
    "`",
    "<!--",
    "_",
    "{{",
    "a_",
    "- ",
    "> ",
    "\\",
    ".",
    "* ",
    "| ",
    "a:\n",
    ": ",
    "?",
    "a?\n\n",
    "- a:\n",
    "|a\n|-|\n",
    "# a\nb:\n",
    "`a ",
    "n/a ",
    "no or ",
  ]) {
    assert.equal(doesName(statementsOf(piece.repeat(NOTE_LIMIT)), "auc"), false, piece);
  }
  assert.equal(doesName(statementsOf(`${" x".repeat(NOTE_LIMIT)} auc is gone`), "auc"), false);
});

text.run();
