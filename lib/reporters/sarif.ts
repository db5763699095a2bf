// The report as SARIF 2.1.0, for code scanning.
// Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import { createHash } from "node:crypto";
import type { Finding, Where } from "../finding.ts";
import type { AnyRule } from "../rule.ts";
import type { ReleaseReport, Report } from "../report.ts";
import { printable, printableJson } from "./printable.ts";
import { defineReporter, type Reporter } from "./reporter.ts";
import { originPhrase, verdictPhrase } from "./words.ts";

/** Code scanning wants a place for everything; what is about the tag is shown at the lock. */
const placeOfTag = "dvc.lock";

/** A relative URI reference. A lone surrogate has no UTF-8, so it becomes the replacement. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\u{fffd}")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

/** `[text](target)` would be a link (3.11.6). */
function message(text: string): { text: string } {
  return { text: text.includes("](") ? text.replace(/[[\]\\]/g, String.raw`\$&`) : text };
}

/** Code scanning drops a result without a region: what is about a whole file is at its start. */
function location(where: Where | null): object {
  const { path, line, column } = where ?? { path: null, line: null, column: null };
  const start = column === null || column < 1 ? {} : { startColumn: column };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path ?? placeOfTag) },
      region: { startLine: Math.max(line ?? 1, 1), ...start },
    },
  };
}

/** Stays the same from run to run, so that an alert stays one alert. */
function fingerprint(subject: string, finding: Finding): string {
  const parts = [subject, finding.rule, finding.key, finding.where?.path ?? "", finding.text];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function result(subject: string, finding: Finding): object {
  const sentences = [
    `${subject}: ${finding.text}`,
    ...(finding.origin === null ? [] : [`It was ${originPhrase(finding.origin)}.`]),
    ...finding.consequences.map((text) => `also: ${text}`),
    ...finding.repair.map((text) => `repair: ${text}`),
  ];
  return {
    ruleId: finding.rule,
    level: finding.level,
    message: message(sentences.map(printable).join("\n")),
    locations: [location(finding.where)],
    partialFingerprints: { "tagproof/v1": fingerprint(subject, finding) },
  };
}

function descriptor(rule: AnyRule): object {
  return {
    id: rule.id,
    shortDescription: message(printable(`holds when ${rule.holds}`)),
    fullDescription: message(printable(rule.why)),
    help: message(printable(rule.repair)),
  };
}

/** Only the rules that a result names: a results viewer lists what it is given. */
function descriptors(report: Report, rules: readonly AnyRule[]): object[] {
  const findings = [...report.push, ...report.releases.flatMap((release) => release.findings)];
  const named = new Set<string>(findings.map((finding) => finding.rule));
  return rules.filter((rule) => named.has(rule.id)).map(descriptor);
}

function notifications(release: ReleaseReport, rules: readonly AnyRule[]): object[] {
  const headline = {
    level: release.verdict === "inconclusive" ? "error" : "note",
    message: message(printable(`${release.name} ${verdictPhrase(release, rules)}`)),
  };
  const gaps = release.notVerified.map(({ rule, reason, blocking }) => ({
    level: blocking ? "error" : "note",
    message: message(printable(`${release.name}: ${rule} could not be checked: ${reason}`)),
  }));
  const waived = release.waived.map(({ rule, reason, by }) => ({
    level: "warning",
    message: message(printable(`${release.name}: ${rule} waived: ${reason} (${by})`)),
  }));
  const notices = release.notices.map((notice) => ({
    level: "note",
    message: message(printable(`${release.name}: ${notice}`)),
  }));
  return [headline, ...gaps, ...waived, ...notices];
}

export const sarif: Reporter = defineReporter("sarif", (report, { rules }) => {
  const { name, version } = report.tool;
  const run = {
    tool: { driver: { name, version, rules: descriptors(report, rules) } },
    invocations: [
      {
        executionSuccessful: report.verdict !== "inconclusive",
        toolExecutionNotifications: report.releases.flatMap((each) => notifications(each, rules)),
      },
    ],
    results: [
      ...report.push.map((finding) => result("push", finding)),
      ...report.releases.flatMap((release) =>
        release.findings.map((finding) => result(release.name, finding)),
      ),
    ],
  };
  const log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
  return `${printableJson(JSON.stringify(log, null, 2))}\n`;
});
