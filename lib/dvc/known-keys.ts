// Words for keys: the spelling that can be shown, and the known key that was probably meant.

import type { ScalarNode } from "../document/node.ts";

const LONGEST = 80;

/** What needs no escape: nearly every name and path. */
const PLAIN = /^[\w./@ -]*$/;

/** Controls, line separators and bidirectional marks, which `JSON.stringify` leaves as they are. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text of the document in double quotes, on one line and not too long. */
export function quoted(text: string): string {
  if (text.length <= LONGEST && PLAIN.test(text)) return `"${text}"`;
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(short).replace(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A key as it can be shown: a string in quotes, else as it is spelled. */
export function printableKey(key: ScalarNode): string {
  if (typeof key.value === "string") return quoted(key.value);
  if (key.source !== null) return quoted(key.source).slice(1, -1);
  return typeof key.value === "object" ? "null" : String(key.value);
}

export function unknownKeyText(key: ScalarNode, known: ReadonlySet<string>): string {
  const nearest = typeof key.value === "string" ? nearestKey(key.value, known) : null;
  const hint = nearest === null ? "" : ` (did you mean "${nearest}"?)`;
  return `DVC knows no key ${printableKey(key)} here${hint}`;
}

/** The known key that is at most a third of its letters away; null where none is. */
export function nearestKey(word: string, known: Iterable<string>): string | null {
  const asked = word.slice(0, LONGEST).toLowerCase();
  let best: { readonly key: string; readonly steps: number } | null = null;
  for (const key of known) {
    const steps = editsBetween(asked, key);
    const near = steps < key.length && steps <= Math.max(1, Math.floor(key.length / 3));
    if (near && (best === null || steps < best.steps)) best = { key, steps };
  }
  return best?.key ?? null;
}

/** The Levenshtein distance: letters to insert, delete or replace. */
function editsBetween(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (last[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const shifted = Math.min(last[column] ?? 0, line[column - 1] ?? 0) + 1;
      line.push(Math.min(replaced, shifted));
    }
    last = line;
  }
  return last.at(-1) ?? 0;
}
