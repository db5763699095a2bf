// The known word that a misspelt one is nearest to.

/** Longer words are nobody's slip of the finger, and the distance is quadratic. */
const LONGEST = 64;

/**
 * The known word within a third of the letters (at least two) of `word`; else one that it begins
 * (`warn`, `warning`) or ends (`signed`, `tag/signed`); null where none is near.
 */
export function nearestOf(word: string, known: readonly string[]): string | null {
  if (word.length === 0 || word.length > LONGEST) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = distanceTo(wanted, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best ?? known.find((candidate) => isPart(wanted, candidate.toLowerCase())) ?? null;
}

function isPart(part: string, whole: string): boolean {
  return whole.endsWith(`/${part}`) || (whole.startsWith(part) && whole.length <= part.length * 2);
}

/** Never the whole of the shorter word: two letters apart says nothing of a word of two letters. */
function distanceTo(left: string, right: string): number {
  const distance = editDistance(left, right);
  return distance < Math.min(left.length, right.length) ? distance : Infinity;
}

/** Edits between two words; neighbours that changed places are one (Damerau, optimal alignment). */
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, at(before, column - 2) + 1);
      current.push(cost);
    }
    [before, above] = [above, current];
  }
  return at(above, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
