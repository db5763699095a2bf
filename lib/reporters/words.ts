// The sentences that several reporters share. All that comes from a repository passes `printable`.

import type { Finding, Origin, Where } from "../finding.ts";
import type { AnyRule } from "../rule.ts";
import type { ReleaseReport, Report, Verdict } from "../report.ts";
import { printable, printableName } from "./printable.ts";
import { NO_BUNDLE } from "../bundle-paths.ts";
import { grouped } from "../grouped.ts";
import { countLevel, heldRules, plural, withVerdict } from "./tally.ts";

/** `publish/v1/params.yaml:9`, the tag itself as `null`. */
export function place(where: Where | null): string | null {
  if (where === null || where.path === null) return null;
  const path = printable(where.path);
  return where.line === null ? path : `${path}:${where.line}`;
}

/** `recorded by 3f2a91c, 2026-03-02, "threshold 0.65", released as v1.0.0`. */
export function originPhrase(origin: Origin): string {
  const released = origin.release === null ? "" : `, released as ${printableName(origin.release)}`;
  const commit = printable(origin.commit.slice(0, 7));
  return `recorded by ${commit}, ${printable(origin.date)}, "${printable(origin.subject)}"${released}`;
}

/** Words for the first error: its own or its rule's refusal, or the rule's name where nobody knows the rule. */
export function refusal(findings: readonly Finding[], rules: readonly AnyRule[]): string | null {
  const first = findings.find((finding) => finding.level === "error");
  if (first === undefined) return null;
  const rule = rules.find(({ id }) => id === first.rule);
  const own = rule?.messages[first.key]?.refusal;
  return own ?? rule?.refusal ?? `${printable(first.rule)} does not hold`;
}

/** What could not be checked, in one phrase. */
export function undecided(release: ReleaseReport): string {
  const blocking = release.notVerified.filter((gap) => gap.blocking).map((gap) => gap.rule);
  const [first, ...others] = new Set(blocking);
  if (first === undefined) return "a part of it could not be checked";
  const more = others.length > 0 ? ` and ${plural(others.length, "more rule")}` : "";
  return `${printable(first)}${more} could not be checked`;
}

function remarks(release: ReleaseReport): string {
  const warnings = countLevel(release.findings, "warning");
  const waived = release.waived.length;
  const parts = [
    ...(warnings > 0 ? [`with ${plural(warnings, "warning")}`] : []),
    ...(waived > 0 ? [`with ${plural(waived, "waiver")}`] : []),
  ];
  return parts.length > 0 ? ` ${parts.join(" and ")}` : "";
}

const phrases: Readonly<
  Record<Verdict, (release: ReleaseReport, rules: readonly AnyRule[]) => string>
> = {
  failed: ({ findings }, rules) => `refused: ${refusal(findings, rules) ?? "a rule does not hold"}`,
  inconclusive: (release) => `not decided: ${undecided(release)}`,
  "not-applicable": ({ notices }) => `has nothing to prove${reasonOf(notices)}`,
  passed: (release) => `passed${remarks(release)}`,
};

/** Such a release has no rules to tell of: its first notice is why. */
function reasonOf([reason]: readonly string[]): string {
  const told = reason?.replace(/: there is nothing to prove$/, "");
  return told === undefined ? "" : `: ${printable(told)}`;
}

/** The verdict on a release in one phrase, without its name: `refused: its metrics come from …`. */
export function verdictPhrase(release: ReleaseReport, rules: readonly AnyRule[]): string {
  return phrases[release.verdict](release, rules);
}

/** The same with the release's name before it. */
export function headline(release: ReleaseReport, rules: readonly AnyRule[]): string {
  return `${printableName(release.name)} ${verdictPhrase(release, rules)}`;
}

function gapPhrase(rule: string, gaps: ReleaseReport["notVerified"]): string {
  const reasons = gaps.filter((gap) => gap.rule === rule && !gap.blocking);
  const told = reasons.map((gap) => printable(gap.reason)).join("; ");
  return told === "" ? printable(rule) : `${printable(rule)} (${told})`;
}

/** How much `counts` says of what could not be checked. */
export type Detail = "reasons" | "grouped" | "rules" | "few";

/** Of a long list, this many are named. */
const NAMED = 3;

/** `a, b, c and 8 more`. */
function firstOf(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

/** The reason that most rules have, and the first of those: `it is not at hand (a, b, c and 8 more)`. */
function groupedGaps(release: ReleaseReport, gaps: readonly string[]): string {
  const groups = [
    ...grouped(gaps, (rule) => release.notVerified.find((gap) => gap.rule === rule)?.reason ?? ""),
  ].toSorted(([, left], [, right]) => right.length - left.length);
  const told = groups
    .slice(0, 1)
    .map(([reason, rules]) => `${printable(reason)} (${firstOf(rules)})`);
  const left = gaps.length - (groups[0]?.[1].length ?? 0);
  return [...told, ...(left > 0 ? [`and ${left} for other reasons`] : [])].join(", ");
}

function toldGaps(release: ReleaseReport, gaps: readonly string[], detail: Detail): string {
  const names = gaps.map((rule) => printable(rule));
  const words: Readonly<Record<Detail, () => string>> = {
    reasons: () => gaps.map((rule) => gapPhrase(rule, release.notVerified)).join(", "),
    grouped: () => groupedGaps(release, gaps),
    rules: () => names.join(", "),
    few: () => firstOf(names),
  };
  return words[detail]();
}

/**
 * `31 rules held · 4 do not apply · 1 could not be checked: restore/available (no remote)`.
 * Blocking gaps have no reason here: they are told at length where they matter.
 */
export function counts(release: ReleaseReport, detail: Detail): string {
  const held = heldRules(release).length;
  const idle = new Set(release.notApplicable.map(({ rule }) => rule)).size;
  const gaps = [...new Set(release.notVerified.map(({ rule }) => rule))];
  const told = toldGaps(release, gaps, detail);
  return [
    `${plural(held, "rule")} held`,
    ...(idle > 0 ? [`${idle} ${idle === 1 ? "does" : "do"} not apply${narrow(release)}`] : []),
    ...(gaps.length > 0 ? [`${gaps.length} could not be checked: ${told}`] : []),
  ].join(" · ");
}

/** What was judged of a release that has no bundle. */
function narrow({ notApplicable, verdict }: ReleaseReport): string {
  const isBare = notApplicable.some(({ reason }) => reason === NO_BUNDLE);
  if (!isBare || verdict === "not-applicable") return "";
  return " (no bundle: judged by its locks and artifacts alone)";
}

/** `14 releases: 2 refused · 1 not decided · 10 passed · 1 with nothing to prove`. */
export function summary(report: Report): string {
  const parts = [
    [withVerdict(report, "failed").length, "refused"],
    [withVerdict(report, "inconclusive").length, "not decided"],
    [withVerdict(report, "passed").length, "passed"],
    [withVerdict(report, "not-applicable").length, "with nothing to prove"],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${plural(report.releases.length, "release")}: ${told.join(" · ")}`;
}

/** One line about the whole report: the only release's headline, or the counts of several. */
export function summaryLine(report: Report, rules: readonly AnyRule[]): string {
  const push = refusal(report.push, rules);
  if (push !== null) return `this push refused: ${push}`;
  const [release, ...others] = report.releases;
  if (release === undefined) return "no release here: nothing was audited";
  return others.length > 0 ? summary(report) : headline(release, rules);
}

/** The policy, where it is not the one that everybody has. */
export function policyPhrase({ policy }: Report): string | null {
  if (policy.source === "recommended" && policy.preset === "recommended") return null;
  const preset = policy.preset === policy.source ? "" : `, preset ${printable(policy.preset)}`;
  const lenient = policy.preset === "adopt" ? "; what is not decided does not block" : "";
  return `${printable(policy.source)}${preset}, ${printable(policy.digest.slice(0, 19))}${lenient}`;
}
