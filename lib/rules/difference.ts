// Two long texts in a message: cut so that what differs is still seen.

/** How much of what is equal stands before the difference. */
const BEFORE = 20;

/** Both with at most `longest` characters, from a little before the first difference. */
export function aroundDifference(
  left: string,
  right: string,
  longest: number,
): readonly [left: string, right: string] {
  const [one, other] = [Array.from(left), Array.from(right)];
  if (one.length <= longest && other.length <= longest) return [left, right];
  const first = firstDifference(one, other);
  const start = first < longest - BEFORE ? 0 : first - BEFORE;
  return [cut(one, start, longest), cut(other, start, longest)];
}

function firstDifference(left: readonly string[], right: readonly string[]): number {
  const index = left.findIndex((character, place) => character !== right[place]);
  return index === -1 ? left.length : index;
}

function cut(text: readonly string[], start: number, longest: number): string {
  const head = start > 0 ? "…" : "";
  const room = longest - head.length;
  if (text.length - start <= room) return head + text.slice(start).join("");
  return `${head}${text.slice(start, start + room - 1).join("")}…`;
}
