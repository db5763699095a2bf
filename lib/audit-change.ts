// Releases whose state is not looked at: taken back, deleted, vouched for by a receipt, or out of time.

import type { AuditRequest, Receipt, Shared } from "./audit-request.ts";
import type { Need } from "./evidence.ts";
import { gather } from "./gather.ts";
import { judge } from "./judge.ts";
import { deleted, outOfTime, settle, takenBack } from "./release-report.ts";
import type { Release } from "./release.ts";
import type { ReleaseReport } from "./report.ts";

/** GTO's tags that end something: they release nothing. */
const TAKES_BACK: ReadonlySet<string> = new Set(["unassign", "deregister", "deprecate"]);

/** What needs no look at the release's state; null where it must be audited. */
export async function withoutEvidence(
  request: AuditRequest,
  shared: Shared,
  release: Release,
  left: number | null,
): Promise<ReleaseReport | null> {
  if (release.oid === null) return auditDeleted(request, shared, release);
  if (TAKES_BACK.has(release.naming.action)) return takenBack(release);
  const receipt = request.receiptOf?.(release) ?? null;
  if (receipt !== null) return auditReceived(request, shared, release, receipt);
  return left !== null && left <= 0 ? outOfTime(release, request.policy) : null;
}

/** Only the rules that look at the change itself: there is no state to prove. */
async function auditDeleted(
  request: AuditRequest,
  shared: Shared,
  release: Release,
): Promise<ReleaseReport> {
  const report = await auditChange(request, shared, release);
  return report.verdict === "failed" ? report : { ...deleted(release), waived: report.waived };
}

/** What the receipt vouches for is the state; what this push does with it is new. */
async function auditReceived(
  request: AuditRequest,
  shared: Shared,
  release: Release,
  { time, rulesRun }: Receipt,
): Promise<ReleaseReport> {
  const report = await auditChange(request, shared, release);
  if (report.verdict === "failed") return report;
  const notice = `audited outside of the hook at ${time}: its receipt holds for a day`;
  return { ...report, verdict: "passed", rulesRun, notices: [...report.notices, notice] };
}

async function auditChange(
  { repository, policy, rules, notices, waivers = [] }: AuditRequest,
  shared: Shared,
  release: Release,
): Promise<ReleaseReport> {
  const gathering = { repository, ...shared, policy, needs: new Set<Need>(), left: null };
  const gathered = await gather(gathering, release);
  const applicable = rules.filter(({ onDelete }) => onDelete === true);
  const judgements = judge(applicable, gathered.evidence, release, policy);
  const settling = { release, gathered, judgements, origins: new Map(), policy, notices, waivers };
  return settle(settling);
}
