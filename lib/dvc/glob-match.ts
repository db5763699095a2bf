// Matching a name by a pattern of tokens, which the two dialects make: name-glob.ts and segment-glob.ts.

export type GlobRange = readonly [from: string, to: string];

export type GlobToken =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly GlobRange[] };

/** Whole names, in pattern times name at most. Goes back to the last star only: what an earlier one took need never change. */
export function matchTokens(tokens: readonly GlobToken[], name: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let afterStar = -1;
  let starAt = 0;
  while (at < name.length) {
    const current = tokens[token];
    if (current?.kind === "star") {
      token += 1;
      afterStar = token;
      starAt = at;
    } else if (current !== undefined && accepts(current, name[at] ?? "")) {
      token += 1;
      at += 1;
    } else if (afterStar === -1) {
      return false;
    } else {
      starAt += 1;
      token = afterStar;
      at = starAt;
    }
  }
  // No copy of the rest: a hostile pattern is long, and asked of many names.
  while (tokens[token]?.kind === "star") token += 1;
  return token === tokens.length;
}

function accepts(token: GlobToken, character: string): boolean {
  if (token.kind === "character") return token.character === character;
  if (token.kind !== "set") return true;
  const code = codeOf(character);
  const isMember = token.ranges.some(([from, to]) => codeOf(from) <= code && code <= codeOf(to));
  return isMember !== token.negated;
}

/** The code point of a character: what ranges compare. */
export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
