// What tagproof says of the files of a case: the commit as a release, by all of its rules.

import { resolvePolicy } from "../../config/resolve.ts";
import { auditReleases } from "../../lib/audit.ts";
import type { Evidence, PipelineFacts } from "../../lib/evidence.ts";
import { gather } from "../../lib/gather.ts";
import { openBaselines } from "../../lib/history/baseline.ts";
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

/** The whole report, as a user would get it. */
export async function auditFiles(lane: Lane, files: Files): Promise<ReleaseReport> {
  const { releases } = await auditReleases({
    repository: lane.repository,
    policy,
    rules,
    releases: [releaseOf(lane.store.tag(NAME, files))],
    notices: [],
    deadline: null,
    onProgress: () => undefined,
  });
  const [release] = releases;
  if (release === undefined) throw new Error("there is no report");
  return release;
}

export interface Judged {
  readonly evidence: Evidence;
  readonly pipelines: PipelineFacts | null;
  readonly judgements: readonly Judgement[];
}

/** The drafts of the rules about the record, before any is folded under another. */
export async function judgeFiles(lane: Lane, files: Files): Promise<Judged> {
  const { repository, decoder } = lane;
  const release = releaseOf(lane.store.tag(NAME, files));
  const needs = needsOf(rulesFor(lockRules, release, policy));
  const { evidence } = await gather(
    {
      repository,
      decoder,
      baselines: openBaselines(repository, policy, [release]),
      policy,
      needs,
      left: null,
    },
    release,
  );
  const pipelines = evidence.pipelines.state === "present" ? evidence.pipelines.value : null;
  return { evidence, pipelines, judgements: judge(lockRules, evidence, release, policy) };
}
