// Drafts to findings: levels settled, sentences made, one cause one finding.

import type { Finding, Level, OriginAnswer } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import type { Policy, RuleSetting } from "./policy.ts";
import type { AnyRule, Draft } from "./rule.ts";

/** Where stray contents came from, by hash; empty where nothing was searched. */
export type Origins = ReadonlyMap<string, OriginAnswer>;

const RANK: Readonly<Record<Level, number>> = { note: 0, warning: 1, error: 2 };

interface Head {
  readonly rule: AnyRule;
  readonly draft: Draft;
  level: Level;
  readonly consequences: string[];
}

/**
 * Every draft in the order of the rules; one that shares a cause with an earlier one is folded
 * under it. A folded finding never hides a worse level: the head takes it over.
 */
export function foldFindings(
  judgements: readonly Judgement[],
  policy: Policy,
  origins: Origins,
): readonly Finding[] {
  const heads: Head[] = [];
  const byCause = new Map<string, Head>();
  for (const { rule, setting, drafts } of judgements) {
    for (const draft of drafts) {
      const level = levelOf(rule, draft, setting, policy);
      const head = draft.causes.map((cause) => byCause.get(cause)).find(Boolean);
      if (head === undefined)
        heads.push(startHead({ rule, draft, level, consequences: [] }, byCause));
      else foldUnder(head, { rule, draft, level });
    }
  }
  return mergeFollowers(heads, byCause).map((head) => toFinding(head, origins));
}

/** Heads that follow from another one, whose rule may stand before or after, become consequences of it. */
function mergeFollowers(
  heads: readonly Head[],
  byCause: ReadonlyMap<string, Head>,
): readonly Head[] {
  const above = new Map<Head, Head>();
  const topOf = (head: Head): Head => {
    const next = above.get(head);
    return next === undefined ? head : topOf(next);
  };
  for (const head of heads) {
    const top = head.draft.follows
      .flatMap((cause) => byCause.get(cause) ?? [])
      .map(topOf)
      .find((other) => other !== head && RANK[other.level] >= RANK[head.level]);
    if (top === undefined) continue;
    above.set(head, top);
    top.consequences.push(consequenceOf(head), ...head.consequences);
  }
  return heads.filter((head) => !above.has(head));
}

function startHead(head: Head, byCause: Map<string, Head>): Head {
  for (const cause of [...head.draft.causes, ...head.draft.explains]) {
    if (!byCause.has(cause)) byCause.set(cause, head);
  }
  return head;
}

function foldUnder(head: Head, { rule, draft, level }: Omit<Head, "consequences">): void {
  if (RANK[level] > RANK[head.level]) head.level = level;
  head.consequences.push(consequenceOf({ rule, draft }));
}

function consequenceOf({ rule, draft }: Pick<Head, "rule" | "draft">): string {
  return `${rule.id}: ${textOf(rule, draft, null)}`;
}

/** The message's level, what the policy makes of it, and the preset's bounds. */
function levelOf(rule: AnyRule, draft: Draft, setting: RuleSetting, policy: Policy): Level {
  const own = rule.messages[draft.key]?.level ?? "error";
  const chosen =
    own === "error" && setting.level !== null && setting.level !== "off" ? setting.level : own;
  const raised = chosen === "warning" && policy.warningsAreErrors ? "error" : chosen;
  return RANK[raised] > RANK[policy.worstLevel] ? policy.worstLevel : raised;
}

function toFinding({ rule, draft, level, consequences }: Head, origins: Origins): Finding {
  const answers = draft.stray?.hashes.flatMap((hash) => origins.get(hash) ?? []) ?? [];
  const answer = answers.find((one) => one.origin !== null) ?? answers[0] ?? null;
  const message = rule.messages[draft.key];
  return {
    rule: rule.id,
    level,
    key: draft.key,
    text: textOf(rule, draft, answer),
    where: draft.where,
    expected: draft.expected,
    found: draft.found,
    origin: answer?.origin ?? null,
    consequences,
    repair: message === undefined ? [] : message.repair(draft.data),
  };
}

function textOf(rule: AnyRule, draft: Draft, origin: OriginAnswer | null): string {
  return rule.messages[draft.key]?.text(draft.data, origin) ?? draft.key;
}

/** The contents worth a search through the history: those of findings that will be shown as errors. */
export function straysOf(
  judgements: readonly Judgement[],
): readonly { readonly hashes: readonly string[]; readonly path: string }[] {
  return judgements.flatMap(({ drafts }) =>
    drafts.flatMap(({ stray }) => (stray === null ? [] : [stray])),
  );
}
