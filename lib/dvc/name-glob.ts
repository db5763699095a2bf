// Python's `fnmatch` on one name, matched in time that grows with pattern times name at most. It is
// not git's dialect (segment-glob.ts): a backslash is a character, and so is a `[` never closed.

import { matchTokens, type GlobRange as Range, type GlobToken as Token } from "./glob-match.ts";

/** Nobody names a param by a longer pattern; a hostile one would be costly against long names. */
export const LONGEST_GLOB = 256;

export type NameGlob = (name: string) => boolean;

/** Whether the text means more than itself. */
export function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** A matcher of whole names, case and all (`fnmatch.fnmatchcase`). */
export function compileNameGlob(pattern: string): NameGlob {
  const tokens = readTokens(Array.from(pattern));
  return (name) => matchTokens(tokens, Array.from(name));
}

function readTokens(characters: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < characters.length) {
    const [token, next] = readToken(characters, at);
    if (token.kind !== "star" || tokens.at(-1)?.kind !== "star") tokens.push(token);
    at = next;
  }
  return tokens;
}

function readToken(
  characters: readonly string[],
  at: number,
): readonly [token: Token, next: number] {
  const character = characters[at] ?? "";
  if (character === "*") return [{ kind: "star" }, at + 1];
  if (character === "?") return [{ kind: "any" }, at + 1];
  const set = character === "[" ? readSet(characters, at + 1) : null;
  return set ?? [{ kind: "character", character }, at + 1];
}

/** `[…]`, where a `]` in front is a member; null where none closes it. */
function readSet(
  characters: readonly string[],
  start: number,
): readonly [token: Token, next: number] | null {
  const negated = characters[start] === "!";
  const first = negated ? start + 1 : start;
  const end = characters.indexOf("]", first + 1);
  if (end === -1) return null;
  return [{ kind: "set", negated, ranges: readRanges(characters.slice(first, end)) }, end + 1];
}

/** A range that runs backwards holds nothing. */
function readRanges(members: readonly string[]): readonly Range[] {
  const ranges: Range[] = [];
  let at = 0;
  while (at < members.length) {
    const from = members[at] ?? "";
    const to = members[at + 1] === "-" ? members[at + 2] : undefined;
    ranges.push([from, to ?? from]);
    at += to === undefined ? 1 : 3;
  }
  return ranges;
}
