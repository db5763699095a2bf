// dvc.lock in the form in which DVC itself writes it: one stage after the other, without nodes in between.
//
// A lock of five thousand stages has seventy thousand lines. What DVC writes of a stage has one form, which a few
// patterns match; a stage of another form is read by itself in the general way, and where that
// does not understand it either, or the file is of another form, nothing is answered.

import type { ScalarNode } from "../../document/node.ts";
import { resolvePlain } from "../../document/scalar.ts";
import { readStage } from "../lock.ts";
import type { Lock, LockedEntry, LockedParam, LockedParams, LockedStage } from "../model.ts";
import { isStageOver, take, takeLine, type Cursor } from "./cursor.ts";
import { complete, isNew } from "./short-list.ts";
import { readOther } from "./other.ts";
import { isPlainText, isString, NAME, pattern, takeHead, TEXT } from "./text.ts";

const HEAD = "schema: '2.0'\nstages:\n";
const ENTRY = pattern(
  ` {4}- path: (${TEXT})\\n( {6}hash: md5\\n)? {6}md5: ([0-9a-f]{32}(?:\\.dir)?)\\n {6}size: (\\d{1,15})\\n(?: {6}nfiles: (\\d{1,15})\\n)?`,
);
const FILE = pattern(` {6}(${NAME}):\\n`);
const VALUE = pattern(` {8}(${NAME}): ((?!-[- \\n]|\\.\\.\\.)[A-Za-z0-9_./+-][^\\n:#]*(?<! ))\\n`);

/** The lock, or undefined where the general way has to judge. The text is as `prepareYamlText` leaves it. */
export function readWrittenLock(text: string): Lock | undefined {
  if (!text.startsWith(HEAD) || !isPlainText(text)) return undefined;
  const cursor: Cursor = { text, offset: HEAD.length, line: 3 };
  const stages = new Map<string, LockedStage>();
  while (cursor.offset < text.length) {
    const stage = readWrittenStage(cursor) ?? readOther(cursor, readStage);
    if (stage === undefined || stages.has(stage.name)) return undefined;
    stages.set(stage.name, stage);
  }
  return stages.size === 0 ? undefined : { schema: "2.0", stages, datasets: null };
}

/** Moves the cursor only where it has read the whole stage. */
function readWrittenStage(from: Cursor): LockedStage | undefined {
  const { text, offset, line } = from;
  const cursor: Cursor = { text, offset, line };
  const head = takeHead(cursor);
  if (head === null) return undefined;
  const deps = readEntries(cursor, "    deps:\n");
  const params = readParams(cursor);
  const outs = readEntries(cursor, "    outs:\n");
  if (deps === null || params === null || outs === null || !isStageOver(cursor)) return undefined;
  from.offset = cursor.offset;
  from.line = cursor.line;
  const { name, command } = head;
  return { name, line, command, commandLine: line + 1, deps, outs, params };
}

/** The entries below a title that is there; null where one has another form. */
function readEntries(cursor: Cursor, title: string): readonly LockedEntry[] | null {
  const entries: LockedEntry[] = [];
  if (!takeLine(cursor, title)) return entries;
  for (;;) {
    const { line } = cursor;
    const match = take(cursor, ENTRY, 3);
    if (match === null) return entries.length === 0 ? null : complete(entries);
    const entry = toEntry(match, line);
    if (entry === null || !isNew(entries, (one) => one.path === entry.path)) return null;
    cursor.line += (entry.hashSpelled ? 1 : 0) + (entry.fileCount === null ? 0 : 1);
    entries.push(entry);
  }
}

/** By index: a pattern of thousands of entries costs more to take apart than to match. */
function toEntry(match: RegExpExecArray, line: number): LockedEntry | null {
  const path = match[1] ?? "";
  const spelled = match[2];
  const value = match[3] ?? "";
  const count = match[5];
  if (!isString(path) || !isString(value)) return null;
  return {
    path,
    line,
    hash: { kind: spelled === undefined ? "md5-dos2unix" : "md5", value },
    hashSpelled: spelled !== undefined,
    size: Number(match[4]),
    fileCount: count === undefined ? null : Number(count),
    files: null,
    cloud: null,
    dataset: null,
  };
}

function readParams(cursor: Cursor): readonly LockedParams[] | null {
  const files: LockedParams[] = [];
  if (!takeLine(cursor, "    params:\n")) return files;
  for (;;) {
    const { line } = cursor;
    const path = take(cursor, FILE, 1)?.[1];
    if (path === undefined) return files.length === 0 ? null : complete(files);
    const values = readValues(cursor);
    if (values === null || !isString(path) || !isNew(files, (one) => one.path === path))
      return null;
    files.push({ path, line, values });
  }
}

function readValues(cursor: Cursor): readonly LockedParam[] | null {
  const values: LockedParam[] = [];
  for (;;) {
    const { line } = cursor;
    const match = take(cursor, VALUE, 1);
    if (match === null) return values.length === 0 ? null : complete(values);
    const key = match[1] ?? "";
    const source = match[2] ?? "";
    const value = resolvePlain(source);
    if (value === undefined || !isString(key) || !isNew(values, (one) => one.key === key))
      return null;
    const node: ScalarNode = { kind: "scalar", value, line, source };
    values.push({ key, value: node, line });
  }
}
