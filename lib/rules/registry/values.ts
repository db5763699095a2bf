// What stands under certain keys of a document, however deep.

import { textOf } from "../../formats/nodes.ts";
import type { Node, ScalarNode } from "../../document/node.ts";

export interface NamedValue {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** Texts under the keys, in any case, alone or in a list. An aliased node is visited once. */
export function valuesUnder(root: Node, keys: readonly string[]): readonly NamedValue[] {
  const found: NamedValue[] = [];
  const visited = new Set<Node>();
  const visit = (node: Node, key: string): void => {
    if (node.kind === "scalar") {
      const { value, line } = node;
      if (typeof value === "string" && keys.includes(key)) found.push({ key, value, line });
    } else if (!visited.has(node)) {
      visited.add(node);
      for (const [name, member] of membersOf(node, key)) visit(member, name);
    }
  };
  visit(root, "");
  return found;
}

/** What stands in a list stands under the list's key. */
function membersOf(
  node: Exclude<Node, ScalarNode>,
  key: string,
): readonly (readonly [key: string, member: Node])[] {
  if (node.kind === "sequence") return node.items.map((item) => [key, item] as const);
  return node.entries.map(
    (entry) => [textOf(entry.key)?.toLowerCase() ?? "", entry.value] as const,
  );
}
