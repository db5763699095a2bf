// The final release before a final one, where candidates lie between the two.

import type { Available, Kinship, Released } from "../evidence.ts";
import { isPreRelease } from "../naming/version.ts";
import type { Below } from "./ancestor.ts";
import { highestOf, versionOf, type Line } from "./line.ts";

export type Related = Released & { readonly kinship: Kinship };

/** The final release before, as those who never took a candidate have it. */
export interface LastFinal {
  /** Null where there is none; unavailable where nobody can tell. */
  readonly found: Available<Related | null>;
  /** Between the two, the lowest first. */
  readonly candidates: readonly Released[];
}

/** Null where the release is no final, or does not follow a candidate. */
export async function lastFinal(
  line: Line,
  asked: Released,
  nearest: Related,
  finalsBelow: (commit: string) => Promise<Below>,
): Promise<LastFinal | null> {
  const own = asked.release.naming.version ?? highestVersion(line.at(asked.commit));
  if (own === null || isPreRelease(own) || isFinal(nearest)) return null;
  const { highest, gap } = await finalsBelow(asked.commit);
  if (gap !== null) return { found: unavailable(gap), candidates: [] };
  const lower = line.below(own).filter(({ release }) => release.name !== asked.release.name);
  const last: Related | null =
    highest === null ? beside(lower) : { ...highest, kinship: "ancestor" };
  const from = last === null ? 0 : line.below(versionOf(last)).length;
  return {
    found: { state: "present", value: last },
    candidates: lower.slice(from).filter((other) => !isFinal(other)),
  };
}

function highestVersion(releases: readonly Released[]): string | null {
  const highest = highestOf(releases);
  return highest === null ? null : versionOf(highest);
}

/** Whoever takes the final had that one, wherever it was made. */
function beside(lower: readonly Released[]): Related | null {
  const last = lower.findLast(isFinal);
  return last === undefined ? null : { ...last, kinship: "unrelated" };
}

export function isFinal(released: Released): boolean {
  return !isPreRelease(versionOf(released));
}

/** A gap of everything that is compared with what was released before. */
export function unavailable(reason: string): Available<never> {
  return {
    state: "unavailable",
    reason: `what was released before is not known: ${reason}`,
    blocking: true,
  };
}
