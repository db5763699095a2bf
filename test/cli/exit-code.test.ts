// Exit codes: 1 before 3 before 0, and no report that holds an error exits with 0.

import { strictEqual } from "node:assert/strict";
import { assert as assertProperty, constantFrom, property, record } from "fast-check";
import { suite } from "uvu";
import { exitCodeOf, exitCodeOfError } from "../../lib/cli/exit-code.ts";
import { AuditError, type AuditErrorCode } from "../../lib/error.ts";
import type { ReleaseReport, Report, Verdict } from "../../lib/report.ts";
import {
  finding,
  nothingToProve,
  refused,
  release,
  report,
  undecided,
} from "../helpers/reports.ts";

const test = suite("cli/exit-code");

const passed = release();
const adopt = { source: "x", digest: "sha256:00", preset: "adopt" };

function of(
  verdict: Verdict,
  releases: readonly ReleaseReport[],
  more: Partial<Report> = {},
): Report {
  return report({ verdict, releases, ...more });
}

const table: readonly (readonly [string, Report, number])[] = [
  ["passed", of("passed", [passed]), 0],
  ["failed", of("failed", [refused]), 1],
  ["inconclusive", of("inconclusive", [undecided]), 3],
  ["nothing to prove", of("not-applicable", [nothingToProve]), 0],
  ["no release", of("not-applicable", []), 0],
  ["1 before 3", of("failed", [undecided, refused, passed]), 1],
  ["3 before 0", of("inconclusive", [passed, undecided]), 3],
  ["adopt: undecided", of("inconclusive", [undecided], { policy: adopt }), 0],
  ["adopt: failed", of("failed", [refused], { policy: adopt }), 1],
  ["an error about the push", of("passed", [passed], { push: [finding()] }), 1],
  ["a warning about the push", of("passed", [], { push: [finding({ level: "warning" })] }), 0],
  ["an error under a passed verdict", of("passed", [release({ findings: [finding()] })]), 1],
  ["a failed release under a passed verdict", of("passed", [refused]), 1],
  ["an undecided one under a passed verdict", of("passed", [undecided]), 3],
  [
    "a waived error",
    of("passed", [
      release({
        findings: [finding()],
        waived: [{ rule: "metrics/match-params", reason: "agreed", by: "Ada" }],
      }),
    ]),
    0,
  ],
];

for (const [name, given, code] of table) {
  test(name, () => strictEqual(exitCodeOf(given), code));
}

const severity = [0, 3, 1];

test("one more release or finding never makes the code better", () => {
  const releases = constantFrom(passed, refused, undecided, nothingToProve);
  const verdict = constantFrom<Verdict>("passed", "failed", "inconclusive", "not-applicable");
  assertProperty(
    property(record({ verdict, one: releases, two: releases }), ({ verdict: told, one, two }) => {
      const before = severity.indexOf(exitCodeOf(of(told, [one])));
      return severity.indexOf(exitCodeOf(of(told, [one, two]))) >= before;
    }),
  );
});

const errors: readonly (readonly [AuditErrorCode, number])[] = [
  ["usage", 2],
  ["config-invalid", 2],
  ["not-a-repository", 2],
  ["output-unwritable", 2],
  ["git-failed", 3],
  ["out-of-time", 3],
];

test("errors of the edges", () => {
  for (const [code, exit] of errors) {
    strictEqual(exitCodeOfError(new AuditError(code, "x", "y")), exit, code);
  }
});

test("anything else is a bug", () => {
  for (const error of [new Error("x"), new TypeError("x"), "text", null, undefined]) {
    strictEqual(exitCodeOfError(error), 70);
  }
});

test.run();
