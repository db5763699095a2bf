// The drafts of the lock rules, by what they are about.

import type { Judgement } from "../../lib/judge.ts";

export interface OurFinding {
  /** `rule key`. */
  readonly what: string;
  readonly stage: string | null;
  /** Of a finding that tells several in one sentence. */
  readonly stages: readonly string[];
  readonly path: string | null;
  /** Of a param. */
  readonly key: string | null;
  /** Of `lock/covers-pipeline`: which list, and what of it. */
  readonly list: string | null;
  readonly items: readonly string[];
  readonly text: string;
}

export function findingsOf(judgements: readonly Judgement[]): readonly OurFinding[] {
  return judgements.flatMap(({ rule, drafts }) =>
    drafts.map((draft) => {
      const data = new Map(Object.entries(draft.data ?? {}));
      const text = (name: string): string | null => {
        const value = data.get(name);
        return typeof value === "string" ? value : null;
      };
      const items = listOf(data.get("items"));
      const what = `${rule.id} ${draft.key}`;
      return {
        what,
        stage: text("stage"),
        stages: listOf(data.get("stages")),
        path: text("file") ?? text("path"),
        key: text("key"),
        list: text("what"),
        items,
        text: `${what} ${JSON.stringify(draft.data)}`,
      };
    }),
  );
}

/** Whether any rule found an error, or could not tell: then the release does not pass in silence. */
export function isRefused(judgements: readonly Judgement[]): boolean {
  return judgements.some(
    ({ rule, drafts, unverified }) =>
      unverified.length > 0 || drafts.some(({ key }) => rule.messages[key]?.level === "error"),
  );
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
