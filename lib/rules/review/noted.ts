// What the review notes of a release name, and which metrics files of two releases belong together.

import type { BundleFacts, BundleFile } from "../../evidence.ts";
import { doesName } from "../../history/review-text.ts";
import { remembered } from "../../remembered.ts";
import { blocking, type Unverified, type View } from "../../rule.ts";
import { listed } from "../wording.ts";
import type { MetricsFile } from "./side.ts";

export type Seen = View<"baseline" | "review">;

/** Names that are looked for in the notes; a release where more changed has changed altogether. */
export const MOST_NAMES = 500;

/** Whether some note names it; `besides` are names that make no sentence with it. */
export function isNamed(name: string, besides: readonly string[], seen: Seen): boolean {
  const others = besides.filter((other) => other !== name);
  const old = oldNotes(seen);
  return seen.review.texts.some(
    ({ from, text }) => !old.includes(from) && doesName(text, name, others),
  );
}

/**
 * Review notes of the bundle that the baseline had word for word: they tell nothing of what came after it.
 * Looked for once, as every key and file of the metrics asks.
 */
export const oldNotes: (seen: Seen) => readonly string[] = remembered(findOldNotes);

function findOldNotes({ review, baseline: { nearest } }: Seen): readonly string[] {
  const bundle = nearest?.evidence.bundle;
  if (bundle?.state !== "present") return [];
  const before = new Set(notesIn(bundle.value).flatMap(idsOf));
  return notesIn(review.bundle).flatMap((file) =>
    idsOf(file).some((id) => before.has(id)) ? [file.path] : [],
  );
}

function notesIn(bundle: BundleFacts | null): readonly BundleFile[] {
  return bundle?.files.filter(({ role }) => role === "review") ?? [];
}

/** What git and DVC call its content: one of them may not know it. */
function idsOf({ entry, content }: BundleFile): readonly string[] {
  const md5 = content.kind === "unverifiable" ? [] : [content.md5];
  return entry === null ? md5 : [entry.oid, ...md5];
}

/** Whether each is named; not where there is none. */
export function areNamed(
  names: readonly string[],
  besides: readonly string[],
  seen: Seen,
): boolean {
  if (names.length === 0 || names.length > MOST_NAMES) return false;
  return names.every((name) => isNamed(name, besides, seen));
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
