// The values of a JSON document: a recursive descent that counts lines and depth.

import { fault, tooDeep } from "./fault.ts";
import { MAX_DEPTH, MAX_INTEGER_DIGITS } from "./limits.ts";
import type { MappingEntry, Node, ScalarNode, ScalarValue } from "./node.ts";
import { readJsonString } from "./json-string.ts";
import { duplicateKey } from "./yaml-merge.ts";

export interface JsonCursor {
  readonly text: string;
  readonly duplicates: "refuse" | "last-wins";
  at: number;
  line: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const WORD = /-?[A-Za-z]+/y;
const WORDS: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

export function readJsonValue(cursor: JsonCursor, depth: number): Node {
  skipBlank(cursor);
  if (depth > MAX_DEPTH) throw tooDeep(cursor.line);
  switch (cursor.text[cursor.at]) {
    case "{":
      return readObject(cursor, depth);
    case "[":
      return readArray(cursor, depth);
    case '"':
      return readText(cursor);
    default:
      return readWordOrNumber(cursor);
  }
}

/** Skips what JSON calls white space, and counts its lines; no other token can hold a line break. */
export function skipBlank(cursor: JsonCursor): void {
  for (; cursor.at < cursor.text.length; cursor.at += 1) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code === 10) cursor.line += 1;
    else if (code !== 32 && code !== 9 && code !== 13) return;
  }
}

function readObject(cursor: JsonCursor, depth: number): Node {
  const { line } = cursor;
  const entries = new Map<string, MappingEntry>();
  cursor.at += 1;
  skipBlank(cursor);
  if (take(cursor, "}")) return { kind: "mapping", entries: [], line };
  do {
    skipBlank(cursor);
    if (cursor.text[cursor.at] !== '"') throw unexpected(cursor, "a key in double quotes");
    const { line: keyLine } = cursor;
    const name = readJsonString(cursor);
    if (cursor.duplicates === "refuse" && entries.has(name)) throw duplicateKey(name, keyLine);
    const key = textNode(name, keyLine);
    skipBlank(cursor);
    expect(cursor, ":");
    entries.set(name, { key, value: readJsonValue(cursor, depth + 1) });
    skipBlank(cursor);
  } while (take(cursor, ","));
  expect(cursor, "}");
  return { kind: "mapping", entries: [...entries.values()], line };
}

function readArray(cursor: JsonCursor, depth: number): Node {
  const { line } = cursor;
  const items: Node[] = [];
  cursor.at += 1;
  skipBlank(cursor);
  if (take(cursor, "]")) return { kind: "sequence", items, line };
  do {
    items.push(readJsonValue(cursor, depth + 1));
    skipBlank(cursor);
  } while (take(cursor, ","));
  expect(cursor, "]");
  return { kind: "sequence", items, line };
}

function readText(cursor: JsonCursor): ScalarNode {
  const { line } = cursor;
  return textNode(readJsonString(cursor), line);
}

function textNode(value: string, line: number): ScalarNode {
  return { kind: "scalar", value, line, source: null };
}

function readWordOrNumber(cursor: JsonCursor): ScalarNode {
  const { line } = cursor;
  const number = match(cursor, NUMBER);
  if (number !== null) {
    const source = number[0];
    const isFloat = number[1] !== undefined || number[2] !== undefined;
    return {
      kind: "scalar",
      value: isFloat ? Number(source) : toInteger(source, line),
      line,
      source,
    };
  }
  const start = cursor.at;
  const word = match(cursor, WORD)?.[0] ?? "";
  const value = WORDS.get(word);
  if (value !== undefined) return { kind: "scalar", value, line, source: word };
  cursor.at = start;
  throw unexpected(cursor, "a value");
}

function toInteger(source: string, line: number): bigint {
  if (source.length > MAX_INTEGER_DIGITS) {
    throw fault(`line ${line} holds an integer of ${source.length} digits`, line);
  }
  return BigInt(source);
}

function match(cursor: JsonCursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found !== null) cursor.at += found[0].length;
  return found;
}

function take(cursor: JsonCursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: JsonCursor, character: string): void {
  if (!take(cursor, character)) throw unexpected(cursor, `"${character}"`);
}

function unexpected(cursor: JsonCursor, wanted: string): Error {
  const end = cursor.at >= cursor.text.length ? " before the end" : "";
  return fault(`line ${cursor.line} is not JSON: expected ${wanted}${end}`, cursor.line);
}
