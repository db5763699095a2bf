// What a template asks: it counts where somebody answered.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { statementsOf } from "../../lib/history/note-prose.ts";
import { doesName, saysSomething } from "../../lib/history/review-text.ts";

const unanswered = suite("history/unanswered");

const textsOf = (note: string): readonly string[] => statementsOf(note).map(({ text }) => text);

/** Notes in which nothing is said. */
const EMPTY: readonly string[] = [
  "- accuracy:\n- precision:\n",
  "- accuracy: \n\n- precision:",
  "What failed:\nWhat was regenerated:\n",
  "What failed:\n\nWhat was regenerated:\n\n## Numbers\n",
  "**What failed:**\n\n**What was regenerated:**",
  "**What failed?**\n\n**What was regenerated?**",
  "- What failed?\n  - TODO\n- What was regenerated?\n  - n/a",
  "What failed: n/a\nWhat was regenerated: n/a",
  "What failed:\nn/a\nWhat was regenerated:\nnone",
  "What failed? None. What was regenerated? Nothing.",
  "Evaluate: n/a\nAccuracy: -",
  "evaluate – n/a",
  "- evaluate: N/A.",
  "None.",
  "- [ ] done\n- What failed:\n- [ ] done",
  "What failed: <!-- say what -->\n",
  "What failed:\n<describe what failed>\n",
  "- 失敗した点：\n- 再生成したもの：",
  "| metric | changed? |\n|---|---|\n| accuracy | |\n| recall | n/a |",
  "| What failed | What was regenerated |\n|---|---|\n| | |",
  "| Did evaluate change? | |",
  "| Failed stage | |",
];
for (const note of EMPTY) {
  unanswered(`${JSON.stringify(note)} says nothing`, () => assert.deepEqual(textsOf(note), []));
}

/** Notes of which every statement counts. */
const FULL: readonly (readonly [string, readonly string[]])[] = [
  ["accuracy: now counted over all", ["accuracy: now counted over all"]],
  ["accuracy:\nnow counted over all", ["accuracy: now counted over all"]],
  ["accuracy:\n\nnow counted over all", ["accuracy:", "now counted over all"]],
  ["- accuracy:\n  now counted", ["accuracy: now counted"]],
  ["- accuracy:\n\n  now counted", ["accuracy:", "now counted"]],
  ["- accuracy:\n  - now counted", ["accuracy:", "now counted"]],
  ["- accuracy:\n    - how:\n        - now counted", ["accuracy:", "how:", "now counted"]],
  ["- What failed:\n- the lock was stale", ["What failed:", "the lock was stale"]],
  ["What failed:\n- accuracy: was old", ["What failed:", "accuracy: was old"]],
  ["What failed:\n\nmetrics: were old", ["What failed:", "metrics: were old"]],
  ["- [x] evaluate changed:", ["evaluate changed:"]],
  ["Checked:\n- [x] all was rerun", ["Checked:", "all was rerun"]],
  ["evaluate counts so:\n\n```\nsum(all)\n```", ["evaluate counts so:"]],
  ["evaluate counts so:\n\n    sum(all)", ["evaluate counts so:"]],
  ["What changed:\n\n### evaluate\n\nIt counts all", ["What changed:", "It counts all"]],
  ["What changed:\n\n| a | b |\n|--|--|\n| auc | up |", ["What changed:", "a b", "auc up"]],
  [
    "evaluate counts every row now:\n\nBefore:\n\n    a",
    ["evaluate counts every row now:", "Before:"],
  ],
  ["What failed:\n- <https://example.org/41>", ["What failed:"]],
  ["What changed:\n\n<img src='auc.png'>", ["What changed:"]],
  ["Did evaluate change? Yes.", ["Did evaluate change?", "Yes."]],
  ["Did evaluate change?\n\nIt counts all", ["Did evaluate change?", "It counts all"]],
  ["Did it? How? It counts all", ["Did it?", "How?", "It counts all"]],
  ["What failed: unknown", ["What failed: unknown"]],
  ["No stage was rerun", ["No stage was rerun"]],
  ["- auc: none of the classes is left out", ["auc: none of the classes is left out"]],
  ["größe: entfällt", ["größe: entfällt"]],
  ["- recall: null", ["recall: null"]],
  ["| accuracy now counts all | |", ["accuracy now counts all"]],
  ["| accuracy removed | |", ["accuracy removed"]],
  ["| accuracy |", ["accuracy"]],
  ["run a | b", ["run a b"]],
  ["run a | b\n---\n", ["run a b"]],
  [
    `${"each row is counted once more, ".repeat(3)}so:`,
    [`${"each row is counted once more, ".repeat(3)}so:`],
  ],
  ["- What failed: n/a\n- Regenerated: all", ["Regenerated: all"]],
  ["What failed: n/a\nRegenerated: all of it", ["Regenerated: all of it"]],
  ["What failed:\n\nWhat was regenerated:\n\nAll.", ["What was regenerated:", "All."]],
  ["- What failed:\n- Regenerated: all", ["Regenerated: all"]],
];
for (const [note, texts] of FULL) {
  unanswered(`of ${JSON.stringify(note)} counts what is answered`, () =>
    assert.deepEqual(
      textsOf(note).map((text) => text.replaceAll(/ +/g, " ")),
      texts,
    ),
  );
}

for (const [note, isNamed] of [
  ["Nothing changed in evaluate since v1.0.0.", false],
  ["Nothing has changed in the stage evaluate!", false],
  ["No changes to evaluate", false],
  ["evaluate: no changes", false],
  ["## evaluate\n\nNothing changed.", false],
  ["Nothing changed in evaluate but the order of rows", true],
  ["Nothing changed in what evaluate measures", true],
  ["Nothing changed in evaluate, which was reformatted", true],
  ["No changes of the numbers: evaluate was reformatted", true],
  ["- evaluate:\n  - counts every row once", true],
  ["- evaluate:\n  - counts every row once\n- train:\n  - as before", true],
  ["- train:\n  - as before\n- evaluate:", false],
  ["## evaluate\n\nReviewed-by: Ada", false],
  ["## evaluate\n\nMeaning: every row once", true],
  ["`dvc repro evaluate`", false],
  ["- `dvc repro evaluate`.", false],
  ["Run `dvc repro evaluate` twice", true],
  ["## What changed\n\n`python evaluate --once`", true],
  ["## Removed\n\n- `evaluate`", true],
  ["# The command of evaluate\n\n`python other.py --once`", true],
] as const) {
  unanswered(`${JSON.stringify(note)} ${isNamed ? "names" : "does not name"} evaluate`, () =>
    assert.equal(doesName(statementsOf(note), "evaluate"), isNamed),
  );
}

unanswered("a metric that is as before may be named among others", () => {
  const note = statementsOf("f1 is macro-averaged. Nothing changed in auc.");
  assert.equal(doesName(note, "auc", ["f1"]), true);
});

unanswered("code alone says nothing", () => {
  assert.equal(saysSomething(statementsOf("`dvc repro publish --force`")), false);
});

unanswered.run();
