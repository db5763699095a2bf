// The exit codes of the command line: public interface, decided here and nowhere else.

import { AuditError, type AuditErrorCode } from "../error.ts";
import type { ReleaseReport, Report } from "../report.ts";

export const exitCodes = { passed: 0, failed: 1, usage: 2, inconclusive: 3, bug: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** For help: every code with what it says. */
export const exitCodeWords: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.passed, "passed, nothing to prove, or no release here"],
  [exitCodes.failed, "refused: a rule does not hold"],
  [exitCodes.usage, "wrong usage or configuration"],
  [exitCodes.inconclusive, "not decided: something that is needed could not be read"],
  [exitCodes.bug, "a bug in tagproof"],
];

/** The verdict and the findings agree, but a code that trusts one of them alone could be wrong. */
function isRefused(release: ReleaseReport): boolean {
  const accepted = new Set(release.waived.map((waiver) => waiver.rule));
  return (
    release.verdict === "failed" ||
    release.findings.some(({ level, rule }) => level === "error" && !accepted.has(rule))
  );
}

/**
 * 1 before 3 before 0. Under `adopt`, what is not decided does not block. Pure: the report alone
 * decides, so that every format of the same report has the same code.
 */
export function exitCodeOf(report: Report): ExitCode {
  const refused =
    report.verdict === "failed" ||
    report.releases.some(isRefused) ||
    report.push.some(({ level }) => level === "error");
  if (refused) return exitCodes.failed;
  const open =
    report.verdict === "inconclusive" ||
    report.releases.some(({ verdict }) => verdict === "inconclusive");
  return open && report.policy.preset !== "adopt" ? exitCodes.inconclusive : exitCodes.passed;
}

/** Where the world kept an answer back, nothing is decided; all else the user can put right. */
const undecided: ReadonlySet<AuditErrorCode> = new Set(["git-failed", "out-of-time"]);

/** The code of an error that ended the command. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (!(error instanceof AuditError)) return exitCodes.bug;
  return undecided.has(error.code) ? exitCodes.inconclusive : exitCodes.usage;
}
