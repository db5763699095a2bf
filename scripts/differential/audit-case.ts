// What tagproof says of the files of a case: the commit as a release, by all of its rules.

import { resolvePolicy } from "../../config/resolve.ts";
import { openShared, type AuditRequest } from "../../lib/audit-request.ts";
import { auditReleases } from "../../lib/audit.ts";
import type { PipelineFacts } from "../../lib/evidence.ts";
import { gather } from "../../lib/gather.ts";
import { judge, needsOf, rulesFor, type Judgement } from "../../lib/judge.ts";
import type { Policy } from "../../lib/policy.ts";
import type { Release } from "../../lib/release.ts";
import type { ReleaseReport } from "../../lib/report.ts";
import type { AnyRule } from "../../lib/rule.ts";
import { rules } from "../../lib/rules/index.ts";
import type { Lane } from "./lane.ts";
import type { Files } from "./store.ts";

const NAME = "v1.0.0";

/** DVC is asked by the oracle, and nothing is pushed anywhere. */
function withoutDvc(): Policy {
  const resolved = resolvePolicy(null, { knownRules: rules, source: "recommended" });
  if (!resolved.ok) throw new Error("the recommended policy does not resolve");
  return { ...resolved.policy, dvc: { ...resolved.policy.dvc, status: "off" } };
}

const policy = withoutDvc();

/** The rules that read the record; the others judge bundles and tags, of which a case has none. */
const lockRules: readonly AnyRule[] = rules.filter(({ id }) => id.startsWith("lock/"));

function releaseOf(oid: string): Release {
  return {
    ref: `refs/tags/${NAME}`,
    name: NAME,
    oid,
    naming: {
      grammar: "plain",
      artifact: null,
      version: NAME,
      promotionStage: null,
      action: "release",
    },
    nearMiss: null,
    scope: { project: null, bundle: null, rules: new Map() },
    candidate: false,
    update: null,
  };
}

function requestFor({ repository }: Lane, release: Release): AuditRequest {
  return {
    repository,
    policy,
    rules,
    releases: [release],
    notices: [],
    deadline: null,
    onProgress: () => undefined,
  };
}

/** The whole report, as a user would get it. */
export async function auditFiles(lane: Lane, files: Files): Promise<ReleaseReport> {
  const release = releaseOf(lane.store.tag(NAME, files));
  const [report] = (await auditReleases(requestFor(lane, release))).releases;
  if (report === undefined) throw new Error("there is no report");
  return report;
}

export interface Judged {
  readonly pipelines: PipelineFacts | null;
  readonly judgements: readonly Judgement[];
}

/** The drafts of the rules about the record, before any is folded under another. */
export async function judgeFiles(lane: Lane, files: Files): Promise<Judged> {
  const { repository, decoder } = lane;
  const release = releaseOf(lane.store.tag(NAME, files));
  const needs = needsOf(rulesFor(lockRules, release, policy));
  const shared = { ...openShared(requestFor(lane, release)), decoder };
  const { evidence } = await gather({ repository, ...shared, policy, needs, left: null }, release);
  const pipelines = evidence.pipelines.state === "present" ? evidence.pipelines.value : null;
  return { pipelines, judgements: judge(lockRules, evidence, release, policy) };
}
