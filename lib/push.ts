// Judges what a push does to branches, by the rules that are about a push and not about one release.

import type { Evidence, PushFacts } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { foldFindings } from "./fold.ts";
import { withoutFacts } from "./gather/facts.ts";
import { judge } from "./judge.ts";
import type { Policy } from "./policy.ts";
import type { Release } from "./release.ts";
import type { Verdict } from "./report.ts";
import type { AnyRule } from "./rule.ts";
import { NO_SCOPE, UNNAMED } from "./select.ts";
import type { RefUpdate } from "./update.ts";
import { waiveFindings, type Waiver } from "./waiver.ts";

export interface PushedBranch {
  readonly update: RefUpdate;
  readonly facts: PushFacts;
}

export interface JudgedPush {
  /** What was waived is a note here, with the reason. */
  readonly findings: readonly Finding[];
  /** One a branch. */
  readonly verdicts: readonly Verdict[];
  readonly waived: readonly Waiver[];
}

interface Judging {
  readonly rules: readonly AnyRule[];
  readonly policy: Policy;
  readonly waivers?: readonly Waiver[];
}

/** A rule about a push needs the push, and nothing that a release holds. */
export function isAboutPush({ needs }: AnyRule): boolean {
  return needs.includes("push");
}

/** Judges each branch by itself; a waiver names the branch where it would name the tag. */
export function judgePush(branches: readonly PushedBranch[], judging: Judging): JudgedPush {
  const judged = branches.map((branch) => judgeBranch(branch, judging));
  return {
    findings: judged.flatMap(({ findings }) => findings),
    verdicts: judged.flatMap(({ verdicts }) => verdicts),
    waived: judged.flatMap(({ waived }) => waived),
  };
}

function judgeBranch(
  { update, facts }: PushedBranch,
  { rules, policy, waivers = [] }: Judging,
): JudgedPush {
  const evidence: Evidence = {
    ...withoutFacts({ state: "not-applicable", reason: "no release is looked at" }),
    push: { state: "present", value: facts },
  };
  const subject = subjectOf(update, facts);
  const judgements = judge(rules.filter(isAboutPush), evidence, subject, policy);
  const found = foldFindings(judgements, policy, new Map());
  const { findings, used } = waiveFindings(found, facts.branch, waivers);
  const isRefused = findings.some(({ level }) => level === "error");
  return {
    findings: found.map((each) => (findings.includes(each) ? each : asWaived(each, used))),
    verdicts: [isRefused ? "failed" : "passed"],
    waived: used,
  };
}

function asWaived(finding: Finding, used: readonly Waiver[]): Finding {
  const waiver = used.find(({ rule }) => rule === finding.rule);
  const by = waiver === undefined ? "" : ` (${waiver.reason}; ${waiver.by})`;
  const text = `accepted by the waiver of ${finding.rule}${by}: ${finding.text}`;
  return { ...finding, level: "note", text, repair: [] };
}

/** The engine judges releases: a branch is one without a name, so that only `rules` of the policy apply. */
function subjectOf(update: RefUpdate, { branch, commit }: PushFacts): Release {
  return {
    ref: update.ref,
    name: branch,
    oid: commit,
    naming: UNNAMED,
    nearMiss: null,
    scope: NO_SCOPE,
    candidate: false,
    update,
  };
}
