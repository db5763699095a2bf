// Quoted scalars for the fast lane, on one line or folded over several, with the escapes that DVC writes.

import type { ScalarNode } from "./node.ts";
import { advance, DOUBT, type LineCursor } from "./yaml-fast-line.ts";
import { refuseRest } from "./yaml-fast-text.ts";

/** The scalar whose quote stands at an offset, and the offset behind its other quote. */
export function quotedAt(
  text: string,
  start: number,
  line: number,
): { readonly node: ScalarNode; readonly end: number } {
  const quote = text[start] ?? "";
  const close = closing(text, start + 1, quote);
  if (close === -1) throw DOUBT;
  return { node: quoted(text.slice(start + 1, close), quote, line), end: close + 1 };
}

/** A quoted value that begins the text; what it goes on with stands deeper than `indent`. */
export function readQuoted(cursor: LineCursor, rest: string, indent: number): ScalarNode {
  const { line } = cursor;
  const quote = rest[0] ?? "";
  let body = "";
  let part = rest.slice(1);
  let close = closing(part, 0, quote);
  while (close === -1) {
    body += folded(cursor, part, quote);
    part = nextLine(cursor, indent);
    close = closing(part, 0, quote);
  }
  refuseRest(part, close + 1);
  advance(cursor);
  return quoted(body + part.slice(0, close), quote, line);
}

/** A line's text as it goes on in the next one: with a space between, unless a backslash takes it. */
function folded({ text, next }: LineCursor, part: string, quote: string): string {
  if (quote === "'" || !endsWithBackslash(part)) return `${part} `;
  // A space behind the backslash is what it escapes.
  if (text[next - 1] === "\n" && text[next - 2] !== "\\") throw DOUBT;
  return part.slice(0, -1);
}

function endsWithBackslash(text: string): boolean {
  let count = 0;
  while (text[text.length - 1 - count] === "\\") count += 1;
  return count % 2 === 1;
}

/** Blank lines, and what looks like a comment, are `yaml`'s to judge. */
function nextLine(cursor: LineCursor, indent: number): string {
  const { line } = cursor;
  advance(cursor);
  if (cursor.done || cursor.line !== line + 1 || cursor.indent <= indent) throw DOUBT;
  return cursor.content;
}

/** The offset of the closing quote from a start on, or -1. */
function closing(text: string, start: number, quote: string): number {
  let end = text.indexOf(quote, start);
  if (quote === "'") {
    while (end !== -1 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
  } else {
    while (end !== -1 && endsWithBackslash(text.slice(start, end)))
      end = text.indexOf('"', end + 1);
  }
  return end;
}

function quoted(body: string, quote: string, line: number): ScalarNode {
  const value = quote === "'" ? body.replaceAll("''", "'") : unescaped(body);
  return { kind: "scalar", value, line, source: null };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  [" ", " "],
]);

function unescaped(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replaceAll(/\\(.?)/gs, (_, character: string) => {
    const meant = ESCAPES.get(character);
    if (meant === undefined) throw DOUBT;
    return meant;
  });
}
