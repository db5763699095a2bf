// What a rule is: words, needs, and a pure check over the facts that were gathered.

import type { Facts, Need } from "./evidence.ts";
import type { Level, OriginAnswer, Where, RuleId } from "./finding.ts";
import type { Policy } from "./policy.ts";
import type { Release } from "./release.ts";

/** How one failure of a rule is told. `Data` is all that the sentence needs. */
export interface Message<Data> {
  readonly level: Level;
  /** One sentence, no trailing newline. `origin` is the answer of the origin search, where one was asked for. */
  readonly text: (data: Data, origin: OriginAnswer | null) => string;
  readonly repair: (data: Data) => readonly string[];
  /** The headline of a refusal, where that of the rule would say something else. */
  readonly refusal?: string;
}

export type Messages = Readonly<Record<string, Message<never>>>;

/** A content whose recorded origin is worth searching, when a finding is about a stray file. */
export interface Stray {
  /** Lower-case md5 (`.dir` for directories): as a lock would have recorded it. */
  readonly hashes: readonly string[];
  readonly path: string;
}

/** A finding before levels are settled and sentences are made. */
export interface Draft<Key extends string = string, Data = unknown> {
  readonly kind: "finding";
  readonly key: Key;
  readonly data: Data;
  readonly where: Where | null;
  readonly expected: string | null;
  readonly found: string | null;
  /**
   * What went wrong, for folding: drafts of one release that share a cause become one finding,
   * that of the rule that stands first in lib/rules/index.ts. Made by lib/rules/cause.ts.
   * An empty list never folds.
   */
  readonly causes: readonly string[];
  /**
   * Further causes that fold under this draft without folding it: a changed param explains why
   * the whole file differs, and yet two changed params of a file stay two findings.
   */
  readonly explains: readonly string[];
  /**
   * Causes of which this draft is a consequence, should some other draft, before or after it, tell
   * one of them at a level that is not lower: outs that differ because a param of the stage did.
   */
  readonly follows: readonly string[];
  readonly stray: Stray | null;
}

/** Something that a rule could not check. */
export interface Unverified {
  readonly kind: "not-verified";
  readonly reason: string;
  /** Blocking makes the release inconclusive; noted does not, except under `strict`. */
  readonly blocking: boolean;
}

export interface NotApplicable {
  readonly kind: "not-applicable";
  readonly reason: string;
}

type DraftOf<M extends Messages> = {
  [Key in keyof M & string]: M[Key] extends Message<infer Data> ? Draft<Key, Data> : never;
}[keyof M & string];

export type Observation<M extends Messages> = DraftOf<M> | Unverified | NotApplicable;

/** What a check sees: only the facts that its rule needs. */
export type View<N extends Need> = Pick<Facts, N> & {
  readonly release: Release;
  readonly policy: Policy;
  readonly options: Readonly<Record<string, unknown>>;
};

export interface Example {
  /** What somebody did: a short clause, no full stop. */
  readonly given: string;
  /** The text of the finding. */
  readonly says: string;
}

export interface OpenList {
  readonly name: string;
  readonly values: readonly string[];
}

/** A switch of a rule, as `rules: { <id>: [error, { <name>: … }] }` sets it. */
export interface RuleOption {
  readonly name: string;
  readonly type: "boolean";
  readonly default: boolean;
  /** What it does where it is not the default: one clause, no full stop. */
  readonly does: string;
}

/** A second check, with needs of its own. */
export interface Instead<M extends Messages = Messages> {
  readonly needs: readonly Need[];
  readonly check: (view: View<Need>) => Iterable<DraftOf<M>>;
}

export interface Rule<N extends Need = Need, M extends Messages = Messages> {
  readonly id: RuleId;
  /** "holds when …", without the words "holds when" and without a full stop. */
  readonly holds: string;
  /** Why it matters to the people who use the release: one or two sentences. */
  readonly why: string;
  /** How a release is brought back: one or two sentences. */
  readonly repair: string;
  /** The headline of a refusal: "v1.1.0 refused: <refusal>". */
  readonly refusal: string;
  /** One failure as it is met, and the very sentence that the rule's own test is told of it. */
  readonly example: Example;
  /** What the rule knows by heart, so that who reads its page can see what it looks for. */
  readonly lists?: readonly OpenList[];
  /** What its entry in the policy may hold beside the level; absent: nothing. */
  readonly options?: readonly RuleOption[];
  readonly on: boolean;
  /** Also judged where a push deletes the release: it must not need what the release holds. */
  readonly onDelete?: true;
  /** What the rule needs. Where one is unavailable, the check is not called. */
  readonly needs: readonly N[];
  readonly messages: M;
  /** Asked where a need has nothing to show, so that the rule does not apply: whether it should have had something. */
  readonly instead?: Instead<M>;
  /** Pure and total: same view, same observations, no exception. */
  readonly check: (view: View<N>) => Iterable<Observation<M>>;
}

/** A rule as the registry and the engine handle it. */
export type AnyRule = Omit<Rule, "check" | "instead" | "needs" | "messages"> & {
  readonly needs: readonly Need[];
  readonly instead?: Pick<Instead, "needs"> & {
    readonly check: (view: View<Need>) => Iterable<Draft>;
  };
  readonly messages: Readonly<Record<string, Message<unknown>>>;
  readonly check: (view: View<Need>) => Iterable<Draft | Unverified | NotApplicable>;
};

/** Keeps the link between a rule's messages and its drafts while it is written, and drops it after. */
export function defineRule<N extends Need, const M extends Messages>(rule: Rule<N, M>): AnyRule {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that forgets the type
  return rule as unknown as AnyRule;
}

/** A draft with the rarely used fields filled in. */
export function finding<Key extends string, Data>(
  key: Key,
  data: Data,
  more: Partial<Omit<Draft, "kind" | "key" | "data">> = {},
): Draft<Key, Data> {
  return {
    kind: "finding",
    key,
    data,
    where: null,
    expected: null,
    found: null,
    causes: [],
    explains: [],
    follows: [],
    stray: null,
    ...more,
  };
}

/** A gap that never changes the verdict, except under `strict`. */
export function noted(reason: string): Unverified {
  return { kind: "not-verified", reason, blocking: false };
}

/** A gap that makes the release inconclusive. */
export function blocking(reason: string): Unverified {
  return { kind: "not-verified", reason, blocking: true };
}

export function notApplicable(reason: string): NotApplicable {
  return { kind: "not-applicable", reason };
}
