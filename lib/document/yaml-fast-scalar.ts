// Keys and plain scalars, for the fast lane.

import type { ScalarNode } from "./node.ts";
import { resolvePlain } from "./scalar.ts";
import { advance, DOUBT, trimSpaces, type LineCursor } from "./yaml-fast-line.ts";
import { quotedAt } from "./yaml-fast-quoted.ts";
import { textAfter } from "./yaml-fast-text.ts";

// Starts of plain text that cannot be an indicator; a value may also start with these and a minus.
const KEY_STARTS = asciiSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./");
const VALUE_STARTS = asciiSet("\\$+~(^;<=");

function asciiSet(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** Beyond ASCII all starts are plain but for the no-break space and the byte order mark, which nobody means. */
function startsKey(code: number): boolean {
  return code < 128 ? KEY_STARTS[code] === 1 : code > 0xa0 && code !== 0xfeff;
}

function startsValue(text: string): boolean {
  const code = text.charCodeAt(0);
  if (startsKey(code) || VALUE_STARTS[code] === 1) return true;
  if (code !== 45 || text.length === 1) return false;
  const next = text.charCodeAt(1);
  return next !== 32 && next !== 45;
}

/** YAML ends an implicit key after 1,024 characters. */
const MAX_KEY = 1000;

export interface FastEntry {
  readonly key: ScalarNode;
  /** What follows the colon, without spaces around it and without a comment that is all there is. */
  readonly rest: string;
}

/** A line's `key: rest`, or undefined where it has no key. */
export function splitEntry(content: string, line: number): FastEntry | undefined {
  const first = content[0];
  if (first === "'" || first === '"') return splitQuotedEntry(content, line);
  const colon = findColon(content);
  if (colon === -1) return undefined;
  return { key: plainKey(content.slice(0, colon), line), rest: textAfter(content, colon + 1) };
}

function splitQuotedEntry(content: string, line: number): FastEntry | undefined {
  const { node, end } = quotedAt(content, 0, line);
  if (content[end] !== ":") return undefined;
  const follows = content[end + 1];
  if (end > MAX_KEY || (follows !== undefined && follows !== " ")) throw DOUBT;
  return { key: node, rest: textAfter(content, end + 1) };
}

/** Whether a line may have a key: then it is a mapping, or in doubt. */
export function hasKey(content: string): boolean {
  return findColon(content) !== -1;
}

/** The first colon that a space or the end of the line follows. */
function findColon(content: string): number {
  let colon = content.indexOf(":");
  while (colon !== -1) {
    const next = content[colon + 1];
    if (next === undefined || next === " ") return colon;
    colon = content.indexOf(":", colon + 1);
  }
  return -1;
}

function isOddPlain(name: string): boolean {
  return name.endsWith(" ") || name.includes(" #") || name.startsWith("...");
}

/** A plain key without its colon. */
export function plainKey(name: string, line: number): ScalarNode {
  if (!startsKey(name.charCodeAt(0)) || name.length > MAX_KEY || isOddPlain(name)) throw DOUBT;
  return plainScalar(name, line);
}

/** A plain value without a comment behind it. */
export function plainValue(text: string, line: number): ScalarNode {
  if (!startsValue(text) || findColon(text) !== -1) throw DOUBT;
  return plainScalar(text, line);
}

/** A plain value, and the lines deeper than `indent` that it goes on in. */
export function readPlain(cursor: LineCursor, rest: string, indent: number): ScalarNode {
  const { line } = cursor;
  const comment = rest.indexOf(" #");
  advance(cursor);
  // A comment ends the scalar: whatever is deeper below it is refused by the mapping around.
  if (comment !== -1) return plainValue(trimSpaces(rest.slice(0, comment)), line);
  if (cursor.done || cursor.indent <= indent) return plainValue(rest, line);
  return plainValue(`${rest} ${continued(cursor, line, indent)}`, line);
}

/** Further lines of a plain scalar; a blank line between them, or a comment, is `yaml`'s to judge. */
function continued(cursor: LineCursor, first: number, indent: number): string {
  const lines: string[] = [];
  while (!cursor.done && cursor.indent > indent) {
    const { content, line } = cursor;
    if (line !== first + lines.length + 1 || content.includes(" #")) throw DOUBT;
    // A colon that a space would follow in the joined text is one that ends its line here.
    if (hasKey(content)) throw DOUBT;
    lines.push(content);
    advance(cursor);
  }
  return lines.join(" ");
}

function plainScalar(text: string, line: number): ScalarNode {
  const value = resolvePlain(text);
  if (value === undefined) throw DOUBT;
  return { kind: "scalar", value, line, source: text };
}
