// No format lets text of the repository act: on a terminal, on a runner, or as markup.

import { deepStrictEqual, doesNotMatch, ok } from "node:assert/strict";
import { assert as assertProperty, constantFrom, oneof, property, string } from "fast-check";
import { suite } from "uvu";
import { plain, reporters } from "../../lib/reporters/index.ts";
import type { Report } from "../../lib/report.ts";
import { finding, hostile, release, report, rules } from "../helpers/reports.ts";

const test = suite("reporters/hostile");

const context = { rules, paint: plain, width: 72, hints: [] };

/** All that may not be in any output, but for the line feeds that the formats write themselves. */
const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u3000]/u;

/** A report with the text in every field that a repository can fill. */
function filled(text: string): Report {
  const bad = finding({
    text,
    where: { path: text, line: 3, column: 1, oid: null },
    expected: text,
    found: text,
    origin: { commit: text, date: text, subject: text, release: text },
    consequences: [text],
    repair: [text],
  });
  const waiver = { rule: text, reason: text, by: text };
  const gap = { rule: "lock/present", reason: text, blocking: true } as const;
  const noted = { rule: "lock/readable", reason: text, blocking: false } as const;
  const question = { id: "same-state", answer: "no", because: text } as const;
  const names = { name: text, ref: text, artifact: text, version: text, stage: text };
  const failed = release({
    ...names,
    verdict: "failed",
    findings: [bad],
    waived: [waiver],
    notApplicable: [{ rule: "tag/signed", reason: text }],
    notVerified: [gap, noted],
    notices: [text],
    questions: [question],
  });
  return report({
    policy: { source: text, preset: text, digest: text },
    inputs: [{ kind: text, name: text, digest: text }],
    verdict: "failed",
    releases: [
      failed,
      { ...failed, verdict: "inconclusive", findings: [] },
      { ...failed, verdict: "passed", findings: [] },
    ],
    push: [bad],
  });
}

const nasty = oneof(
  string({ unit: "binary" }),
  string({
    unit: constantFrom(
      ..."\n\r\u001b[]|`<>&'\"%:,#;/ \u0085\u2028\u202e\u200b\u00a0\ud800\\-a".split(""),
    ),
  }),
);

for (const reporter of reporters) {
  test(`${reporter.format}: holds no control character of the data`, () => {
    assertProperty(
      property(nasty, (text) => {
        const shown = reporter.render(filled(text), { ...context, hints: [text] });
        return !acting.test(shown) && shown.endsWith("\n");
      }),
      { numRuns: 150 },
    );
  });

  test(`${reporter.format}: shows the same number of lines whatever a line break says`, () => {
    const [broken, whole] = ["a\nb\r\nc\u2028d\u0085e", "abcde\u0007"].map((text) =>
      reporter.render(filled(text), { ...context, width: 4000 }).split("\n"),
    );
    deepStrictEqual(broken!.length, whole!.length);
  });

  test(`${reporter.format}: hides credentials`, () => {
    const shown = reporter.render(report({ releases: [hostile] }), context);
    doesNotMatch(shown, /s3cret|abcdef|hunter2/);
    ok(shown.replaceAll("&#42;", "*").includes("***"));
  });

  test(`${reporter.format}: gives a runner no command`, () => {
    const shown = reporter.render(filled("x ::set-env name=A::b ##[group]c ##vso[task]"), context);
    doesNotMatch(shown, /##\w*\[/);
    doesNotMatch(shown, /^\s*::set-env/m);
  });
}

test.run();
