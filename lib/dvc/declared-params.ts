// The params of a stage as dvc.yaml declares them: which keys of which file.

import { getEntry, type MappingEntry, type MappingNode, type Node } from "../document/node.ts";
import { checkPath } from "./entry.ts";
import { printableKey } from "./known-keys.ts";
import { normalPath } from "./locate.ts";
import type { DeclaredParams } from "./model.ts";
import { asText, describe, readItems, stringKey, type Decoding } from "./shape.ts";

/** What a key without a file belongs to, in the stage's working directory. */
export const DEFAULT_PARAMS_FILE = "params.yaml";

/** Their file as a lock has it, which is normalised; dvc.yaml has it as it was typed. */
export function fileOfParams({ path }: DeclaredParams): string {
  return normalPath(path ?? DEFAULT_PARAMS_FILE);
}

/** What the items say of one file, still being gathered. */
interface Gathered {
  readonly line: number;
  readonly keys: Set<string>;
  whole: boolean;
}

/**
 * One entry per file, in the order of their first mention. A file without a list of keys is tracked
 * as a whole, and then its lists elsewhere mean nothing (DVC, dependency/__init__.py).
 */
export function readDeclaredParams(
  decoding: Decoding,
  stage: MappingNode,
  name: string,
): readonly DeclaredParams[] {
  const what = `params of ${name}`;
  const files = new Map<string, Gathered>();
  for (const item of readItems(decoding, getEntry(stage, "params"), name)) {
    if (item.kind === "mapping") readFiles(decoding, item, files, what);
    else addKey(decoding, item, gather(files, DEFAULT_PARAMS_FILE, item.line), what);
  }
  return Array.from(files, ([path, { line, keys, whole }]) => ({
    path: path === DEFAULT_PARAMS_FILE ? null : path,
    keys: whole ? null : [...keys],
    line,
  }));
}

function readFiles(
  decoding: Decoding,
  item: MappingNode,
  files: Map<string, Gathered>,
  what: string,
): void {
  decoding.spend(item.entries.length, item.line);
  for (const entry of item.entries) {
    const path = stringKey(decoding, entry, what);
    if (path === null || !checkPath(decoding, path, entry.key.line, what)) continue;
    const file = gather(files, path, entry.key.line);
    if (isNothing(entry.value)) file.whole = true;
    else readKeys(decoding, entry, file, what);
  }
}

function readKeys(decoding: Decoding, entry: MappingEntry, file: Gathered, what: string): void {
  if (entry.value.kind !== "sequence") {
    const found = describe(entry.value);
    const path = printableKey(entry.key);
    decoding.fault(entry.key.line, what, `the keys of ${path} are ${found}, not a list`);
    return;
  }
  for (const key of readItems(decoding, entry, what)) addKey(decoding, key, file, what);
}

function addKey(decoding: Decoding, node: Node, file: Gathered, what: string): void {
  const key = asText(decoding, node, what, "a key");
  if (key !== null) file.keys.add(key);
}

function gather(files: Map<string, Gathered>, path: string, line: number): Gathered {
  const before = files.get(path);
  if (before !== undefined) return before;
  const file: Gathered = { line, keys: new Set(), whole: false };
  files.set(path, file);
  return file;
}

/** What Python takes for false: null, `[]`, `{}`, `""`, `0`, `false`. */
export function isNothing(node: Node): boolean {
  if (node.kind === "sequence") return node.items.length === 0;
  if (node.kind === "mapping") return node.entries.length === 0;
  return !node.value;
}
