// The lines that TOML's keys stand on: a light scan of a document that smol-toml has accepted.

import { lineFinder } from "./lines.ts";

/** The address of a value: names, and indexes of arrays of tables. */
export function tomlPath(parts: readonly string[]): string {
  return parts.join("\0");
}

interface Scan {
  readonly text: string;
  readonly lines: Map<string, number>;
  /** Index of the last table of each array of tables. */
  readonly arrays: Map<string, number>;
  readonly lineOf: (offset: number) => number;
  table: readonly string[];
  at: number;
}

const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const SPACE = /[ \t]*/y;
const BARE = /[^\s="'#.\][]+/y;
const QUOTES = /"*/y;
const APOSTROPHES = /'*/y;
const CHANGE: ReadonlyMap<string, number> = new Map([
  ["[", 1],
  ["{", 1],
  ["]", -1],
  ["}", -1],
]);
const TO_SPECIAL = /[^"'#\n[\]{}]*/y;

/** Path to 1-based line, for keys and table headers; a parent has the line of its first mention. */
export function scanTomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const lineOf = lineFinder(text);
  const scan: Scan = { text, lines, arrays: new Map(), lineOf, table: [], at: 0 };
  skip(scan, BLANK);
  while (scan.at < text.length) {
    const start = scan.at;
    if (text[start] === "[") readHeader(scan);
    else readPair(scan);
    skip(scan, BLANK);
    // What the scan does not understand must not hold it up.
    if (scan.at === start) scan.at += 1;
  }
  return lines;
}

function readHeader(scan: Scan): void {
  const line = scan.lineOf(scan.at);
  const isArray = scan.text.startsWith("[[", scan.at);
  scan.at += isArray ? 2 : 1;
  const names = readKey(scan);
  scan.table = enter(scan, names, { line, isArray });
  skipValue(scan);
}

/** Resolves a header through arrays of tables: `[a.b]` after `[[a]]` is the `b` of its last table. */
function enter(
  scan: Scan,
  names: readonly string[],
  header: { readonly line: number; readonly isArray: boolean },
): readonly string[] {
  const path: string[] = [];
  for (const [index, name] of names.entries()) {
    path.push(name);
    const key = note(scan, path, header.line);
    if (header.isArray && index === names.length - 1) {
      scan.arrays.set(key, (scan.arrays.get(key) ?? -1) + 1);
    }
    const last = scan.arrays.get(key);
    if (last === undefined) continue;
    path.push(String(last));
    note(scan, path, header.line);
  }
  return path;
}

function readPair(scan: Scan): void {
  const line = scan.lineOf(scan.at);
  const path = [...scan.table];
  for (const name of readKey(scan)) {
    path.push(name);
    note(scan, path, line);
  }
  skipValue(scan);
}

function note(scan: Scan, path: readonly string[], line: number): string {
  const key = tomlPath(path);
  if (!scan.lines.has(key)) scan.lines.set(key, line);
  return key;
}

/** A dotted key: bare, "basic" and 'literal' parts. */
function readKey(scan: Scan): string[] {
  const names: string[] = [];
  for (;;) {
    skip(scan, SPACE);
    const quote = scan.text[scan.at];
    names.push(quote === '"' || quote === "'" ? readQuoted(scan, quote) : skip(scan, BARE));
    skip(scan, SPACE);
    if (scan.text[scan.at] !== ".") return names;
    scan.at += 1;
  }
}

function readQuoted(scan: Scan, quote: string): string {
  const start = scan.at;
  skipString(scan, quote);
  const raw = scan.text.slice(start, scan.at);
  if (quote === "'") return raw.slice(1, -1);
  try {
    const name: unknown = JSON.parse(raw);
    return typeof name === "string" ? name : raw;
  } catch {
    return raw.slice(1, -1);
  }
}

/** Skips to the end of the line that ends a value: strings and brackets may hold line breaks. */
function skipValue(scan: Scan): void {
  let depth = 0;
  while (scan.at < scan.text.length) {
    skip(scan, TO_SPECIAL);
    const character = scan.text[scan.at] ?? "\n";
    if ("\n#".includes(character) && depth <= 0) return;
    if (character === '"' || character === "'") skipString(scan, character);
    else if (character === "#") skip(scan, BLANK);
    else scan.at += 1;
    depth += CHANGE.get(character) ?? 0;
  }
}

/** Skips one string of either kind, one line or many. */
function skipString(scan: Scan, quote: string): void {
  const triple = quote.repeat(3);
  const end = scan.text.startsWith(triple, scan.at) ? triple : quote;
  scan.at += end.length;
  while (scan.at < scan.text.length && !scan.text.startsWith(end, scan.at)) {
    scan.at += quote === '"' && scan.text[scan.at] === "\\" ? 2 : 1;
  }
  scan.at += end.length;
  // A string may end in quotes of its own: `"""a"""""`.
  if (end === triple) skip(scan, quote === '"' ? QUOTES : APOSTROPHES);
}

function skip(scan: Scan, pattern: RegExp): string {
  pattern.lastIndex = scan.at;
  const text = pattern.exec(scan.text)?.[0] ?? "";
  scan.at += text.length;
  return text;
}
