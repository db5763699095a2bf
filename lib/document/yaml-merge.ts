// Merge keys (`<<`) of YAML, and the keys of a mapping checked.

import { fault } from "./fault.ts";
import { keyIdentity } from "./key.ts";
import type { MappingEntry, Node, ScalarNode } from "./node.ts";

/**
 * The entries of a mapping: merged ones first, as ruamel.yaml orders them, each replaced in place by
 * an own entry of the same key. A repeated own key is refused, also beside a merge key, where
 * ruamel.yaml would let the last one win.
 */
export function joinEntries(
  merged: readonly MappingEntry[],
  own: readonly MappingEntry[],
): readonly MappingEntry[] {
  refuseDuplicates(own);
  if (merged.length === 0) return own;
  const entries = new Map<unknown, MappingEntry>();
  for (const entry of merged) put(entries, entry);
  for (const entry of own) put(entries, entry);
  return [...entries.values()];
}

function put(entries: Map<unknown, MappingEntry>, entry: MappingEntry): void {
  entries.set(keyIdentity(entry.key.value), entry);
}

function refuseDuplicates(entries: readonly MappingEntry[]): void {
  const seen = new Set<unknown>();
  for (const { key } of entries) {
    const { size } = seen;
    if (seen.add(keyIdentity(key.value)).size === size) throw duplicateKey(nameOf(key), key.line);
  }
}

function nameOf(key: ScalarNode): string {
  return key.source ?? (typeof key.value === "string" ? key.value : "");
}

export function duplicateKey(name: string, line: number): Error {
  const shown = JSON.stringify(name.slice(0, 60)).replace(/[^\x20-\x7e]/g, "?");
  return fault(`line ${line} repeats the key ${shown}`, line);
}

/** The entries that `<<: value` brings: of a mapping, or of a list of mappings, where the first wins. */
export function mergedEntries(value: Node, line: number): readonly MappingEntry[] {
  if (value.kind === "mapping") return value.entries;
  if (value.kind === "scalar") throw notMergeable(line);
  const sources = value.items.map((item) => {
    if (item.kind !== "mapping") throw notMergeable(line);
    return item.entries;
  });
  return sources.toReversed().flat();
}

function notMergeable(line: number): Error {
  return fault(`line ${line} merges something that is not a mapping`, line);
}
