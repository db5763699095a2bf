// The hint of an error about a name that is not known.

import { nearestOf } from "../nearest.ts";

/** `Did you mean x?`, or all that there is. */
export function meantHint(word: string, names: readonly string[]): string {
  const found = nearestOf(word, names);
  return found === null ? `There is: ${names.join(", ")}.` : `Did you mean ${found}?`;
}
