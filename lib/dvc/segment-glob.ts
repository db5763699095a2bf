// One segment of a gitignore pattern, matched in time that grows with pattern times name at most:
// the patterns come from the audited commit, and a regular expression could be made to hang.

import {
  codeOf,
  matchTokens,
  type GlobRange as Range,
  type GlobToken as Token,
} from "./glob-match.ts";

/** No file system has a file of a longer name (NAME_MAX): DVC never sees one. */
const LONGEST_NAME = 255;

export type SegmentGlob = (name: string) => boolean;

/** A matcher of whole names; null where the pattern is broken, which DVC and git drop or refuse. */
export function compileSegment(pattern: string): SegmentGlob | null {
  if (!/[\\*?[]/.test(pattern)) return (name) => name === pattern;
  if (pattern === "*") return (name) => name !== "";
  const tokens = readTokens(Array.from(pattern));
  if (tokens === null) return null;
  return (name) => name.length <= LONGEST_NAME && matchTokens(tokens, Array.from(name));
}

function readTokens(characters: readonly string[]): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < characters.length) {
    const [token, next] = readToken(characters, at);
    if (token === null) return null;
    tokens.push(token);
    at = next;
  }
  return tokens;
}

function readToken(
  characters: readonly string[],
  at: number,
): readonly [token: Token | null, next: number] {
  const character = characters[at] ?? "";
  if (character === "*") return [{ kind: "star" }, at + 1];
  if (character === "?") return [{ kind: "any" }, at + 1];
  if (character === "[") return readSet(characters, at + 1);
  if (character !== "\\") return [{ kind: "character", character }, at + 1];
  const escaped = characters[at + 1];
  return [escaped === undefined ? null : { kind: "character", character: escaped }, at + 2];
}

/** `[...]`: a `]` in front is a member, and a backslash is one anywhere, as for pathspec. */
function readSet(
  characters: readonly string[],
  start: number,
): readonly [token: Token | null, next: number] {
  const negated = characters[start] === "!" || characters[start] === "^";
  const first = negated ? start + 1 : start;
  const end = characters.indexOf("]", first + 1);
  if (end === -1) return [null, characters.length];
  const ranges = readRanges(characters.slice(first, end));
  return [ranges === null ? null : { kind: "set", negated, ranges }, end + 1];
}

function readRanges(members: readonly string[]): readonly Range[] | null {
  const ranges: Range[] = [];
  let at = 0;
  while (at < members.length) {
    const from = members[at] ?? "";
    const to = members[at + 1] === "-" ? members[at + 2] : undefined;
    if (to !== undefined && codeOf(from) > codeOf(to)) return null;
    ranges.push([from, to ?? from]);
    at += to === undefined ? 1 : 3;
  }
  return ranges;
}
