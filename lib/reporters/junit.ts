// The report as JUnit XML, as continuous integration reads it: a suite a release, a case a rule.
// No standard body owns the format; these are the elements that Jenkins, GitLab and Surefire share.

import type { Finding } from "../finding.ts";
import type { ReleaseReport, Report } from "../report.ts";
import { printable } from "./printable.ts";
import { defineReporter, type RenderContext, type Reporter } from "./reporter.ts";
import { originPhrase, place, verdictPhrase } from "./words.ts";

type Outcome = "passed" | "failure" | "error" | "skipped";

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly lines: readonly string[];
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** `printable` has spelled out all that XML 1.0 forbids. */
function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function findingLines(finding: Finding): string[] {
  const where = place(finding.where);
  return [
    `${finding.level}: ${finding.text}`,
    ...(where === null ? [] : [`at ${where}`]),
    ...(finding.origin === null ? [] : [`It was ${originPhrase(finding.origin)}.`]),
    ...finding.consequences.map((text) => `also: ${text}`),
    ...finding.repair.map((text) => `repair: ${text}`),
  ];
}

function caseOf(rule: string, release: ReleaseReport, gapBlocks: boolean): Case {
  const findings = release.findings.filter((finding) => finding.rule === rule);
  const lines = findings.flatMap(findingLines);
  const error = findings.find((finding) => finding.level === "error");
  if (error !== undefined) return { name: rule, outcome: "failure", message: error.text, lines };
  const waiver = release.waived.find((each) => each.rule === rule);
  if (waiver !== undefined) {
    const message = `waived: ${waiver.reason} (${waiver.by})`;
    return { name: rule, outcome: "skipped", message, lines };
  }
  const gap = release.notVerified.find((each) => each.rule === rule);
  if (gap !== undefined) {
    const outcome = gap.blocking && gapBlocks ? "error" : "skipped";
    return { name: rule, outcome, message: gap.reason, lines };
  }
  const idle = release.notApplicable.find((each) => each.rule === rule);
  if (idle !== undefined) return { name: rule, outcome: "skipped", message: idle.reason, lines };
  return { name: rule, outcome: "passed", message: "", lines };
}

/** A verdict is never lost: where no case carries it, one of its own does. */
function verdictCase(
  release: ReleaseReport,
  cases: readonly Case[],
  context: RenderContext,
): Case[] {
  const wanted = { failed: "failure", inconclusive: "error", passed: null, "not-applicable": null };
  const outcome = wanted[release.verdict];
  if (outcome === null || cases.some((each) => each.outcome === outcome)) return [];
  const message = verdictPhrase(release, context.rules);
  return [
    { name: "verdict", outcome: outcome === "error" ? "error" : "failure", message, lines: [] },
  ];
}

function casesOf(release: ReleaseReport, report: Report, context: RenderContext): Case[] {
  const lenient = report.policy.preset === "adopt" || release.verdict === "passed";
  const names = new Set<string>([
    ...release.rulesRun,
    ...release.findings.map((finding) => finding.rule),
    ...release.waived.map((waiver) => waiver.rule),
    ...release.notVerified.map((gap) => gap.rule),
    ...release.notApplicable.map((entry) => entry.rule),
  ]);
  const cases = [...names].map((rule) => caseOf(rule, release, !lenient));
  const accepted = release.verdict === "inconclusive" && lenient;
  return accepted ? cases : [...cases, ...verdictCase(release, cases, context)];
}

function caseXml(suite: string, { name, outcome, message, lines }: Case): string {
  const text = lines.map(escape).join("\n");
  const open = `    <testcase classname="${escape(suite)}" name="${escape(name)}" time="0"`;
  if (outcome !== "passed") {
    const type = outcome === "skipped" ? "" : ` type="${escape(name)}"`;
    const body = `<${outcome} message="${escape(message)}"${type}>${text}</${outcome}>`;
    return `${open}>${body}</testcase>\n`;
  }
  return text === "" ? `${open}/>\n` : `${open}><system-out>${text}</system-out></testcase>\n`;
}

function tally(cases: readonly Case[]): string {
  const count = (outcome: Outcome): number =>
    cases.filter((each) => each.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="0"`;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly notices: readonly string[];
}

function suiteXml({ name, cases, notices }: Suite): string {
  const said = notices.map((notice) => `notice: ${escape(notice)}`).join("\n");
  return [
    `  <testsuite name="${escape(name)}" ${tally(cases)}>\n`,
    ...cases.map((each) => caseXml(name, each)),
    said === "" ? "" : `    <system-out>${said}</system-out>\n`,
    "  </testsuite>\n",
  ].join("");
}

function pushSuite(push: readonly Finding[]): Suite[] {
  if (push.length === 0) return [];
  const cases = push.map((finding): Case => {
    const outcome = finding.level === "error" ? "failure" : "passed";
    return { name: finding.rule, outcome, message: finding.text, lines: findingLines(finding) };
  });
  return [{ name: "push", cases, notices: [] }];
}

export const junit: Reporter = defineReporter("junit", (report, context) => {
  const suites = [
    ...pushSuite(report.push),
    ...report.releases.map((release): Suite => ({
      name: release.name,
      cases: casesOf(release, report, context),
      notices: release.notices,
    })),
  ];
  const all = suites.flatMap((suite) => suite.cases);
  const open = `<testsuites name="tagproof" ${tally(all)}>`;
  const bodies = suites.map(suiteXml).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${bodies}</testsuites>\n`;
});
