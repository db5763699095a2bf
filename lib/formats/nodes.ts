// Small readers of nodes that all formats share.

import type { Node } from "../document/node.ts";
import { parsed, type Parsed } from "../reading.ts";

/** A scalar as text, a number as it is spelled: an unquoted hash of digits stays those digits. */
export function textOf(node: Node | undefined): string | null {
  if (node?.kind !== "scalar" || node.value === null) return null;
  if (typeof node.value === "string") return node.value;
  return node.source ?? (typeof node.value === "object" ? node.value.date : String(node.value));
}

/** Every value, or the first problem. */
export function allOf<Value>(results: readonly Parsed<Value>[]): Parsed<readonly Value[]> {
  const values: Value[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return parsed(values);
}

/** Every value of every list, or the first problem. */
export function joined<Value>(
  results: readonly Parsed<readonly Value[]>[],
): Parsed<readonly Value[]> {
  const lists = allOf(results);
  return lists.ok ? parsed(lists.value.flat()) : lists;
}
