// The lists of a stage in a dvc.yaml in their usual form.

import { DEFAULT_PARAMS_FILE } from "../declared-params.ts";
import type { DeclaredOut, DeclaredParams, DeclaredStage } from "../model.ts";
import { take, type Cursor } from "./cursor.ts";
import { complete, isNew } from "./short-list.ts";
import { isKey, isString, NAME, pattern, TEXT } from "./text.ts";

/** A path or a key, or with a colon behind it a path that has more below it. */
const ITEM = pattern(`( {4}| {6})- (${TEXT})(:?)\\n`);
const FLAG = pattern(String.raw`( {8}| {10})(cache|persist|push): (true|false)\n`);
const KEY = pattern(`( {6}| {8}| {10})- (${NAME})\\n`);

type Bucket = DeclaredOut["bucket"];

/** Calls for each item of a list whose dashes stand in one column, until one is not as it should be. */
function eachItem(
  cursor: Cursor,
  visit: (text: string, line: number, more: number | null) => boolean,
): boolean {
  let column: number | null = null;
  for (let item = take(cursor, ITEM, 1); item !== null; item = take(cursor, ITEM, 1)) {
    const indent = item[1] ?? "";
    const text = item[2] ?? "";
    const colon = item[3];
    column ??= indent.length;
    const isText = colon === "" ? isString(text) : isKey(text);
    const more = colon === "" ? null : column;
    if (indent.length !== column || !isText || !visit(text, cursor.line - 1, more)) return false;
  }
  return column !== null;
}

/** Paths, each once. Null, here and below, where an item has another form. */
export function readDeps(cursor: Cursor): DeclaredStage["deps"] | null {
  const deps: { readonly path: string; readonly line: number }[] = [];
  const isRead = eachItem(cursor, (path, line, more) => {
    if (more !== null || !isNew(deps, (dep) => dep.path === path)) return false;
    deps.push({ path, line });
    return true;
  });
  return isRead ? complete(deps) : null;
}

/** Paths, each once, some with flags. */
export function readOuts(cursor: Cursor, bucket: Bucket): readonly DeclaredOut[] | null {
  const outs: DeclaredOut[] = [];
  const isRead = eachItem(cursor, (path, line, more) => {
    const flags = more === null ? NO_FLAGS : readFlags(cursor, more);
    if (flags === null || !isNew(outs, (out) => out.path === path)) return false;
    const { cache = true, persist = false, push = true } = flags;
    outs.push({ path, line, bucket, cache, persist, push, remote: null });
    return true;
  });
  return isRead ? complete(outs) : null;
}

type Flags = Partial<Record<"cache" | "persist" | "push", boolean>>;

const NO_FLAGS: Flags = {};

/** Four columns behind the dash; null where there is none, or one is told twice. */
function readFlags(cursor: Cursor, dash: number): Flags | null {
  const flags = new Map<string, boolean>();
  for (let flag = take(cursor, FLAG, 1); flag !== null; flag = take(cursor, FLAG, 1)) {
    const [, indent = "", name = "", value] = flag;
    if (flags.has(name) || indent.length !== dash + 4) return null;
    flags.set(name, value === "true");
  }
  return flags.size === 0 ? null : Object.fromEntries(flags);
}

interface FileKeys {
  readonly keys: Set<string>;
  readonly line: number;
}

/** Keys of the default file, and files with keys of theirs. */
export function readParams(cursor: Cursor): readonly DeclaredParams[] | null {
  const files = new Map<string | null, FileKeys>();
  const isRead = eachItem(cursor, (text, line, more) => {
    const keys = more === null ? [text] : readKeys(cursor, more);
    if (keys === null) return false;
    const path = more === null || text === DEFAULT_PARAMS_FILE ? null : text;
    const file = files.get(path) ?? { keys: new Set(), line };
    for (const key of keys) file.keys.add(key);
    files.set(path, file);
    return true;
  });
  if (!isRead) return null;
  return [...files].map(([path, { keys, line }]) => ({ path, keys: [...keys], line }));
}

/** The keys below a file: a list two or four columns behind the dash of the file. */
function readKeys(cursor: Cursor, dash: number): readonly string[] | null {
  const keys: string[] = [];
  let column: number | null = null;
  for (let item = take(cursor, KEY, 1); item !== null; item = take(cursor, KEY, 1)) {
    const [, indent = "", key = ""] = item;
    column ??= indent.length;
    if (indent.length !== column || !isString(key)) return null;
    keys.push(key);
  }
  return column === dash + 2 || column === dash + 4 ? keys : null;
}
