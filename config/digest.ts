// The digest of a policy: the same settings, the same digest, however they were written.

import { createHash } from "node:crypto";

/** `sha256:<hex>` of the canonical JSON: keys sorted by code unit, no space, maps as objects. */
export function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`;
}

function canonicalJson(value: unknown): string {
  if (value instanceof Map) return canonicalObject([...value.entries()]);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) return canonicalObject(Object.entries(value));
  return JSON.stringify(value) ?? "null";
}

function canonicalObject(entries: readonly (readonly [unknown, unknown])[]): string {
  const sorted = entries
    .map(([key, value]) => [String(key), value] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`).join(",")}}`;
}
