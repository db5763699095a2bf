// Anchors and aliases of the fast lane: only such as DVC writes, `&id001` on a value without aliases in it.

import { MAX_DEPTH } from "./limits.ts";
import type { Node } from "./node.ts";
import { DOUBT } from "./yaml-fast-line.ts";
import { textAfter } from "./yaml-fast-text.ts";

/** Far below the limit of `yaml-nodes.ts`: near it, that one shall count. */
const MAX_ALIASED = 100_000;

interface Anchored {
  readonly node: Node;
  readonly size: number;
  readonly height: number;
}

export interface Anchors {
  readonly known: Map<string, Anchored>;
  /** Aliases so far, and the nodes that they stand for. */
  aliases: number;
  aliased: number;
}

export function newAnchors(): Anchors {
  return { known: new Map(), aliases: 0, aliased: 0 };
}

/** Reads what follows `&name`, and remembers it once it is complete. */
export function enter(
  anchors: Anchors,
  rest: string,
  read: (inner: string) => Node | undefined,
): Node {
  const match = /^&([A-Za-z0-9_-]+)(?= |$)/.exec(rest);
  const name = match?.[1];
  if (name === undefined || anchors.known.has(name)) throw DOUBT;
  const { aliases } = anchors;
  const node = read(textAfter(rest, name.length + 1));
  // A nested anchor may have taken the name.
  if (node === undefined || anchors.aliases !== aliases || anchors.known.has(name)) throw DOUBT;
  anchors.known.set(name, { node, ...measure(node) });
  return node;
}

/** The node of `*name`, wanted at a depth. */
export function resolveAlias(anchors: Anchors, rest: string, depth: number): Node {
  const match = /^\*([A-Za-z0-9_-]+)(?: +#.*)?$/.exec(rest);
  const anchored = anchors.known.get(match?.[1] ?? "");
  if (anchored === undefined || depth + anchored.height > MAX_DEPTH / 2) throw DOUBT;
  anchors.aliases += 1;
  anchors.aliased += anchored.size;
  if (anchors.aliased > MAX_ALIASED) throw DOUBT;
  return anchored.node;
}

function measure(node: Node): { readonly size: number; readonly height: number } {
  if (node.kind === "scalar") return { size: 1, height: 0 };
  const children = node.kind === "sequence" ? node.items : node.entries.map(({ value }) => value);
  let size = 1;
  let height = 0;
  for (const child of children) {
    const inner = measure(child);
    size += inner.size + 1;
    height = Math.max(height, inner.height + 1);
  }
  return { size, height };
}
