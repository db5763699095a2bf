// Flow collections that begin and end on one line, for the fast lane: `[a, 1]`, `{cache: false}`.

import { isNewKey } from "./key.ts";
import { MAX_DEPTH } from "./limits.ts";
import type { MappingEntry, Node, ScalarNode } from "./node.ts";
import { DOUBT, trimSpaces } from "./yaml-fast-line.ts";
import { quotedAt } from "./yaml-fast-quoted.ts";
import { plainKey, plainValue } from "./yaml-fast-scalar.ts";
import { refuseRest } from "./yaml-fast-text.ts";

interface FlowCursor {
  readonly text: string;
  readonly line: number;
  at: number;
  depth: number;
}

/** Whether a value is a flow collection. */
export function startsFlow(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === 91 || code === 123;
}

/** The collection that is all of the text, but for a comment; `depth` is that of the block around it. */
export function readFlow(text: string, line: number, depth: number): Node {
  const cursor = { text, line, at: 0, depth };
  const node = readCollection(cursor);
  refuseRest(text, cursor.at);
  return node;
}

function readCollection(cursor: FlowCursor): Node {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH / 2) throw DOUBT;
  const isSequence = cursor.text[cursor.at] === "[";
  cursor.at += 1;
  const node = isSequence ? readItems(cursor) : readEntries(cursor);
  cursor.depth -= 1;
  return node;
}

function readItems(cursor: FlowCursor): Node {
  const items: Node[] = [];
  let more = !closes(cursor, "]");
  while (more) {
    items.push(readValue(cursor));
    more = goesOn(cursor, "]");
  }
  return { kind: "sequence", items, line: cursor.line };
}

function readEntries(cursor: FlowCursor): Node {
  const entries: MappingEntry[] = [];
  const seen = { set: null };
  let more = !closes(cursor, "}");
  while (more) {
    const key = readKey(cursor);
    if (!isNewKey(entries, key, seen)) throw DOUBT;
    entries.push({ key, value: readValue(cursor) });
    more = goesOn(cursor, "}");
  }
  return { kind: "mapping", entries, line: cursor.line };
}

function skipSpaces(cursor: FlowCursor): string {
  while (cursor.text.charCodeAt(cursor.at) === 32) cursor.at += 1;
  return cursor.text[cursor.at] ?? "";
}

function closes(cursor: FlowCursor, bracket: string): boolean {
  if (skipSpaces(cursor) !== bracket) return false;
  cursor.at += 1;
  return true;
}

/** Behind a value: a comma and more, or the end. */
function goesOn(cursor: FlowCursor, bracket: string): boolean {
  if (closes(cursor, bracket)) return false;
  if (cursor.text[cursor.at] !== ",") throw DOUBT;
  cursor.at += 1;
  return true;
}

function readValue(cursor: FlowCursor): Node {
  const first = skipSpaces(cursor);
  if (first === "[" || first === "{") return readCollection(cursor);
  if (first === "'" || first === '"') return readQuotedAt(cursor);
  return plainValue(trimSpaces(cut(cursor, /[^,[\]{}#]*/y)), cursor.line);
}

function readKey(cursor: FlowCursor): ScalarNode {
  const first = skipSpaces(cursor);
  const isQuoted = first === "'" || first === '"';
  const key = isQuoted
    ? readQuotedAt(cursor)
    : plainKey(cut(cursor, /[^,[\]{}#:'"]*/y), cursor.line);
  if (!cursor.text.startsWith(": ", cursor.at)) throw DOUBT;
  cursor.at += 2;
  return key;
}

function readQuotedAt(cursor: FlowCursor): ScalarNode {
  const { node, end } = quotedAt(cursor.text, cursor.at, cursor.line);
  cursor.at = end;
  return node;
}

function cut(cursor: FlowCursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const [text = ""] = pattern.exec(cursor.text) ?? [];
  cursor.at += text.length;
  return text;
}
