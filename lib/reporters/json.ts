// The report as JSON: the public shape `tagproof/report/v1`, schema/report.v1.schema.json.

import type { Finding } from "../finding.ts";
import type { ReleaseReport, Report } from "../report.ts";
import { printableJson } from "./printable.ts";
import { defineReporter, type Reporter } from "./reporter.ts";

/** A finding's public fields, in their order. */
export function findingJson(finding: Finding): Finding {
  const { where, origin } = finding;
  return {
    rule: finding.rule,
    level: finding.level,
    key: finding.key,
    text: finding.text,
    where: where && { path: where.path, line: where.line, column: where.column, oid: where.oid },
    expected: finding.expected,
    found: finding.found,
    origin: origin && {
      commit: origin.commit,
      date: origin.date,
      subject: origin.subject,
      release: origin.release,
    },
    consequences: finding.consequences,
    repair: finding.repair,
  };
}

/** A release's public fields, in their order. */
export function releaseJson(release: ReleaseReport): ReleaseReport {
  return {
    ref: release.ref,
    name: release.name,
    oid: release.oid,
    commit: release.commit,
    artifact: release.artifact,
    version: release.version,
    stage: release.stage,
    verdict: release.verdict,
    questions: release.questions.map(({ id, answer, because }) => ({ id, answer, because })),
    findings: release.findings.map(findingJson),
    waived: release.waived.map(({ rule, reason, by }) => ({ rule, reason, by })),
    rulesRun: release.rulesRun,
    notApplicable: release.notApplicable.map(({ rule, reason }) => ({ rule, reason })),
    notVerified: release.notVerified.map(({ rule, reason, blocking }) => ({
      rule,
      reason,
      blocking,
    })),
    notices: release.notices,
  };
}

/**
 * The report's public fields, in their order. Field by field, so that one more field on an object
 * inside of tagproof does not become public by accident: the schema allows no other.
 */
export function reportJson(report: Report): Report {
  const { tool, policy, stats } = report;
  return {
    schema: report.schema,
    tool: { name: tool.name, version: tool.version },
    policy: { source: policy.source, digest: policy.digest, preset: policy.preset },
    inputs: report.inputs.map(({ kind, name, digest }) => ({ kind, name, digest })),
    verdict: report.verdict,
    releases: report.releases.map(releaseJson),
    push: report.push.map(findingJson),
    stats: {
      processes: stats.processes,
      objects: stats.objects,
      bytes: stats.bytes,
      milliseconds: stats.milliseconds,
    },
  };
}

export const json: Reporter = defineReporter(
  "json",
  (report) => `${printableJson(JSON.stringify(reportJson(report), null, 2))}\n`,
);
