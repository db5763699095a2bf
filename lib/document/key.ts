// Keys as Python's dict tells them apart: `1`, `1.0` and `true` are one key, `1` and `'1'` are two.

import type { MappingEntry, ScalarNode, ScalarValue } from "./node.ts";

/**
 * A value for `Set` and `Map` that is the same for two keys exactly when Python's dict holds them
 * to be one. A date gives a string that starts with NUL, which only an escape could spell.
 */
export function keyIdentity(value: ScalarValue): null | bigint | number | string {
  if (typeof value === "string" || typeof value === "bigint" || value === null) return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  return `\0date ${value.date}`;
}

/** A set of keys that is made only once there are many: most mappings have a handful. */
export interface SeenKeys {
  set: Set<unknown> | null;
}

/** Whether none of the entries has the key; each key of `entries` was asked for before, in order. */
export function isNewKey(
  entries: readonly MappingEntry[],
  key: ScalarNode,
  seen: SeenKeys,
): boolean {
  const identity = keyIdentity(key.value);
  if (entries.length < 9) {
    for (const entry of entries)
      if (Object.is(keyIdentity(entry.key.value), identity)) return false;
    return true;
  }
  seen.set ??= new Set(entries.map((entry) => keyIdentity(entry.key.value)));
  const { size } = seen.set;
  return seen.set.add(identity).size > size;
}
