// One stage of a dvc.yaml in its usual form.

import type { DeclaredOut, DeclaredParams, DeclaredStage, StageTemplate } from "../model.ts";
import { isStageOver, skipBlank, take, type Cursor } from "./cursor.ts";
import { readDeps, readOuts, readParams } from "./lists.ts";
import { isString, pattern, takeHead, TEXT } from "./text.ts";

const FIELD = pattern(
  ` {4}(?:(deps|params|outs|metrics|plots):|(wdir|desc): (${TEXT})|(frozen|always_changed): (true|false))\\n`,
);

/** What a stage says so far. */
interface Fields {
  workingDirectory: string | null;
  frozen: boolean;
  alwaysChanged: boolean;
  deps: DeclaredStage["deps"];
  params: readonly DeclaredParams[];
  outs: readonly DeclaredOut[];
  metrics: readonly DeclaredOut[];
  plots: readonly DeclaredOut[];
}

const NONE: readonly never[] = [];

function noFields(): Fields {
  return {
    workingDirectory: null,
    frozen: false,
    alwaysChanged: false,
    deps: NONE,
    params: NONE,
    outs: NONE,
    metrics: NONE,
    plots: NONE,
  };
}

/** Moves the cursor only where it has read the whole stage, which holds no template. */
export function readWrittenStage(from: Cursor): StageTemplate | undefined {
  const cursor: Cursor = { text: from.text, offset: from.offset, line: from.line };
  const { line } = from;
  const head = takeHead(cursor);
  if (head === null) return undefined;
  const fields = readFields(cursor);
  skipBlank(cursor);
  if (fields === null || !isStageOver(cursor) || holdsTemplate(from, cursor.offset))
    return undefined;
  from.offset = cursor.offset;
  from.line = cursor.line;
  const { name, command } = head;
  return { name, line, node: null, plain: declared(name, line, command, fields) };
}

function declared(name: string, line: number, command: string, fields: Fields): DeclaredStage {
  const { workingDirectory, frozen, alwaysChanged, deps, params, outs, metrics, plots } = fields;
  return {
    line,
    command,
    workingDirectory,
    deps,
    params,
    outs: metrics.length + plots.length === 0 ? outs : [...outs, ...metrics, ...plots],
    frozen,
    alwaysChanged,
    name,
    group: null,
    unresolved: null,
    templated: [],
  };
}

function holdsTemplate({ text, offset }: Cursor, end: number): boolean {
  return text.slice(offset, end).includes("${");
}

/** Null where a field is there twice, or has another form. */
function readFields(cursor: Cursor): Fields | null {
  const fields = noFields();
  const seen: string[] = [];
  for (let field = take(cursor, FIELD, 1); field !== null; field = take(cursor, FIELD, 1)) {
    const list = field[1];
    const key = list ?? field[2] ?? field[4] ?? "";
    if (seen.includes(key)) return null;
    seen.push(key);
    const isRead =
      list === undefined
        ? keepField(key, field[3] ?? field[5] === "true", fields)
        : readList(cursor, list, fields);
    if (!isRead) return null;
  }
  return fields;
}

function keepField(key: string, value: string | boolean, fields: Fields): boolean {
  if (typeof value === "boolean") fields[key === "frozen" ? "frozen" : "alwaysChanged"] = value;
  else if (!isString(value)) return false;
  else if (key === "wdir") fields.workingDirectory = value;
  return true;
}

function readList(cursor: Cursor, key: string, fields: Fields): boolean {
  if (key === "deps") return keep(readDeps(cursor), (deps) => (fields.deps = deps));
  if (key === "params") return keep(readParams(cursor), (params) => (fields.params = params));
  if (key !== "outs" && key !== "metrics" && key !== "plots") return false;
  return keep(readOuts(cursor, key), (outs) => (fields[key] = outs));
}

function keep<Item>(
  items: readonly Item[] | null,
  put: (items: readonly Item[]) => unknown,
): boolean {
  if (items !== null) put(items);
  return items !== null;
}
