// The verdict of a release and of a report, in one place. Absence is never success.

import type { Finding } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import type { Policy } from "./policy.ts";
import type { Verdict } from "./report.ts";
import type { Unverified } from "./rule.ts";

/** A gap as the report shows it: `blocking` is settled by the rule's level and the preset. */
export interface Gap {
  readonly judgement: Judgement;
  readonly reason: string;
  readonly blocking: boolean;
}

/** Which gaps block: blocking ones of rules at level error, and noted ones too under `strict`. */
export function gapsOf(judgements: readonly Judgement[], policy: Policy): readonly Gap[] {
  return judgements.flatMap((judgement) =>
    judgement.unverified.map((gap) => ({
      judgement,
      reason: gap.reason,
      blocking: isBlocking(gap, judgement, policy),
    })),
  );
}

function isBlocking(gap: Unverified, { setting }: Judgement, policy: Policy): boolean {
  const { level } = setting;
  const isRaised = level === "warning" && policy.warningsAreErrors;
  const atError = level === null || level === "error" || isRaised;
  return atError && (gap.blocking || policy.notedBlocks);
}

/**
 * `failed` before `inconclusive` before `passed`. A release that no rule could judge has not
 * passed: nothing was proven.
 */
export function verdictOf(
  findings: readonly Finding[],
  gaps: readonly Gap[],
  judgements: readonly Judgement[],
): Verdict {
  if (findings.some(({ level }) => level === "error")) return "failed";
  if (gaps.some(({ blocking }) => blocking)) return "inconclusive";
  return judgements.some(isJudged) ? "passed" : "inconclusive";
}

function isJudged({ notApplicable, unverified }: Judgement): boolean {
  return notApplicable === null && unverified.every(({ blocking }) => !blocking);
}

const ORDER: readonly Verdict[] = ["failed", "inconclusive", "passed", "not-applicable"];

/** The worst verdict of several; `not-applicable` where there is none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? "not-applicable";
}
