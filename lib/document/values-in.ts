// What the mappings of a document lead to.

import type { Node } from "./node.ts";

/** Aliases make a document larger than it is written: what nobody would write is not looked through. */
const MOST_NODES = 20_000;

export interface Reached {
  readonly path: readonly string[];
  readonly value: Node;
}

/** In the order of the document; a list is one value, and what has no text as its key is left out. */
export function valuesIn(node: Node, path: readonly string[] = []): Generator<Reached> {
  return walk(node, path, { left: MOST_NODES });
}

function* walk(node: Node, path: readonly string[], budget: { left: number }): Generator<Reached> {
  budget.left -= 1;
  if (budget.left < 0) return;
  if (node.kind !== "mapping") {
    yield { path, value: node };
    return;
  }
  for (const { key, value } of node.entries) {
    if (typeof key.value === "string") yield* walk(value, [...path, key.value], budget);
  }
}
