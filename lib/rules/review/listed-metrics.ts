// Metrics that are kept as a list of entries, each with its name and its value, as the mapping that they say.

import { getNode, type MappingEntry, type Node, type SequenceNode } from "../../document/node.ts";
import { textOf } from "../../formats/nodes.ts";

/** How an entry is called, and what stands beside it where it is one of a metric. */
const NAME_KEYS = ["metric", "metric_name", "name", "key", "id", "type"];
const VALUE_KEYS = ["value", "score", "result"];
/** What a list of metrics stands under; the best ten features of a model have names and values as well. */
const LIST_KEY = /metric|result|score|eval|measure/i;

/** `[{name: auc, value: 0.9}]`, alone or under a key of metrics, as `{auc: 0.9}`; all else as it is. */
export function withNamedMetrics(node: Node, key: string | null = null): Node {
  if (node.kind === "scalar") return node;
  if (node.kind === "sequence") return key === null || LIST_KEY.test(key) ? named(node) : node;
  const entries = node.entries.map((entry) => {
    const value = withNamedMetrics(entry.value, textOf(entry.key) ?? "");
    return value === entry.value ? entry : { ...entry, value };
  });
  return entries.every((entry, index) => entry === node.entries[index])
    ? node
    : { ...node, entries };
}

function named(node: SequenceNode): Node {
  const entries = node.items.map(entryOf);
  if (entries.length === 0 || entries.includes(null)) return node;
  const known = new Map<unknown, MappingEntry>();
  for (const entry of entries) {
    // One metric of several data sets stands there more than once.
    if (entry !== null && !known.has(entry.key.value)) known.set(entry.key.value, entry);
  }
  return { kind: "mapping", entries: [...known.values()], line: node.line };
}

function entryOf(node: Node): MappingEntry | null {
  if (node.kind !== "mapping") return null;
  const values = VALUE_KEYS.flatMap((key) => getNode(node, key) ?? []);
  const keys = NAME_KEYS.flatMap((key) => getNode(node, key) ?? []);
  const [value] = values;
  const key = keys.find((one) => one.kind === "scalar" && typeof one.value === "string");
  return value === undefined || key?.kind !== "scalar" ? null : { key, value };
}
