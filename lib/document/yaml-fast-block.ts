// Block scalars for the fast lane: `|`, `|-`, `>` and `>-` over plain paragraphs, as people write commands.

import type { ScalarNode } from "./node.ts";
import { advance, DOUBT, type LineCursor } from "./yaml-fast-line.ts";

const HEADER = /^([|>])(-?)(?: +#.*)?$/;

/** Whether a value is a block scalar. */
export function startsBlock(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === 124 || code === 62;
}

/** The scalar in the lines below, which stand deeper than `indent`. */
export function readBlockScalar(cursor: LineCursor, rest: string, indent: number): ScalarNode {
  const [, style, strip] = HEADER.exec(rest) ?? [];
  if (style === undefined) throw DOUBT;
  const { line } = cursor;
  const lines = takeLines(cursor, indent);
  if (style === ">" && lines.some(isNotPlainText)) throw DOUBT;
  const body = lines.join(style === "|" ? "\n" : " ");
  const end = cursor.next;
  advance(cursor);
  // Where the file ends without a line break, so does the scalar.
  const isCut = strip === "-" || cursor.text[end - 1] !== "\n";
  return { kind: "scalar", value: isCut ? body : `${body}\n`, line, source: null };
}

/** What a folded scalar does not join with one space. */
function isNotPlainText(text: string): boolean {
  return text === "" || text.startsWith(" ") || text.endsWith(" ");
}

/** The lines of the scalar without their indent; blank ones behind it are passed over. */
function takeLines(cursor: LineCursor, indent: number): readonly string[] {
  const lines: string[] = [];
  const { text, line } = cursor;
  let column = -1;
  let blank = 0;
  for (let raw = rawLine(text, cursor.next); raw !== null; raw = rawLine(text, raw.end + 1)) {
    if (raw.isBlank) {
      // Spaces alone can be text, and so can a blank line in front.
      if (raw.column > column) throw DOUBT;
      blank += 1;
      continue;
    }
    if (column === -1) column = raw.column;
    if (raw.column < column || column <= indent) break;
    for (; blank > 0; blank -= 1) lines.push("");
    lines.push(text.slice(raw.start + column, raw.end));
    cursor.next = raw.end + 1;
    cursor.line = line + lines.length;
  }
  if (lines.length === 0) throw DOUBT;
  return lines;
}

interface RawLine {
  readonly start: number;
  readonly end: number;
  /** Of the first character that is no space. */
  readonly column: number;
  readonly isBlank: boolean;
}

function rawLine(text: string, start: number): RawLine | null {
  if (start >= text.length) return null;
  const lineBreak = text.indexOf("\n", start);
  const end = lineBreak === -1 ? text.length : lineBreak;
  let first = start;
  while (first < end && text.charCodeAt(first) === 32) first += 1;
  return { start, end, column: first - start, isBlank: first === end };
}
