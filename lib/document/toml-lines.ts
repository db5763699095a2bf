// The lines that TOML's keys stand on: a light scan of a document that smol-toml has accepted.

import { lineFinder } from "./lines.ts";

/** Where a table, an array or a value is first mentioned, and what lies under it: names, and indexes. */
export interface LineTree {
  readonly line: number;
  readonly children: Map<string, LineTree>;
  /** Index of the last table of an array of tables, -1 where it is none. */
  last: number;
}

interface Scan {
  readonly text: string;
  readonly lineOf: (offset: number) => number;
  readonly root: LineTree;
  table: LineTree;
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

/** The 1-based lines of keys and table headers; a parent has the line of its first mention. */
export function scanTomlLines(text: string): LineTree {
  const root: LineTree = { line: 1, children: new Map(), last: -1 };
  const scan: Scan = { text, lineOf: lineFinder(text), root, table: root, at: 0 };
  skip(scan, BLANK);
  while (scan.at < text.length) {
    const start = scan.at;
    if (text[start] === "[") readHeader(scan);
    else readPair(scan);
    skip(scan, BLANK);
    // What the scan does not understand must not hold it up.
    if (scan.at === start) scan.at += 1;
  }
  return root;
}

/** A header goes through arrays of tables: `[a.b]` after `[[a]]` is the `b` of its last table. */
function readHeader(scan: Scan): void {
  const line = scan.lineOf(scan.at);
  const isArray = scan.text.startsWith("[[", scan.at);
  scan.at += isArray ? 2 : 1;
  const names = readKey(scan);
  const leaf = names.length - 1;
  let tree = scan.root;
  for (const [index, name] of names.entries()) {
    tree = child(tree, name, line);
    if (isArray && index === leaf) tree.last += 1;
    if (tree.last >= 0) tree = child(tree, String(tree.last), line);
  }
  scan.table = tree;
  skipValue(scan);
}

function readPair(scan: Scan): void {
  const line = scan.lineOf(scan.at);
  let tree = scan.table;
  for (const name of readKey(scan)) tree = child(tree, name, line);
  skipValue(scan);
}

function child(tree: LineTree, name: string, line: number): LineTree {
  let next = tree.children.get(name);
  if (next === undefined) {
    next = { line, children: new Map(), last: -1 };
    tree.children.set(name, next);
  }
  return next;
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
