// A final answers for what changed since the final before it, whatever its candidates were compared with.

import type { Baseline } from "../../evidence.ts";
import type { Draft, NotApplicable, Unverified, View } from "../../rule.ts";
import type { EvaluationChange } from "./evaluation-change.ts";
import type { Measured } from "./judge-evaluations.ts";
import type { Keys } from "./judge-keys.ts";

export type Told =
  | Draft<"keysChanged", Keys>
  | Draft<"evaluationChanged" | "evaluationUnreviewed", Measured>
  | Unverified
  | NotApplicable;

/** The view with that release for a baseline: what was said of the candidates is said of their final. */
export function sinceFinal<Seen extends View<"baseline" | "review">>(
  nearest: Baseline,
  view: Seen,
): Seen {
  const { sinceFinal: since } = view.review;
  if (since === null) return view;
  const review = {
    ...view.review,
    texts: [...view.review.texts, ...since.texts],
    unread: [...view.review.unread, ...since.unread.map(({ reason }) => reason)],
    earlier: since.earlier,
  };
  return { ...view, review, baseline: { ...view.baseline, nearest } };
}

/** What was not told of the candidate: a change that is none since the candidate. */
export function* besides(told: readonly Told[], more: Iterable<Told>): Generator<Told> {
  const known = new Set(told.flatMap(wordsOf));
  for (const one of more) {
    if (one.kind === "finding") yield* lessKnown(one, known);
    else if (one.kind === "not-verified" && !known.has(one.reason)) yield one;
  }
}

function* lessKnown(draft: Exclude<Told, Unverified | NotApplicable>, known: ReadonlySet<string>) {
  if (draft.key === "keysChanged") {
    const { data } = draft;
    const changes = data.changes.filter(({ key }) => !known.has(wordOfKey(data, key)));
    if (changes.length > 0) yield { ...draft, data: { ...data, changes } };
  } else {
    const { data } = draft;
    const changes = data.changes.filter((change) => !known.has(wordOfChange(data, change)));
    if (changes.length > 0) yield { ...draft, data: { ...data, changes } };
  }
}

function wordsOf(told: Told): readonly string[] {
  if (told.kind === "not-verified") return [told.reason];
  if (told.kind !== "finding") return [];
  if (told.key === "keysChanged")
    return told.data.changes.map(({ key }) => wordOfKey(told.data, key));
  const { data } = told;
  return data.changes.map((change) => wordOfChange(data, change));
}

function wordOfKey({ metrics }: Keys, key: string): string {
  return `key ${metrics} ${key}`;
}

function wordOfChange({ stage }: Measured, { what, name }: EvaluationChange): string {
  return `${what} ${stage} ${name}`;
}
