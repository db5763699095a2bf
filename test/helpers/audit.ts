// Audits real repositories as the command line does, and holds every report to its published schema.

import { audit, type Report, type ReleaseReport } from "../../lib/index.ts";
import { rememberSentences } from "./example.ts";
import { isolatedEnvironment } from "./repository.ts";
import { assertValidReport } from "./schema.ts";

export interface AuditCall {
  readonly directory: string;
  readonly revisions?: readonly string[];
  readonly as?: string;
  readonly all?: boolean;
  readonly since?: string;
  readonly config?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

export async function auditIn(call: AuditCall): Promise<Report> {
  const report = await audit({
    directory: call.directory,
    environment: call.environment ?? isolatedEnvironment(),
    revisions: call.revisions ?? [],
    as: call.as ?? null,
    all: call.all ?? false,
    since: call.since ?? null,
    config: call.config ?? null,
  });
  assertValidReport(report);
  rememberSentences(report);
  return report;
}

/** The report of one release. */
export async function auditTag(
  directory: string,
  name: string,
  environment?: NodeJS.ProcessEnv,
): Promise<ReleaseReport> {
  const call = { directory, revisions: [name] };
  const report = await auditIn(environment === undefined ? call : { ...call, environment });
  const [release] = report.releases;
  if (release === undefined) throw new Error(`no release in the report of ${name}`);
  return release;
}

/** `rule key` of every finding at a level, for tables of what is expected. */
export function foundBy(release: ReleaseReport, level = "error"): string[] {
  return release.findings
    .filter((finding) => finding.level === level)
    .map(({ rule, key }) => `${rule} ${key}`);
}
