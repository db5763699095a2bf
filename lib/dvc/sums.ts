// The checksums, sizes and cloud versions that entries, listed files and `cloud:` blocks share.

import { getEntry, type MappingNode, type Node } from "../document/node.ts";
import { quoted } from "./known-keys.ts";
import {
  asMapping,
  describe,
  readCount,
  readEntries,
  readFlag,
  readText,
  refuseUnknownKeys,
  stringKey,
  type Decoding,
} from "./shape.ts";

const SUMS = ["md5", "etag", "checksum"] as const;
const META = ["size", "nfiles", "isexec", "version_id"] as const;
/** DVC, output.py: `CHECKSUMS_SCHEMA` and `META_SCHEMA`. */
export const SUM_KEYS: readonly string[] = [...SUMS, ...META];
const CLOUD_KEYS: ReadonlySet<string> = new Set(SUM_KEYS);
const SHORTEST_SUM = 3;

export type Sums = { readonly [Name in (typeof SUMS)[number]]: string | null };

function readSums(decoding: Decoding, node: MappingNode, what: string): Sums {
  return {
    md5: readSum(decoding, node, "md5", what),
    etag: readSum(decoding, node, "etag", what),
    checksum: readSum(decoding, node, "checksum", what),
  };
}

/** Empty and null are no hash. A number is refused: DVC crashes on it, and its spelling is lost. */
export function readSum(
  decoding: Decoding,
  node: MappingNode,
  key: string,
  what: string,
): string | null {
  const entry = getEntry(node, key);
  if (entry === undefined) return null;
  const { value, key: at } = entry;
  if (value.kind === "scalar" && (value.value === null || value.value === "")) return null;
  if (value.kind !== "scalar" || typeof value.value !== "string") {
    decoding.fault(at.line, what, sumFault(key, value));
    return null;
  }
  if (value.value.length >= SHORTEST_SUM) return value.value;
  decoding.fault(at.line, what, `the ${key} ${quoted(value.value)} is too short`);
  return null;
}

function sumFault(key: string, value: Node): string {
  if (value.kind !== "scalar") return `the ${key} is ${describe(value)}, not a string`;
  const spelled = value.source === null ? "" : ` ${quoted(value.source).slice(1, -1)}`;
  return `the ${key}${spelled} is not quoted: DVC reads it as ${describe(value)}`;
}

export function readMeta(
  decoding: Decoding,
  node: MappingNode,
  what: string,
): { readonly size: number | null; readonly fileCount: number | null } {
  readFlag(decoding, getEntry(node, "isexec"), what, false);
  readText(decoding, getEntry(node, "version_id"), what);
  return {
    size: readCount(decoding, getEntry(node, "size"), what),
    fileCount: readCount(decoding, getEntry(node, "nfiles"), what),
  };
}

/**
 * The checksums of an entry or a listed file. What its `cloud:` block says replaces them, as DVC
 * merges the two (output.py, `merge_file_meta_from_cloud`).
 */
export function readMergedSums(decoding: Decoding, node: MappingNode, what: string): Sums {
  const own = readSums(decoding, node, what);
  const cloud = readCloudSums(decoding, node, what);
  if (cloud === null) return own;
  return {
    md5: cloud.md5 ?? own.md5,
    etag: cloud.etag ?? own.etag,
    checksum: cloud.checksum ?? own.checksum,
  };
}

/** `cloud:` holds what one remote says of the file. */
function readCloudSums(decoding: Decoding, node: MappingNode, what: string): Sums | null {
  const [remote, second] = readEntries(decoding, getEntry(node, "cloud"), what);
  if (remote === undefined) return null;
  if (second !== undefined) decoding.fault(second.key.line, what, '"cloud" names two remotes');
  const name = stringKey(decoding, remote, what);
  const values = asMapping(decoding, remote.value, what, quoted(name ?? ""));
  if (values === null) return null;
  refuseUnknownKeys(decoding, values, what, CLOUD_KEYS);
  readMeta(decoding, values, what);
  return readSums(decoding, values, what);
}
