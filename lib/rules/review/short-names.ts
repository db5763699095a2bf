// What people call a thing for short in a note, where nothing else that it may be has that name.

import { posix } from "node:path";

import type { EvaluationChange } from "./evaluation-change.ts";

/**
 * The base name of a changed file, where no other changed one has it; null where there is none. A name without an
 * ending may be any word (`test`, `data`).
 */
export function shortPath(
  { what, name }: EvaluationChange,
  changes: readonly EvaluationChange[],
): string | null {
  const base = posix.basename(name);
  const isFile = (what === "code" || what === "data") && base.includes(".");
  const isAlone = changes.every(
    (other) => other.name === name || posix.basename(other.name) !== base,
  );
  return isFile && isAlone && base !== name ? base : null;
}

/** Dotted keys with their last parts, where no other metric ends so. */
export function shortKeys(keys: readonly string[]): ReadonlyMap<string, string> {
  const byEnd = new Map<string, string | null>();
  for (const key of new Set(keys)) byEnd.set(lastPart(key), byEnd.has(lastPart(key)) ? null : key);
  const alone = [...byEnd].flatMap(([last, key]) =>
    key === null || key === last ? [] : [[key, last] as const],
  );
  return new Map(alone);
}

export function lastPart(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}
