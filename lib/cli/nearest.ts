// Finds the name that was probably meant.

/** The Levenshtein distance: letters to insert, delete or replace. */
function distance(from: string, to: string): number {
  let last = [0, ...Array.from(to, (_, index) => index + 1)];
  for (const [row, letter] of Array.from(from).entries()) {
    const line = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (last[column] ?? 0) + (letter === other ? 0 : 1);
      const inserted = Math.min(last[column + 1] ?? 0, line[column] ?? 0) + 1;
      line.push(Math.min(replaced, inserted));
    }
    last = line;
  }
  return last.at(-1) ?? 0;
}

/** The name of the list that is nearest to the word; null where none is near enough to be meant. */
export function nearest(word: string, names: readonly string[]): string | null {
  const asked = word.toLowerCase().slice(0, 100);
  const [best] = names
    .map((name) => ({ name, steps: distance(asked, name.toLowerCase()) }))
    .toSorted((a, b) => a.steps - b.steps);
  if (best === undefined) return null;
  return best.steps <= Math.max(2, Math.floor(best.name.length * 0.4)) ? best.name : null;
}

/** `did you mean x?` or all that there is, as the hint of an error. */
export function meantHint(word: string, names: readonly string[]): string {
  const found = nearest(word, names);
  return found === null ? `There is: ${names.join(", ")}.` : `Did you mean ${found}?`;
}
