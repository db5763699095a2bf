// Counts what a release's rules came to: held, not held, not applicable, not checked.

import type { Finding, Level } from "../finding.ts";
import type { ReleaseReport, Report, Verdict } from "../report.ts";

/** `1 warning`, `2 warnings`, `1,000 warnings`. Small numbers do without Intl, whose start costs 13 ms. */
export function plural(count: number, word: string): string {
  const text = count < 1000 ? String(count) : count.toLocaleString("en-US");
  return `${text} ${word}${count === 1 ? "" : "s"}`;
}

/** The rule that a folded consequence is of: `lock/outs-match: …`. */
function consequenceRule(consequence: string): string {
  return consequence.slice(0, Math.max(consequence.indexOf(":"), 0));
}

/** Rules that found something worse than a note, also where it was folded under another finding. */
function broken(findings: readonly Finding[]): Set<string> {
  return new Set(
    findings
      .filter((finding) => finding.level !== "note")
      .flatMap((finding) => [finding.rule, ...finding.consequences.map(consequenceRule)]),
  );
}

/** Rules that ran to the end and found nothing worse than a note. */
export function heldRules(release: ReleaseReport): string[] {
  const other = new Set<string>([
    ...broken(release.findings),
    ...release.waived.map((waiver) => waiver.rule),
    ...release.notVerified.map((gap) => gap.rule),
    ...release.notApplicable.map((entry) => entry.rule),
  ]);
  return [...new Set<string>(release.rulesRun)].filter((rule) => !other.has(rule));
}

/** How many findings have the level. */
export function countLevel(findings: readonly Finding[], level: Level): number {
  return findings.filter((finding) => finding.level === level).length;
}

/** Releases of the verdict. */
export function withVerdict(report: Report, verdict: Verdict): readonly ReleaseReport[] {
  return report.releases.filter((release) => release.verdict === verdict);
}
