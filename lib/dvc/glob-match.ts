// Matching by a pattern of parts: a name by tokens (name-glob.ts, segment-glob.ts), a path by segments (path-glob.ts).

export type GlobRange = readonly [from: string, to: string];

export type GlobToken =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly GlobRange[] };

/** Whole names, in pattern times name at most. */
export function matchTokens(tokens: readonly GlobToken[], name: readonly string[]): boolean {
  return matchSequence(tokens, name, { isStar, accepts });
}

interface Matching<Part, Item> {
  /** A part that stands for any number of items, none too. */
  readonly isStar: (part: Part) => boolean;
  readonly accepts: (part: Part, item: Item) => boolean;
}

/**
 * Whether all parts stand for all items, in their order. A regular expression could be made to hang: this takes parts
 * times items at most, for it goes back to the last star only. What an earlier one took need never change.
 */
export function matchSequence<Part, Item>(
  parts: readonly Part[],
  items: readonly Item[],
  matching: Matching<Part, Item>,
): boolean {
  let part = 0;
  let at = 0;
  let afterStar = -1;
  let starAt = 0;
  const isStarAt = (index: number): boolean => {
    const current = parts[index];
    return current !== undefined && matching.isStar(current);
  };
  while (at < items.length) {
    if (isStarAt(part)) {
      part += 1;
      afterStar = part;
      starAt = at;
    } else if (stands(parts[part], items[at], matching)) {
      part += 1;
      at += 1;
    } else if (afterStar === -1) {
      return false;
    } else {
      starAt += 1;
      part = afterStar;
      at = starAt;
    }
  }
  // No copy of the rest: a hostile pattern is long, and asked of many names.
  while (isStarAt(part)) part += 1;
  return part === parts.length;
}

function stands<Part, Item>(
  part: Part | undefined,
  item: Item | undefined,
  { accepts: isAccepted }: Matching<Part, Item>,
): boolean {
  return part !== undefined && item !== undefined && isAccepted(part, item);
}

function isStar({ kind }: GlobToken): boolean {
  return kind === "star";
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
