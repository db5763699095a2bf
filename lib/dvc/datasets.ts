// The three copies of what a `ds://` dep read: declared in dvc.yaml, in its lock, and in the stage of the lock.

import { getNode, type MappingNode, type Node } from "../document/node.ts";
import { pythonEquals } from "../document/value.ts";

/** As `dvc status` words it; `undeclared` ends DVC. */
export type DatasetState = "same" | "not in sync" | "new" | "modified" | "undeclared";

export interface DatasetCopies {
  /** The item of `datasets:` in a dvc.yaml; null where none has the name. */
  readonly declared: Node | null;
  /** The item of the lock beside that dvc.yaml. */
  readonly locked: Node | null;
  /** What the stage recorded. */
  readonly read: Node | null;
}

const SPEC = ["name", "url", "type"];
const DVC_SPEC = [...SPEC, "path", "rev"];
/** What a record of each type holds besides its declaration (dvc/repo/datasets.py). */
const RECORD: ReadonlyMap<string, readonly string[]> = new Map([
  ["dvc", [...DVC_SPEC, "rev_lock"]],
  ["dc", [...SPEC, "version", "created_at"]],
  ["url", [...SPEC, "meta", "files"]],
]);

/** The name in `ds://name`, or null for a path that is none. */
export function datasetName(path: string): string | null {
  return /^ds:\/\/([^/?#]*)/i.exec(path)?.[1] ?? null;
}

/** The item of a `datasets:` list with the name; of several in a lock the first counts. */
export function datasetNamed(items: readonly Node[], name: string): Node | null {
  return items.find((item) => textOf(item, "name") === name) ?? null;
}

/** Compares the copies as DVC does: by the keys of their type, whatever else they hold. */
export function compareDataset({ declared, locked, read }: DatasetCopies): DatasetState {
  if (declared === null) return "undeclared";
  const fields = recordKeys(locked);
  const spec = fields?.includes("rev") === true ? DVC_SPEC : SPEC;
  if (fields === null || !areEqual(declared, locked, spec)) return "not in sync";
  if (recordKeys(read) === null) return "new";
  return areEqual(read, locked, fields) ? "same" : "modified";
}

/** Null for what is no record of a known type. */
function recordKeys(record: Node | null): readonly string[] | null {
  return RECORD.get(textOf(record, "type") ?? "") ?? null;
}

/** The keys in which two records differ. */
export function differingKeys(read: Node | null, locked: Node | null): readonly string[] {
  const fields = recordKeys(locked) ?? SPEC;
  return fields.filter((key) => !areEqual(read, locked, [key]));
}

function areEqual(left: Node | null, right: Node | null, keys: readonly string[]): boolean {
  return keys.every((key) => {
    const [first, second] = [fieldOf(left, key), fieldOf(right, key)];
    return first === null || second === null ? first === second : pythonEquals(first, second);
  });
}

/** Null for a key that is not there, and for what DVC takes for its default. */
function fieldOf(node: Node | null, key: string): Node | null {
  const value = node?.kind === "mapping" ? getNode(node, key) : undefined;
  if (value === undefined) return null;
  if (value.kind === "sequence") return value.items.length === 0 ? null : sortFiles(value.items);
  if (value.kind === "mapping") return withoutNull(value);
  const isDefault = value.value === null || (key === "path" && value.value === "");
  return isDefault ? null : value;
}

/** DVC sorts the files of a dataset by their path. */
function sortFiles(items: readonly Node[]): Node {
  const named = items.map((item) => ({ item, path: textOf(item, "relpath") ?? "" }));
  const sorted = named.toSorted((left, right) => (left.path < right.path ? -1 : 1));
  return { kind: "sequence", items: sorted.map(({ item }) => item), line: items[0]?.line ?? 1 };
}

function withoutNull(node: MappingNode): Node {
  const entries = node.entries.filter(
    ({ value }) => value.kind !== "scalar" || (value.value !== null && value.value !== false),
  );
  return { ...node, entries };
}

function textOf(node: Node | null, key: string): string | null {
  const value = node?.kind === "mapping" ? getNode(node, key) : undefined;
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : null;
}
