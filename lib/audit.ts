// The road of a release: gather, judge, look for the origin of what is stray, fold, decide.

import { parseDocument } from "./document/read.ts";
import { decodeLock } from "./dvc/lock.ts";
import type { Lock } from "./dvc/model.ts";
import { straysOf, type Origins } from "./fold.ts";
import { gather, type Gathered } from "./gather.ts";
import { openDecoder, type Decoder } from "./gather/decoder.ts";
import type { Need, Refusal } from "./evidence.ts";
import type { Repository } from "./git/open.ts";
import { graphOf, openBaselines, type BaselineSearch } from "./history/baseline.ts";
import { openBranches, type BranchSearch } from "./history/branches.ts";
import { findOrigins } from "./history/origin.ts";
import { inputsOf, type Input } from "./inputs.ts";
import { judge, needsOf, rulesFor, type Judgement } from "./judge.ts";
import type { Policy } from "./policy.ts";
import { isAboutPush, judgePush, type PushedBranch } from "./push.ts";
import type { Parsed } from "./reading.ts";
import { deleted, nothingToProve, outOfTime, settle, takenBack } from "./release-report.ts";
import type { Release } from "./release.ts";
import type { ReleaseReport, Report } from "./report.ts";
import type { AnyRule, RuleId } from "./rule.ts";
import { noSigners, type AllowedSigners } from "./signers.ts";
import type { RefUpdate } from "./update.ts";
import { worstVerdict } from "./verdict.ts";
import { version } from "./version.ts";
import { trailerWaivers, waiveInconclusive, type TrailerWaivers, type Waiver } from "./waiver.ts";

export interface AuditRequest {
  readonly repository: Repository;
  readonly policy: Policy;
  readonly rules: readonly AnyRule[];
  readonly releases: readonly Release[];
  /** The branches of `releases.branches` that a push sets. */
  readonly releaseBranches?: readonly PushedBranch[] | undefined;
  /** Told of what is waived for a branch: no release's report has it. */
  readonly onBranchWaived?: ((waiver: Waiver) => void) | undefined;
  /** Told with the first release: where the policy came from, tags that were passed over. */
  readonly notices: readonly string[];
  /** What hooks refused here before. */
  readonly refusals?: readonly Refusal[];
  /** Of this push only; none where nothing is pushed. */
  readonly waivers?: readonly Waiver[];
  /** Rules that a `Waive:` trailer of a tag may waive; by default those of the policy. */
  readonly trailers?: "all" | readonly string[];
  /** The receipt of an audit that passed a short while ago; null where there is none. */
  readonly receiptOf?: (release: Release) => Receipt | null;
  /** What the same push does to branches; a server's own do not have it yet. */
  readonly pushed?: readonly RefUpdate[];
  /** Who may sign releases, from where the policy came from; by default nobody is named. */
  readonly allowedSigners?: () => Promise<AllowedSigners>;
  /** Milliseconds since the epoch after which nothing more is started; null without a budget. */
  readonly deadline: number | null;
  readonly onProgress: (progress: { done: number; total: number; name: string }) => void;
}

/** An audit outside of a hook, which the hook need not repeat. */
export interface Receipt {
  /** ISO 8601. */
  readonly time: string;
  readonly rulesRun: readonly RuleId[];
}

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
  for (const [done, release] of releases.entries()) {
    request.onProgress({ done, total: releases.length, name: release.name });
    // What concerns the whole audit is told once, with the first release.
    const notices = done === 0 ? request.notices : [];
    const audited = await auditRelease({ ...request, rules, notices }, shared, release);
    reports.push(waiveInconclusive(audited.report, request.waivers ?? []));
    inputs.push(...audited.inputs);
  }
  return {
    schema: "tagproof/report/v1",
    tool: { name: "tagproof", version },
    policy: { source: policy.source, digest: policy.digest, preset: policy.preset },
    inputs,
    verdict: worstVerdict([...push.verdicts, ...reports.map(({ verdict }) => verdict)]),
    releases: reports,
    push: push.findings,
    stats: { ...repository.statistics, milliseconds: Date.now() - started },
  };
}

/** What all releases of an audit share, so that nothing is read twice. */
export interface Shared {
  readonly decoder: Decoder;
  readonly baselines: BaselineSearch;
  readonly branches: BranchSearch;
  readonly refusals: readonly Refusal[];
  readonly allowedSigners: () => Promise<AllowedSigners>;
}

/** For an audit, and for what gathers as one does. */
export function openShared(request: AuditRequest): Shared {
  const { repository, policy, releases, pushed = [], allowedSigners = noSigners } = request;
  const graph = graphOf(repository, releases);
  return {
    decoder: openDecoder(repository.reader),
    baselines: openBaselines(repository, policy, releases, graph),
    branches: openBranches(repository, policy, pushed, graph),
    allowedSigners,
    refusals: request.refusals ?? [],
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
  if (early !== null) return { report: early, inputs: [] };
  const needs = needsOf(rulesFor(rules, release, policy));
  const gathered = await gather({ repository, ...shared, policy, needs, left }, release);
  if (gathered.nothing !== null) {
    return { report: nothingToProve(release, gathered, gathered.nothing), inputs: [] };
  }
  const judgements = judge(rules, gathered.evidence, release, policy);
  const origins = await originsOf(repository, gathered, judgements);
  const own = ownWaivers(request, release, gathered);
  const waivers = [...(request.waivers ?? []), ...own.waivers];
  const notices = [...request.notices, ...own.notices];
  const report = settle({ policy, notices, waivers, release, gathered, judgements, origins });
  return { report: waiveInconclusive(report, waivers), inputs: inputsOf(gathered) };
}

/** What needs no look at the release's state; null where it must be audited. */
async function withoutEvidence(
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
  const query = { hashes, from: commit, decodeLock: decodeLockBytes };
  const answers = [...(await findOrigins(repository, query))];
  // That it comes from the audited commit itself tells nobody where it came from.
  return new Map(answers.filter(([, { origin }]) => origin?.commit !== commit));
}

function decodeLockBytes(bytes: Uint8Array): Parsed<Lock> {
  const document = parseDocument("dvc.lock.yaml", bytes);
  return document.ok ? decodeLock(document.value) : document;
}

/** GTO's tags that end something: they release nothing. */
const TAKES_BACK: ReadonlySet<string> = new Set(["unassign", "deregister", "deprecate"]);

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
