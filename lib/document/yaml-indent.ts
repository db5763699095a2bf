// What goes on further left than YAML 1.2 wants it, inside of quotes and brackets: DVC's reader does not look at columns there.

import type { YAMLError } from "yaml";

/** Each line is found by composing the document anew: done for what people write by hand, and no longer than this. */
const MOST_LINES = 32;
const MOST_TEXT = 1 << 16;

type Lines = (offset: number) => number;

/**
 * Gives texts that mean the same, each with one line more moved to the right, as `error` tells which; null
 * where the error has another reason, or where it would take too long. For one document: it counts.
 */
export function openIndenting(): (text: string, error: YAMLError, lineOf: Lines) => string | null {
  const moved = new Set<number>();
  let column = 0;
  let left = MOST_TEXT;
  return (text, error, lineOf) => {
    left -= text.length;
    if (left < 0 || moved.size === MOST_LINES) return null;
    const lines = text.split("\n");
    const line = shallowLine(lines, error, lineOf);
    if (line === null || moved.has(line)) return null;
    // Right of whatever the value can stand in: that begins on a line which is not moved.
    if (moved.size === 0) column = Math.max(...lines.slice(0, line).map(({ length }) => length));
    moved.add(line);
    lines[line] = `${" ".repeat(column)}${lines[line] ?? ""}`;
    return lines.join("\n");
  };
}

/** A separator of documents ends them, also in quotes (ruamel.yaml, `scan_flow_scalar_breaks`). */
const SEPARATOR = /^(?:---|\.\.\.)(?:\s|$)/;

/** The index of the line that stands too far left, or null where that is not what the error says. */
function shallowLine(
  lines: readonly string[],
  { code, message, pos }: YAMLError,
  lineOf: Lines,
): number | null {
  const at = lineOf(pos[0]) - 1;
  const isQuote = code === "MISSING_CHAR" && message.includes("quote");
  const isFlow = code === "BAD_INDENT" && message.startsWith("Flow ");
  if (!isQuote && !isFlow) return null;
  const found = isQuote ? lines.findIndex((line, n) => n > at && line.trim() !== "") : at;
  return found < 1 || SEPARATOR.test(lines[found] ?? "") ? null : found;
}
