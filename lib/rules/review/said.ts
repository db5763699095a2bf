// What the review notes say of this release: what stood in those of the release before is not said again.

import type { ReviewFacts } from "../../evidence.ts";
import type { ReviewText } from "../../review-facts.ts";
import {
  keyWithout,
  withoutEarlier,
  type KeyOf,
  type ValueOptions,
} from "../../history/carried-over.ts";
import { statementsOf, TRAILER, type Statement } from "../../history/note-prose.ts";
import { blocking, noted, type Unverified } from "../../rule.ts";
import { listed } from "../wording.ts";

/** A note as far as it is new. */
export interface Said {
  readonly from: string;
  readonly statements: readonly Statement[];
  /** Without the title of a tag's message, which says as little as the tag's name. */
  readonly body: readonly Statement[];
  /** How much of it the release before had. */
  readonly carried: "none" | "some" | "all";
  /** False where a note of the release before could not be read: this one may repeat it. */
  readonly isSure: boolean;
}

/**
 * @param metrics names whose values a note may repeat anew without saying anything else
 * @param options what is known of them
 */
export function saidIn(
  { texts, earlier }: ReviewFacts,
  metrics: readonly string[] = [],
  options: ValueOptions = {},
): readonly Said[] {
  const notes = earlier.texts.map(({ text }) => statementsOf(text));
  const before = { notes, keyOf: keyWithout(metrics, options) };
  return texts.map((text) =>
    isFile(text)
      ? { ...inFile(text, before), isSure: earlier.unread.length === 0 }
      : { ...inMessage(text, before), isSure: true },
  );
}

/** The same notes, whatever stood in those before. */
export function allIn({ texts }: ReviewFacts): readonly Said[] {
  const nothing = { notes: [], keyOf: keyWithout([]) };
  return texts.map((text) => ({ ...inMessage(text, nothing), isSure: true }));
}

interface Before {
  readonly notes: readonly (readonly Statement[])[];
  readonly keyOf: KeyOf;
}

function isFile({ kind }: ReviewText): boolean {
  return kind === "bundle" || kind === "file";
}

/** What lies in the tree stays there by itself: each of its statements must be new. */
function inFile({ from, text }: ReviewText, { notes, keyOf }: Before): Omit<Said, "isSure"> {
  const all = statementsOf(text);
  const statements = withoutEarlier(all, notes, keyOf);
  const isPart = statements.length > 0 ? "some" : "all";
  const carried = statements.length === all.length ? "none" : isPart;
  return { from, statements, body: statements, carried };
}

/**
 * A message is written for its tag, and may say again what was said before; only one that says
 * nothing else is a copy. Its title and its trailers are of this tag all the same.
 */
function inMessage(
  { kind, from, text }: ReviewText,
  { notes, keyOf }: Before,
): Omit<Said, "isSure"> {
  const all = statementsOf(text);
  const body = kind === "tag" ? statementsOf(belowTitle(text)) : all;
  const prose = body.filter((statement) => !isTrailer(statement));
  // What stood in a note below a heading may stand in a message without it.
  const keyOfText = ({ text: words }: Statement) => keyOf({ text: words, heading: "", intro: "" });
  const known = new Set(notes.flat().map(keyOfText));
  const isCopy = prose.length > 0 && prose.every((statement) => known.has(keyOfText(statement)));
  if (!isCopy) return { from, statements: all, body, carried: "none" };
  const statements = all.filter(
    (statement) => isTrailer(statement) || !known.has(keyOfText(statement)),
  );
  return { from, statements, body: body.filter(isTrailer), carried: "all" };
}

function isTrailer({ text }: Statement): boolean {
  return TRAILER.test(text);
}

function belowTitle(message: string): string {
  return message.slice(Math.max(message.indexOf("\n"), 0) || message.length);
}

/** Whether the notes tell it. Where only one does that may repeat the note before it, that is a gap. */
export function* areTelling(
  said: readonly Said[],
  review: ReviewFacts,
  tell: (said: readonly Said[]) => boolean,
): Generator<Unverified, boolean> {
  if (!tell(said)) return false;
  if (!tell(said.filter(({ isSure }) => isSure))) yield* doubtsOf(review);
  return true;
}

function* doubtsOf({ earlier, texts }: ReviewFacts): Generator<Unverified> {
  const files = texts.filter(isFile).map(({ from }) => from);
  const before = earlier.release?.name ?? "the release before";
  for (const { reason, blocking: isBlocking } of earlier.unread) {
    const text = `${listed(files)} may only repeat what it said in ${before}: ${reason}`;
    yield isBlocking ? blocking(text) : noted(text);
  }
}

/** Who reads such a note finds the name in it: why that does not count. With a leading space, or nothing. */
export function carriedText(carried: readonly Carried[], before: string): string {
  if (carried.length === 0) return "";
  const words = carried.map(({ from, isWhole }) =>
    isWhole
      ? `${from} is still that of ${before}`
      : `what ${from} says of it stood in ${before} already`,
  );
  return ` (${listed(words)})`;
}

export interface Carried {
  readonly from: string;
  readonly isWhole: boolean;
}

/** The notes that do not count, or not all of them; of the latter those that told it then. */
export function carriedIn(
  review: ReviewFacts,
  said: readonly Said[],
  tells: (said: readonly Said[]) => boolean,
): readonly Carried[] {
  const all = allIn(review);
  return said.flatMap(({ from, carried }, index) => {
    if (carried === "none") return [];
    const isWhole = carried === "all";
    return isWhole || tells(all.slice(index, index + 1)) ? [{ from, isWhole }] : [];
  });
}
