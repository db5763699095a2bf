// What is said of one release: its findings, gaps and verdict; or, without rules, one sentence.

import { foldFindings, type Origins } from "./fold.ts";
import type { Gathered } from "./gather.ts";
import type { Judgement } from "./judge.ts";
import { storeNotices } from "./inputs.ts";
import type { Policy } from "./policy.ts";
import { answerQuestions } from "./questions.ts";
import type { Release } from "./release.ts";
import type { ReleaseReport, Verdict } from "./report.ts";
import { gapsOf, verdictOf } from "./verdict.ts";
import { shownWaiver, waiveFindings, type Waiver } from "./waiver.ts";

/** All that a release's report is made of. */
export interface Settling {
  readonly release: Release;
  readonly gathered: Gathered;
  readonly judgements: readonly Judgement[];
  readonly origins: Origins;
  readonly policy: Policy;
  readonly notices: readonly string[];
  readonly waivers?: readonly Waiver[];
}

/** Folds what the rules said, applies waivers and levels, and decides. */
export function settle({
  release,
  gathered,
  judgements,
  origins,
  policy,
  notices,
  waivers = [],
}: Settling): ReleaseReport {
  const folded = foldFindings(judgements, policy, origins);
  const { findings, ...waived } = waiveFindings(folded, release.name, waivers);
  const gaps = gapsOf(judgements, policy);
  return {
    ...identity(release, gathered.commit),
    verdict: verdictOf(findings, gaps, gathered.commit === null ? [] : judgements),
    // A waiver accepts a mismatch, it does not take it away: the answers are those without it.
    questions: answerQuestions(judgements, folded, gaps, offFor(release, policy)),
    findings,
    waived: waived.used.map(shownWaiver),
    rulesRun: judgements
      .filter((judgement) => judgement.notApplicable === null)
      .map(({ rule }) => rule.id),
    notApplicable: judgements.flatMap(({ rule, notApplicable }) =>
      notApplicable === null ? [] : [{ rule: rule.id, reason: notApplicable }],
    ),
    notVerified: [
      ...gaps.map(({ judgement: { rule }, reason, blocking }) => ({
        rule: rule.id,
        reason,
        blocking,
      })),
      ...notAsked(policy),
    ],
    notices: [
      ...notices,
      ...waived.notices,
      ...exceptionsOf(policy),
      ...storeNotices(gathered.stored ?? []),
    ],
  };
}

/** What a policy may ask for and no rule judges yet: it must not seem to hold. */
function notAsked({ restore: { from } }: Policy): ReleaseReport["notVerified"] {
  if (from === "git") return [];
  const reason = `no rule asks the DVC ${from} yet whether it has every byte (restore.from: ${from})`;
  return [{ rule: "restore/available", reason, blocking: false }];
}

/** The rules that the policy has turned off for the release. */
function offFor({ scope }: Release, policy: Policy): readonly string[] {
  const settings = new Map([...policy.rules, ...scope.rules]);
  return [...settings].flatMap(([rule, { level }]) => (level === "off" ? [rule] : []));
}

function identity(release: Release, commit: string | null) {
  const { ref, name, oid, naming } = release;
  const { artifact, version: released, promotionStage } = naming;
  return { ref, name, oid, commit, artifact, version: released, stage: promotionStage };
}

/** Accepted exceptions are told in every report, never silently applied. */
function exceptionsOf({ pipeline }: Policy): readonly string[] {
  return pipeline.ignoreDeps.length === 0
    ? []
    : [`by policy, changes of these deps are accepted: ${pipeline.ignoreDeps.join(", ")}`];
}

function withoutRules(
  release: Release,
  commit: string | null,
  verdict: Verdict,
  notice: string,
): ReleaseReport {
  return {
    ...identity(release, commit),
    verdict,
    questions: answerQuestions([], [], []),
    findings: [],
    waived: [],
    rulesRun: [],
    notApplicable: [],
    notVerified: [],
    notices: [notice],
  };
}

/** Of a release that a push deletes. */
export function deleted(release: Release): ReleaseReport {
  return withoutRules(
    release,
    null,
    "not-applicable",
    "the push deletes this tag: there is nothing to prove",
  );
}

/** Of a tag that takes a version or a stage back. */
export function takenBack(release: Release): ReleaseReport {
  const notice = `the tag takes a version or a stage back (${release.naming.action}): it releases nothing`;
  return withoutRules(release, null, "not-applicable", notice);
}

/** Of a commit that holds no DVC project and no artifact. */
export function nothingToProve(
  release: Release,
  { commit }: Gathered,
  reason: string,
): ReleaseReport {
  return withoutRules(release, commit, "not-applicable", reason);
}

/** Of a release that a hook's budget did not reach. */
export function outOfTime(release: Release, policy: Policy): ReleaseReport {
  const notice = `the budget of ${policy.hook.budget} s is used up; run it outside of the hook: tagproof audit ${release.name}`;
  return withoutRules(release, null, "inconclusive", notice);
}
