// What is gone from a metrics file, and what is of another type than it was.

import { getEntry, type MappingNode, type Node, type SequenceNode } from "../../document/node.ts";

export interface KeyChange {
  /** Dotted, as DVC shows it. */
  readonly key: string;
  /** The type that it had, and what it has now: another type, or none. */
  readonly from: string;
  readonly to: string | null;
  /** A new key beside a removed one, where there is one of each: it may have been renamed. */
  readonly instead: string | null;
  /** Dotted keys of what a removed mapping held. */
  readonly leaves: readonly string[];
  readonly line: number | null;
}

const DEEPEST = 64;

/**
 * Removed keys and changed types. New keys, other values and other lengths of lists are none; an
 * integer and a float are both numbers; a list is compared by what all of its items are, and one of
 * mappings also by the numbers that any of them has.
 */
export function changedKeys(before: Node, after: Node): readonly KeyChange[] {
  if (before.kind === "mapping" && after.kind === "mapping") return changesIn(before, after, []);
  const changed = typeChange("", before, after);
  return changed.length > 0 ? changed : changesInLists(before, after, []);
}

function changesIn(
  before: MappingNode,
  after: MappingNode,
  above: readonly string[],
): readonly KeyChange[] {
  const renamed = renamedIn(before, after);
  return before.entries.flatMap(({ key, value }): readonly KeyChange[] => {
    const name = nameOf(key.value);
    const path = [...above, name];
    const now = entryOf(after, name);
    if (now === undefined) {
      const instead = renamed === null ? null : [...above, renamed].join(".");
      const leaves = value.kind === "mapping" ? leafKeys(value, path) : [];
      return [{ key: path.join("."), from: typeOf(value), to: null, instead, leaves, line: null }];
    }
    if (value.kind === "mapping" && now.kind === "mapping" && path.length < DEEPEST) {
      return changesIn(value, now, path);
    }
    const changed = typeChange(path.join("."), value, now);
    return changed.length > 0 ? changed : changesInLists(value, now, path);
  });
}

function changesInLists(before: Node, after: Node, path: readonly string[]): readonly KeyChange[] {
  if (before.kind !== "sequence" || after.kind !== "sequence" || after.items.length === 0)
    return [];
  const [old, now] = [fieldsOf(before, isNumber), fieldsOf(after, () => true)];
  return old === null || now === null ? [] : changesIn(old, now, path);
}

/** What any of the items says, once; null where not all of them are mappings. */
function fieldsOf(
  { items, line }: SequenceNode,
  isWanted: (value: Node) => boolean,
): MappingNode | null {
  const fields = new Map<string, MappingNode["entries"][number]>();
  for (const item of items) {
    if (item.kind !== "mapping") return null;
    for (const entry of item.entries) {
      const name = nameOf(entry.key.value);
      if (!fields.has(name) && isWanted(entry.value)) fields.set(name, entry);
    }
  }
  return { kind: "mapping", entries: [...fields.values()], line };
}

function isNumber(node: Node): boolean {
  return node.kind === "scalar" && scalarType(node.value) === "number";
}

function typeChange(key: string, before: Node, after: Node): readonly KeyChange[] {
  const [from, to] = [typeOf(before), typeOf(after)];
  if (from === to || isOpen(from, to)) return [];
  return [{ key, from, to, instead: null, leaves: [], line: after.line }];
}

/** An empty or a mixed list may become any list. */
function isOpen(from: string, to: string): boolean {
  return from.startsWith("list") && to.startsWith("list") && (from === "list" || to === "list");
}

function renamedIn(before: MappingNode, after: MappingNode): string | null {
  const gone = namesIn(before).filter((name) => entryOf(after, name) === undefined);
  const added = namesIn(after).filter((name) => entryOf(before, name) === undefined);
  return gone.length === 1 && added.length === 1 ? (added[0] ?? null) : null;
}

function namesIn(node: MappingNode): readonly string[] {
  return node.entries.map(({ key }) => nameOf(key.value));
}

function entryOf(node: MappingNode, name: string): Node | undefined {
  const entry = getEntry(node, name);
  return (entry ?? node.entries.find(({ key }) => nameOf(key.value) === name))?.value;
}

/** Every dotted key that holds no mapping. */
export function leafKeys(node: Node, above: readonly string[] = []): readonly string[] {
  if (node.kind !== "mapping" || above.length > DEEPEST)
    return above.length === 0 ? [] : [above.join(".")];
  return node.entries.flatMap(({ key, value }) => leafKeys(value, [...above, nameOf(key.value)]));
}

function nameOf(value: unknown): string {
  if (typeof value === "object" && value !== null && "date" in value) return String(value.date);
  return String(value);
}

function typeOf(node: Node): string {
  if (node.kind === "mapping") return "mapping";
  if (node.kind === "scalar") return scalarType(node.value);
  const types = new Set(
    node.items.map((item) => (item.kind === "sequence" ? "list" : typeOf(item))),
  );
  const [type] = types;
  return types.size === 1 ? `list of ${type}s` : "list";
}

function scalarType(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "bigint" || typeof value === "number") return "number";
  return typeof value === "object" ? "date" : typeof value;
}
