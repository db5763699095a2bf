// The five questions of a review, answered from what the rules said. They explain the verdict.

import type { Finding } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import type { Question, QuestionId } from "./report.ts";
import type { RuleId } from "./rule.ts";
import type { Gap } from "./verdict.ts";

/** Which rules answer a question: ids, or a whole subject (`manifest/`). */
const ANSWERED_BY: Readonly<Record<QuestionId, readonly string[]>> = {
  "same-state": [
    "bundle/from-lock",
    "lock/chain-holds",
    "lock/outs-match",
    "bundle/not-hand-edited",
  ],
  "metrics-describe-model": ["metrics/describe-model", "lock/chain-holds"],
  "params-describe-run": ["metrics/match-params", "metrics/echo-params", "lock/params-match"],
  "lock-supports-artifact": ["lock/", "artifact/resolves"],
  "manifest-complete": ["manifest/", "bundle/complete"],
};

/** One answer a question, with the rules that gave it. */
export function answerQuestions(
  judgements: readonly Judgement[],
  findings: readonly Finding[],
  gaps: readonly Gap[],
): readonly Question[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal
  const ids = Object.keys(ANSWERED_BY) as QuestionId[];
  return ids.map((id) => answer(id, judgements, findings, gaps));
}

function answer(
  id: QuestionId,
  judgements: readonly Judgement[],
  findings: readonly Finding[],
  gaps: readonly Gap[],
): Question {
  const asked = (rule: RuleId): boolean => ANSWERED_BY[id].some((name) => isMeant(name, rule));
  const against = findings.filter(
    ({ rule, level, consequences }) =>
      level === "error" &&
      (asked(rule) ||
        consequences.some((text) => ANSWERED_BY[id].some((name) => text.startsWith(name)))),
  );
  if (against.length > 0)
    return { id, answer: "no", because: against.map(({ text }) => text).join(" ") };
  const open = gaps.filter(({ judgement, blocking }) => blocking && asked(judgement.rule.id));
  if (open.length > 0)
    return { id, answer: "unknown", because: open.map(({ reason }) => reason).join("; ") };
  const judged = judgements.filter(({ rule }) => asked(rule.id));
  const held = judged.filter(({ notApplicable }) => notApplicable === null);
  if (held.length > 0)
    return { id, answer: "yes", because: `held: ${held.map(({ rule }) => rule.id).join(", ")}` };
  const reasons = [...new Set(judged.map(({ notApplicable }) => notApplicable ?? ""))];
  return { id, answer: "not-applicable", because: reasons.join("; ") || "no rule asks it" };
}

/** `lock/` means every rule of the subject, `lock/present` itself and nothing else. */
function isMeant(name: string, rule: RuleId): boolean {
  return name.endsWith("/") ? rule.startsWith(name) : rule === name;
}
