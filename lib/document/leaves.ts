// The values of a document that have a name: scalars below mappings, with the path that leads to them.

import type { Node, ScalarNode } from "./node.ts";
import { pythonStr } from "./value.ts";

export interface Leaf {
  /** The last name of the path. */
  readonly name: string;
  /** Names joined with dots. */
  readonly key: string;
  readonly value: ScalarNode;
}

/** In the order of the document; what stands in a list has no name. */
export function* leavesOf(node: Node, prefix = ""): Generator<Leaf> {
  if (node.kind !== "mapping") return;
  for (const { key, value } of node.entries) {
    const name = pythonStr(key);
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (value.kind === "scalar") yield { name, key: path, value };
    else yield* leavesOf(value, path);
  }
}
