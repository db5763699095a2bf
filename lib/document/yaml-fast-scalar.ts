// Keys and scalars that stand on one line, for the fast lane.

import type { ScalarNode } from "./node.ts";
import { resolvePlain } from "./scalar.ts";
import { DOUBT, trimSpaces } from "./yaml-fast-line.ts";

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
  const name = content.slice(0, colon);
  if (!startsKey(name.charCodeAt(0)) || colon > MAX_KEY || isOddPlain(name)) throw DOUBT;
  return { key: plainScalar(name, line), rest: textAfter(content, colon + 1) };
}

function splitQuotedEntry(content: string, line: number): FastEntry | undefined {
  const end = closingQuote(content);
  const after = content[end + 1];
  if (after !== ":") return undefined;
  const follows = content[end + 2];
  if (end > MAX_KEY || (follows !== undefined && follows !== " ")) throw DOUBT;
  const key = quotedScalar(content.slice(0, end + 1), line);
  return { key, rest: textAfter(content, end + 2) };
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

/** Text behind an indicator: without spaces in front, nothing where only a comment stands. */
export function textAfter(text: string, end: number): string {
  let start = end;
  while (text.charCodeAt(start) === 32) start += 1;
  return text.charCodeAt(start) === 35 && start > end ? "" : text.slice(start);
}

/** A scalar that ends on its line, with or without a comment behind it. */
export function readScalar(rest: string, line: number): ScalarNode {
  const first = rest[0];
  if (first === "'" || first === '"') {
    const end = closingQuote(rest);
    refuseRest(rest, end + 1);
    return quotedScalar(rest.slice(0, end + 1), line);
  }
  const comment = rest.indexOf(" #");
  const text = comment === -1 ? rest : trimSpaces(rest.slice(0, comment));
  if (!startsValue(text) || findColon(text) !== -1) throw DOUBT;
  return plainScalar(text, line);
}

/** Only a comment may stand behind a value that ends by itself. */
export function refuseRest(text: string, end: number): void {
  if (end < text.length && textAfter(text, end) !== "") throw DOUBT;
}

function plainScalar(text: string, line: number): ScalarNode {
  const value = resolvePlain(text);
  if (value === undefined) throw DOUBT;
  return { kind: "scalar", value, line, source: text };
}

/** The end of a quoted scalar without escapes; a doubled single quote is no end. */
function closingQuote(text: string): number {
  const end = text.startsWith("'") ? closingApostrophe(text) : text.indexOf('"', 1);
  if (end === -1) throw DOUBT;
  return end;
}

function closingApostrophe(text: string): number {
  let end = text.indexOf("'", 1);
  while (end !== -1 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
  return end;
}

function quotedScalar(text: string, line: number): ScalarNode {
  const body = text.slice(1, -1);
  if (text.startsWith('"') && body.includes("\\")) throw DOUBT;
  const value = text.startsWith("'") ? body.replaceAll("''", "'") : body;
  return { kind: "scalar", value, line, source: null };
}
