// The road of a release: gather, judge, look for the origin of what is stray, fold, decide.

import { withoutEvidence } from "./audit-change.ts";
import { openShared, type AuditRequest, type Shared } from "./audit-request.ts";
import { openCompactor } from "./compact.ts";
import { readLock } from "./dvc/read-file.ts";
import { straysOf, type Origins } from "./fold.ts";
import { gather, type Gathered } from "./gather.ts";
import { AHEAD, readAhead } from "./gather/ahead.ts";
import type { Repository } from "./git/open.ts";
import { findOrigins } from "./history/origin.ts";
import { distinctInputs, inputsOf, type Input } from "./inputs.ts";
import { judge, needsOf, rulesFor, type Judgement } from "./judge.ts";
import { isAboutPush, judgePush } from "./push.ts";
import { nothingToProve, settle } from "./release-report.ts";
import type { Release } from "./release.ts";
import type { ReleaseReport, Report } from "./report.ts";
import { worstVerdict } from "./verdict.ts";
import { version } from "./version.ts";
import { trailerWaivers, waiveInconclusive, type TrailerWaivers } from "./waiver.ts";

/** Audits releases one after the other on one reader, so that memory stays flat. */
export async function auditReleases(request: AuditRequest): Promise<Report> {
  const started = Date.now();
  const { repository, policy, releases } = request;
  const shared = openShared(request);
  const rules = request.rules.filter((rule) => !isAboutPush(rule));
  const push = judgePush(request.releaseBranches ?? [], request);
  for (const waiver of push.waived) request.onBranchWaived?.(waiver);
  const reports: ReleaseReport[] = [];
  const inputs: Input[] = [];
  const compact = openCompactor();
  for (const [done, release] of releases.entries()) {
    if (done % AHEAD === 0 && releases.length > 1) {
      await readAhead({ repository, decoder: shared.decoder }, releases.slice(done, done + AHEAD));
    }
    request.onProgress({ done, total: releases.length, name: release.name });
    // What concerns the whole audit is told once, with the first release.
    const notices = done === 0 ? request.notices : [];
    const audited = await auditRelease({ ...request, rules, notices }, shared, release);
    reports.push(compact(audited.report));
    inputs.push(...audited.inputs);
  }
  return {
    schema: "tagproof/report/v1",
    tool: { name: "tagproof", version },
    policy: { source: policy.source, digest: policy.digest, preset: policy.preset },
    inputs: distinctInputs(inputs),
    verdict: worstVerdict([...push.verdicts, ...reports.map(({ verdict }) => verdict)]),
    releases: reports,
    push: push.findings,
    stats: { ...repository.statistics, milliseconds: Date.now() - started },
  };
}

interface Audited {
  readonly report: ReleaseReport;
  readonly inputs: readonly Input[];
}

async function auditRelease(
  request: AuditRequest,
  shared: Shared,
  release: Release,
): Promise<Audited> {
  const { repository, policy, rules, deadline } = request;
  const left = deadline === null ? null : deadline - Date.now();
  const early = await withoutEvidence(request, shared, release, left);
  if (early !== null) {
    return { report: waiveInconclusive(early, request.waivers ?? []), inputs: [] };
  }
  const needs = needsOf(rulesFor(rules, release, policy));
  const gathered = await gather({ repository, ...shared, policy, needs, left }, release);
  if (gathered.nothing !== null) {
    return { report: nothingToProve(release, gathered, gathered.nothing), inputs: [] };
  }
  const judgements = judge(rules, gathered.evidence, release, policy);
  const origins = await originsOf(repository, gathered, judgements);
  const own = ownWaivers(request, release, gathered);
  const waivers = [...(request.waivers ?? []), ...own.waivers];
  const notices = [...request.notices, ...own.notices, ...(await treeNotices(request, gathered))];
  const report = settle({ policy, notices, waivers, release, gathered, judgements, origins });
  return { report: waiveInconclusive(report, waivers), inputs: inputsOf(gathered) };
}

async function treeNotices(
  { noticesOf }: AuditRequest,
  { evidence: { tree } }: Gathered,
): Promise<readonly string[]> {
  return tree.state === "present" ? ((await noticesOf?.(tree.value)) ?? []) : [];
}

/** The waivers that the tag itself carries. */
function ownWaivers(
  { policy, trailers = policy.waivers.allow }: AuditRequest,
  { name }: Release,
  { evidence: { tag } }: Gathered,
): TrailerWaivers {
  if (tag.state !== "present") return { waivers: [], notices: [] };
  return trailerWaivers(name, tag.value, trailers);
}

/** One pass over the history of the locks, only when something is stray. */
async function originsOf(
  repository: Repository,
  { commit }: Gathered,
  judgements: readonly Judgement[],
): Promise<Origins> {
  const hashes = straysOf(judgements).flatMap((stray) => stray.hashes);
  if (hashes.length === 0 || commit === null) return new Map();
  const query = { hashes, from: commit, decodeLock: readLock };
  const answers = [...(await findOrigins(repository, query))];
  // That it comes from the audited commit itself tells nobody where it came from.
  return new Map(answers.filter(([, { origin }]) => origin?.commit !== commit));
}
