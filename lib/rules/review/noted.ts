// What the review notes of a release name, and which metrics files of two releases belong together.

import { doesName } from "../../history/review-text.ts";
import { blocking, type Unverified, type View } from "../../rule.ts";
import { listed } from "../wording.ts";
import type { Said } from "./said.ts";
import type { MetricsFile } from "./side.ts";

export type Seen = View<"baseline" | "review"> & {
  /** What the notes say anew, read when it is asked for. */
  readonly said: () => readonly Said[];
};

/** Names that are looked for in the notes; a release where more changed has changed altogether. */
export const MOST_NAMES = 500;

/** Whether some note names it; `besides` are names that make no sentence with it. */
export function isNamed(name: string, besides: readonly string[], said: readonly Said[]): boolean {
  const others = besides.filter((other) => other !== name);
  return said.some(({ statements }) => doesName(statements, name, others));
}

/** Whether each is named; not where there is none. */
export function areNamed(
  names: readonly string[],
  besides: readonly string[],
  said: readonly Said[],
): boolean {
  if (names.length === 0 || names.length > MOST_NAMES) return false;
  return names.every((name) => isNamed(name, besides, said));
}

/** What is missing in the notes is not known where one of them could not be read. */
export function* unlessUnread<Observation>(
  { review }: Seen,
  observation: Observation,
): Generator<Observation | Unverified> {
  yield review.unread.length > 0 ? blocking(listed(review.unread)) : observation;
}

export interface MetricsOfBoth {
  readonly old: readonly MetricsFile[];
  readonly now: readonly MetricsFile[];
}

/** Files of one name, or the only ones. */
export function pairsOf({
  old,
  now,
}: MetricsOfBoth): readonly { readonly before: MetricsFile; readonly after: MetricsFile }[] {
  return old.flatMap((before) => {
    const same = now.find(({ name }) => name === before.name);
    const only = old.length === 1 && now.length === 1 ? now[0] : undefined;
    const after = same ?? only;
    return after === undefined ? [] : [{ before, after }];
  });
}
