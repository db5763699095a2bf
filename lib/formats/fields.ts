// The fields of one listed file, in the spellings that manifests use for them.

import { getNode, type MappingNode, type Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { digestsOf } from "./digests.ts";
import { pathEntry, type ManifestEntry } from "./manifest.ts";
import { textOf } from "./nodes.ts";

/** Keys of a path; a `name` may be one, or what people call it. */
export const PATH_KEYS: readonly string[] = ["path", "file", "filename"];
const SIZE_KEYS = ["bytes", "size", "size_bytes"];

function first(node: MappingNode, keys: readonly string[]): Node | undefined {
  for (const key of keys) {
    const value = getNode(node, key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What stands under the first key of a path; null where that is no text. */
export function pathOf(node: MappingNode): string | null {
  const path = first(node, PATH_KEYS);
  return path?.kind === "scalar" && typeof path.value === "string" ? path.value : null;
}

/** An item of a list: a path, or a mapping that holds one. */
export function entryOf(node: Node): Parsed<ManifestEntry> {
  const path = node.kind === "mapping" ? first(node, [...PATH_KEYS, "name"]) : node;
  if (path?.kind !== "scalar" || typeof path.value !== "string")
    return malformed(`line ${node.line} lists something without a path`, node.line);
  return node.kind === "mapping"
    ? describedEntry(path.value, node)
    : parsed(pathEntry(path.value, node.line));
}

/** A path with the mapping that describes it. */
export function describedEntry(path: string, node: MappingNode): Parsed<ManifestEntry> {
  const size = sizeOf(node);
  if (!size.ok) return size;
  const digests = digestsOf(node);
  if (!digests.ok) return digests;
  const role = textOf(getNode(node, "role") ?? getNode(node, "kind"));
  return parsed({ path, line: node.line, role, bytes: size.value, ...digests.value });
}

/** The size in bytes under any of its keys; null where none says it. */
function sizeOf(node: MappingNode): Parsed<number | null> {
  let known: number | null = null;
  for (const key of SIZE_KEYS) {
    const value = getNode(node, key);
    if (value === undefined || isNull(value)) continue;
    const size = bytesOf(value);
    if (size === null)
      return malformed(`line ${value.line} gives a size that is no number of bytes`, value.line);
    if (known !== null && known !== size)
      return malformed(`line ${value.line} gives two different sizes of one file`, value.line);
    known = size;
  }
  return parsed(known ?? lengthOf(node));
}

/** Beside a size, or where it is no number of bytes, a `length` is that of something else: rows, seconds. */
function lengthOf(node: MappingNode): number | null {
  const value = getNode(node, "length");
  return value === undefined ? null : bytesOf(value);
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** A whole number, which may be quoted; null for all else. */
export function bytesOf(node: Node): number | null {
  if (node.kind !== "scalar") return null;
  const { value } = node;
  const isNumber = typeof value === "number" || typeof value === "bigint";
  const isDigits = typeof value === "string" && /^\d+$/.test(value);
  const size = isNumber || isDigits ? Number(value) : -1;
  return Number.isInteger(size) && size >= 0 ? size : null;
}
