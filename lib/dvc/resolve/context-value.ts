// What a document becomes in DVC's context: keys that are no strings are dropped, dates are refused.

import type { MappingEntry, MappingNode, Node, SequenceNode } from "../../document/node.ts";
import type { Budget } from "./budget.ts";
import { Unresolvable } from "./fault.ts";

/** One conversion; an aliased node is converted once and stays one object. */
interface Conversion {
  readonly budget: Budget;
  readonly known: Map<Node, Node>;
}

/**
 * The value as the context holds it (dvc/parsing/context.py), the same object where nothing changes.
 * A date fails in DVC wherever it stands, used or not, unless it stands under a key that is dropped.
 */
export function toContextValue(node: Node, budget: Budget): Node {
  return convert(node, { budget, known: new Map() });
}

export function toContextMapping(node: MappingNode, budget: Budget): MappingNode {
  return convertMapping(node, { budget, known: new Map() });
}

function convert(node: Node, conversion: Conversion): Node {
  if (node.kind === "scalar") {
    if (node.value === null || typeof node.value !== "object") return node;
    throw new Unresolvable(`line ${node.line} holds a date, which DVC cannot load for templates`);
  }
  const before = conversion.known.get(node);
  if (before !== undefined) return before;
  const isMapping = node.kind === "mapping";
  const converted = isMapping
    ? convertMapping(node, conversion)
    : convertSequence(node, conversion);
  conversion.known.set(node, converted);
  return converted;
}

function convertSequence(node: SequenceNode, conversion: Conversion): SequenceNode {
  conversion.budget.step(node.items.length);
  const items = node.items.map((item) => convert(item, conversion));
  return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
}

function convertMapping(node: MappingNode, conversion: Conversion): MappingNode {
  conversion.budget.step(node.entries.length);
  const entries: MappingEntry[] = [];
  for (const entry of node.entries) {
    if (typeof entry.key.value !== "string") continue;
    const value = convert(entry.value, conversion);
    entries.push(value === entry.value ? entry : { key: entry.key, value });
  }
  const isSame =
    entries.length === node.entries.length &&
    entries.every((entry, index) => entry === node.entries[index]);
  return isSame ? node : { ...node, entries };
}
