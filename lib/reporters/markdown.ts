// The report as Markdown, for a step summary or a review: the five questions, then the findings.

import type { Finding } from "../finding.ts";
import type { QuestionId, ReleaseReport } from "../report.ts";
import { printable } from "./printable.ts";
import { defineReporter, type RenderContext, type Reporter } from "./reporter.ts";
import { counts, headline, originPhrase, place, policyPhrase, refusal, summary } from "./words.ts";

/** The questions of a reviewer, in words. */
export const questionWords: Readonly<Record<QuestionId, string>> = {
  "same-state": "Were these files produced by the same promoted state?",
  "metrics-describe-model": "Do the metrics describe the promoted model?",
  "params-describe-run": "Do the params describe the run that produced those metrics?",
  "lock-supports-artifact": "Does the lock evidence support the artifact?",
  "manifest-complete": "Does the manifest list all supported files?",
};

/**
 * Whatever could mean something to Markdown as a numeric entity, which never does: markup, HTML,
 * tables, emoji, links that are made of bare addresses, mentions and issue numbers.
 */
function escape(text: string): string {
  return printable(text).replace(
    /[\\`*_[\]<>#|~@&$]|:(?!\s|$)|(?<=www)\./giu,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** For text that has passed `printable` already: escaping it twice changes nothing. */
function bullet(depth: number, word: string, text: string): string {
  return `${"  ".repeat(depth)}- **${word}** ${escape(text)}`;
}

function findingLines(finding: Finding): string[] {
  const where = place(finding.where);
  const { origin } = finding;
  return [
    bullet(0, finding.level, `${finding.rule}: ${finding.text}`),
    ...(where === null ? [] : [bullet(1, "at", where)]),
    ...(origin === null ? [] : [bullet(1, "origin", originPhrase(origin))]),
    ...finding.consequences.map((text) => bullet(1, "also", text)),
    ...finding.repair.map((text) => bullet(1, "repair", text)),
  ];
}

function questionLines(release: ReleaseReport): string[] {
  if (release.questions.length === 0) return [];
  return [
    "",
    "| question | answer | because |",
    "| --- | --- | --- |",
    ...release.questions.map(
      ({ id, answer, because }) => `| ${questionWords[id]} | ${answer} | ${escape(because)} |`,
    ),
  ];
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

function releaseLines(release: ReleaseReport, context: RenderContext): string[] {
  return [
    "",
    `### ${escape(headline(release, context.rules))}`,
    ...questionLines(release),
    ...section([
      ...release.findings.flatMap(findingLines),
      ...release.notVerified
        .filter((gap) => gap.blocking)
        .map((gap) => bullet(0, "unknown", `${gap.rule}: ${gap.reason}`)),
      ...release.waived.map(({ rule, reason, by }) =>
        bullet(0, "waived", `${rule}: ${reason} (${by})`),
      ),
      ...release.notices.map((notice) => bullet(0, "notice", notice)),
    ]),
    ...(release.verdict === "not-applicable" ? [] : ["", escape(counts(release, "reasons"))]),
  ];
}

export const markdown: Reporter = defineReporter("markdown", (report, context) => {
  const reason = refusal(report.push, context.rules);
  const push = reason === null ? "### This push" : `### This push refused: ${escape(reason)}`;
  const policy = policyPhrase(report);
  const none = report.releases.length === 0;
  const nothing =
    report.push.length === 0 ? "No release here: nothing was audited." : "No release in this push.";
  const lines = [
    "## tagproof",
    "",
    none ? nothing : escape(summary(report)),
    ...(report.push.length === 0 ? [] : ["", push, "", ...report.push.flatMap(findingLines)]),
    ...report.releases.flatMap((release) => releaseLines(release, context)),
    ...section([
      ...(policy === null ? [] : [bullet(0, "policy", policy)]),
      ...context.hints.map((hint) => bullet(0, "next", hint)),
    ]),
  ];
  return `${lines.join("\n")}\n`;
});
