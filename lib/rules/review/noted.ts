// What the review notes of a release name, and which metrics files of two releases belong together.

import type { BundleFacts } from "../../evidence.ts";
import { doesName } from "../../history/review-text.ts";
import type { Role } from "../../policy.ts";
import { blocking, noted, type Unverified, type View } from "../../rule.ts";
import { closedParts, isClosed } from "../bundle/recorded.ts";
import { listed } from "../wording.ts";
import type { Said } from "./said.ts";
import type { MetricsFile } from "./side.ts";

export type Seen = View<"baseline" | "review" | "pipelines"> & {
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

/**
 * What is missing in the notes is not known where one of them could not be read, or may lie where nobody can look.
 * @param told what a note would have to tell, as a clause
 */
export function* unlessUnknown<Observation>(
  view: Seen,
  told: string,
  observation: Observation,
): Generator<Observation | Unverified> {
  const { unread } = view.review;
  const hidden = hiddenNote(view);
  if (unread.length > 0) yield blocking(listed(unread));
  else yield hidden === null ? observation : noted(`${told}; ${hidden}`);
}

/**
 * Where the bundle's files of a role may be, and nobody can look: a directory of which only the hash is at hand.
 * Null where one of the role is seen.
 */
export function closedPlaceOf(
  role: Role,
  { bundle, ...view }: View<"pipelines"> & { readonly bundle: BundleFacts | null },
): string | null {
  if (bundle === null || bundle.files.some((file) => file.role === role)) return null;
  const seen = { ...view, bundle };
  if (isClosed(seen)) return bundle.path;
  return closedParts(seen).find((part) => part.role === role)?.path ?? null;
}

/** That a note which nobody can read may tell it: a clause; null where there is no such note. */
export function hiddenNote(view: Seen): string | null {
  const place = closedPlaceOf("review", { ...view, bundle: view.review.bundle });
  return place === null
    ? null
    : `whether a review note says so is not known: of ${place} only the directory's hash is at hand`;
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
