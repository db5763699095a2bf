// The five questions of a review, answered from what the rules said. They explain the verdict.

import { NO_BUNDLE } from "./bundle-paths.ts";
import type { Finding } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import type { Question, QuestionId } from "./report.ts";
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

/**
 * One answer a question, with the rules that gave it.
 * @param off rules that the policy has turned off: what they would have said is not known
 */
export function answerQuestions(
  judgements: readonly Judgement[],
  findings: readonly Finding[],
  gaps: readonly Gap[],
  off: readonly string[] = [],
): readonly Question[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal
  const ids = Object.keys(ANSWERED_BY) as QuestionId[];
  return ids.map((id) => answer(id, { judgements, findings, gaps, off }));
}

/** The rule that is about the question itself: what others hold is no answer where it had nothing to judge. */
const OWN: Partial<Record<QuestionId, string>> = {
  "metrics-describe-model": "metrics/describe-model",
  "params-describe-run": "metrics/match-params",
};

interface Said {
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly off: readonly string[];
}

function answer(id: QuestionId, { judgements, findings, gaps, off }: Said): Question {
  const judged = judgements.filter(({ rule }) => asks(id, rule.id));
  const against = findings.filter((finding) => isAgainst(finding, id, judgements));
  if (against.length > 0)
    return { id, answer: "no", because: against.map(({ text }) => text).join(" ") };
  const open = [...new Set(openReasons(judged, gaps))];
  if (open.length > 0) return { id, answer: "unknown", because: open.join("; ") };
  const held = judged.filter(({ notApplicable }) => notApplicable === null);
  const silent = off.filter((rule) => asks(id, rule));
  if (held.length > 0 && silent.length > 0)
    return { id, answer: "unknown", because: `off by the policy: ${silent.join(", ")}` };
  const unseen = [...new Set([...ownReasons(id, judged, gaps), ...reasonsOfAll(held, gaps)])];
  if (unseen.length > 0) return { id, answer: "unknown", because: unseen.join("; ") };
  if (held.length > 0) return { id, answer: "yes", because: toldHeld(held, gaps) };
  const reasons = [...new Set(judged.map(({ notApplicable }) => notApplicable ?? ""))];
  return { id, answer: "not-applicable", because: reasons.join("; ") || "no rule asks it" };
}

/**
 * Why the rule that is about the question itself had nothing to judge, or not all of it: a bundle without
 * a model has metrics of nothing. A release without a bundle is judged by its locks.
 */
function ownReasons(
  id: QuestionId,
  judged: readonly Judgement[],
  gaps: readonly Gap[],
): readonly string[] {
  const own = judged.find(({ rule }) => rule.id === OWN[id]);
  if (own === undefined || own.notApplicable === NO_BUNDLE) return [];
  const open = gaps.filter(({ judgement }) => judgement === own).map(({ reason }) => reason);
  return own.notApplicable === null ? open : [own.notApplicable, ...open];
}

/** Where no rule saw all that it asks for, nobody knows: why each of them did not. */
function reasonsOfAll(held: readonly Judgement[], gaps: readonly Gap[]): readonly string[] {
  const own = gaps.filter(({ judgement }) => held.includes(judgement));
  const partly = new Set(own.map(({ judgement }) => judgement));
  return partly.size < held.length ? [] : [...new Set(own.map(({ reason }) => reason))];
}

/** What only the record tells, such as bytes that are not here, was not all looked at: that is said of the rule. */
function toldHeld(held: readonly Judgement[], gaps: readonly Gap[]): string {
  const isPartly = (judgement: Judgement): boolean =>
    gaps.some((gap) => gap.judgement === judgement);
  const wholly = held.filter((judgement) => !isPartly(judgement));
  return [
    ...withIds("held", wholly),
    ...withIds("held as far as it could be checked", held.filter(isPartly)),
  ].join("; ");
}

function withIds(how: string, judgements: readonly Judgement[]): readonly string[] {
  const ids = judgements.map(({ rule }) => rule.id);
  return ids.length > 0 ? [`${how}: ${ids.join(", ")}`] : [];
}

/** The policy may let a mismatch pass as a warning, a waiver altogether: the answer stays no. */
function isAgainst(finding: Finding, id: QuestionId, judgements: readonly Judgement[]): boolean {
  const { rule, level, key, consequences } = finding;
  const judgement = judgements.find((candidate) => candidate.rule.id === rule);
  const isError = level === "error" || judgement?.rule.messages[key]?.level === "error";
  const told = consequences.some((text) => asks(id, text.slice(0, text.indexOf(":"))));
  return isError && (asks(id, rule) || told);
}

/** What blocks, or would block if the policy gave the rule its own level. */
function openReasons(judged: readonly Judgement[], gaps: readonly Gap[]): readonly string[] {
  const blocking = gaps.filter((gap) => gap.blocking && judged.includes(gap.judgement));
  const own = judged.flatMap(({ unverified }) => unverified.filter((gap) => gap.blocking));
  return [...own, ...blocking].map(({ reason }) => reason);
}

function asks(id: QuestionId, rule: string): boolean {
  return ANSWERED_BY[id].some((name) => isMeant(name, rule));
}

/** `lock/` means every rule of the subject, `lock/present` itself and nothing else. */
function isMeant(name: string, rule: string): boolean {
  return name.endsWith("/") ? rule.startsWith(name) : rule === name;
}
