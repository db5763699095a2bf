// One rule alone on a release of a real repository: every other rule is turned off by the policy.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import type { Finding } from "../../lib/finding.ts";
import { rules } from "../../lib/rules/index.ts";
import type { ReleaseReport } from "../../lib/report.ts";
import { auditIn, type AuditCall } from "./audit.ts";
import type { TestRepository } from "./repository.ts";

/** What one rule said. */
export interface Judged {
  readonly report: ReleaseReport;
  readonly findings: readonly Finding[];
  /** `error key`, in order. */
  readonly keys: readonly string[];
  /** Reasons of gaps; a blocking one begins with `blocking: `. */
  readonly gaps: readonly string[];
  readonly notApplicable: string | null;
}

/** A policy file outside of the repository. */
export function policyFile(policy: object): string {
  const path = join(temporaryDirectory(), "policy.json");
  writeFileSync(path, JSON.stringify(policy));
  return path;
}

export interface Asked extends Partial<Omit<AuditCall, "directory" | "config">> {
  readonly policy?: { readonly rules?: object; readonly [key: string]: unknown };
}

/** Audits a tag, or what `asked` says, by a single rule. */
export async function judgedBy(
  rule: string,
  repository: Pick<TestRepository, "directory">,
  name: string,
  { policy = {}, ...call }: Asked = {},
): Promise<Judged> {
  const off = rules.filter(({ id }) => id !== rule).map(({ id }) => [id, "off"]);
  const config = policyFile({
    ...policy,
    rules: { ...(Object.fromEntries(off) as object), ...policy.rules },
  });
  const { directory } = repository;
  const { releases } = await auditIn({ directory, config, revisions: [name], ...call });
  const [report] = releases;
  if (report === undefined) throw new Error(`no release in the report of ${name}`);
  return {
    report,
    findings: report.findings,
    keys: report.findings.map(({ level, key }) => `${level} ${key}`),
    // Of what a policy asks for and no rule judges, the report tells as well.
    gaps: report.notVerified
      .filter((gap) => gap.rule === rule)
      .map(({ reason, blocking }) => `${blocking ? "blocking: " : ""}${reason}`),
    notApplicable: report.notApplicable.find((item) => item.rule === rule)?.reason ?? null,
  };
}

/** The first release, judged by all rules that DVC itself and strong digests are not needed for. */
export async function auditWithoutDvc(
  { directory }: TestRepository,
  name = "v1.0.0",
): Promise<ReleaseReport> {
  const off = { "manifest/digests-match": "off" };
  const config = policyFile({ dvc: { status: "off" }, rules: off });
  const { releases } = await auditIn({ directory, config, revisions: [name] });
  const [release] = releases;
  if (release === undefined) throw new Error(`no release in the report of ${name}`);
  return release;
}
