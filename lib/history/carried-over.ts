// What a review note says anew: statements that the note before it does not have.

import { wide } from "../wide-pattern.ts";
import type { Statement } from "./note-prose.ts";

/** A title that only counts on is the same title: `Review of v1.1.0`. */
const NUMBER = wide(String.raw`v?\d[\p{L}\p{N}.+-]*`, "giu");

/**
 * The statements that none of the earlier notes has. Where one stands more often than before, as in
 * a section of its own, what is more is new.
 */
export function withoutEarlier(
  statements: readonly Statement[],
  earlier: readonly (readonly Statement[])[],
): readonly Statement[] {
  const left = mostOf(earlier.map(countsOf));
  return statements.filter((statement) => {
    const key = keyOf(statement);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

/** A name in a list says another thing below another heading. */
function keyOf({ text, heading, intro }: Statement): string {
  return [text, withoutNumbers(heading), withoutNumbers(intro)].join("\n");
}

function withoutNumbers(title: string): string {
  return title.replaceAll(NUMBER(title), "#");
}

function countsOf(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const statement of statements) {
    const key = keyOf(statement);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** One sentence in two notes is one sentence. */
function mostOf(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const counts of all) {
    for (const [key, count] of counts) most.set(key, Math.max(count, most.get(key) ?? 0));
  }
  return most;
}
