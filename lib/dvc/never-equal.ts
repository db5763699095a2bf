// Params that DVC calls modified whatever is recorded of them.

import type { Node } from "../document/node.ts";

/** NaN, which equals nothing, and a tuple inside of another value, of which a lock makes a list. */
export function isNeverEqual(value: Node): boolean {
  if (value.kind === "scalar") return Number.isNaN(value.value);
  return childrenOf(value).some(hasTuple);
}

function hasTuple(value: Node): boolean {
  if (value.kind === "scalar") return false;
  return (value.kind === "sequence" && value.tuple === true) || childrenOf(value).some(hasTuple);
}

function childrenOf(value: Exclude<Node, { readonly kind: "scalar" }>): readonly Node[] {
  return value.kind === "sequence" ? value.items : value.entries.map((entry) => entry.value);
}

const dated = new WeakMap<Node, boolean>();

/** Whether a date stands anywhere: DVC refuses such a params.yaml beside dvc.yaml, used or not. */
export function hasDate(value: Node): boolean {
  if (value.kind === "scalar") return typeof value.value === "object" && value.value !== null;
  const before = dated.get(value);
  if (before !== undefined) return before;
  const answer = childrenOf(value).some(hasDate);
  dated.set(value, answer);
  return answer;
}
