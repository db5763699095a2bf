// Keys as Python's dict tells them apart: `1`, `1.0` and `true` are one key, `1` and `'1'` are two.

import type { ScalarValue } from "./node.ts";

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
