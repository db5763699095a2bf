// One recorded dep or out: its path and its hash, as dvc.lock and the pointer files share them.

import { getEntry, getNode, type MappingNode, type Node } from "../document/node.ts";
import { directoryHash, listedPathFault } from "./directory-hash.ts";
import { quoted } from "./known-keys.ts";
import type { HashKind, ListedFile, LockedEntry, RecordedHash } from "./model.ts";
import {
  asMapping,
  describe,
  readCount,
  readEntries,
  readFlag,
  readItems,
  readText,
  refuseUnknownKeys,
  stringKey,
  type Decoding,
} from "./shape.ts";

const SUMS = ["md5", "etag", "checksum"] as const;
const META = ["size", "nfiles", "isexec", "version_id"] as const;
const CLOUD_KEYS: ReadonlySet<string> = new Set([...SUMS, ...META]);
const LISTED_KEYS: ReadonlySet<string> = new Set([...SUMS, ...META, "relpath", "cloud"]);

/** The keys that every recorded entry may have (DVC, schema.py and output.py). */
export const ENTRY_KEYS: readonly string[] = [...SUMS, ...META, "path", "hash", "cloud", "files"];

const SHORTEST_SUM = 3;
const MD5 = /^[0-9a-f]{32}(?:\.dir)?$/i;

type Sums = { readonly [Name in (typeof SUMS)[number]]: string | null };

/** An entry whose keys have been checked; null where it has no path to go by. */
export function readLockedEntry(
  decoding: Decoding,
  node: MappingNode,
  what: string,
): LockedEntry | null {
  const path = readPath(decoding, node, what);
  const sums = readSums(decoding, node, what);
  const { size, fileCount } = readMeta(decoding, node, what);
  const spelled = getEntry(node, "hash");
  const kind = readText(decoding, spelled, what) ?? "";
  const files = readListedFiles(decoding, node, what);
  const md5 = countingMd5(node, sums.md5, files);
  checkCloud(decoding, node, what);
  if (path === null) return null;
  return {
    path: path.path,
    line: path.line,
    hash: recordedHash(md5, sums, spelled === undefined ? null : kind),
    hashSpelled: spelled !== undefined,
    size,
    fileCount,
    files,
    cloud: getNode(node, "cloud") ?? null,
    dataset: getNode(node, "dataset") ?? null,
  };
}

/** A path that git can be asked for: not empty, and on one line. */
export function readPath(
  decoding: Decoding,
  node: MappingNode,
  what: string,
): { readonly path: string; readonly line: number } | null {
  const entry = getEntry(node, "path");
  if (entry === undefined) {
    decoding.fault(node.line, what, "an entry has no path");
    return null;
  }
  const path = readText(decoding, entry, what);
  if (path === null || !checkPath(decoding, path, entry.key.line, what)) return null;
  return { path, line: entry.key.line };
}

export function checkPath(decoding: Decoding, path: string, line: number, what: string): boolean {
  const fault =
    path === ""
      ? "a path is empty"
      : /[\0\n]/.test(path)
        ? `the path ${quoted(path)} holds a ${path.includes("\0") ? "NUL" : "line break"}`
        : null;
  if (fault !== null) decoding.fault(line, what, fault);
  return fault === null;
}

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
  const spelled = value.source === null ? "" : ` ${value.source.slice(0, 80)}`;
  return `the ${key}${spelled} is not quoted: DVC reads it as ${describe(value)}`;
}

function readMeta(
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

/** What DVC compares with: an md5 before the checksums of clouds. */
function recordedHash(
  md5: string | null,
  { etag, checksum }: Sums,
  spelled: string | null,
): RecordedHash | null {
  if (md5 !== null) return { kind: md5Kind(md5, spelled), value: md5 };
  if (etag !== null) return { kind: "etag", value: etag };
  return checksum === null ? null : { kind: "checksum", value: checksum };
}

/** An md5 that is not hex matches nothing and is kept apart, so that nobody makes a path of it. */
function md5Kind(md5: string, spelled: string | null): HashKind {
  if (!MD5.test(md5)) return "other";
  if (spelled === null) return "md5-dos2unix";
  return spelled === "md5" ? "md5" : "other";
}

/** A listing wins over an `md5` beside it, also one that gives no hash. */
function countingMd5(
  node: MappingNode,
  md5: string | null,
  files: readonly ListedFile[] | null,
): string | null {
  if (files !== null) return directoryHash(files.map(({ path, hash }) => ({ path, md5: hash })));
  const listing = getNode(node, "files");
  return listing?.kind === "sequence" && listing.items.length > 0 ? null : md5;
}

/**
 * `files:`; an empty list counts as absent, and of two items with one path the last one counts.
 * Null where an item has no md5: what DVC hashes then can be compared with nothing.
 */
function readListedFiles(
  decoding: Decoding,
  node: MappingNode,
  what: string,
): readonly ListedFile[] | null {
  const items = readItems(decoding, getEntry(node, "files"), what);
  if (items.length === 0) return null;
  const files = new Map<string, ListedFile>();
  let complete = true;
  for (const item of items) {
    const file = readListedFile(decoding, item, `files in ${what}`);
    if (file === null) complete = false;
    else files.set(file.path, file);
  }
  return complete ? [...files.values()] : null;
}

function readListedFile(decoding: Decoding, item: Node, what: string): ListedFile | null {
  const node = asMapping(decoding, item, what, "an item");
  if (node === null) return null;
  refuseUnknownKeys(decoding, node, what, LISTED_KEYS);
  const path = readText(decoding, getEntry(node, "relpath"), what);
  const { md5 } = readSums(decoding, node, what);
  const { size } = readMeta(decoding, node, what);
  checkCloud(decoding, node, what);
  const fault = path === null ? "an item has no relpath" : listedFault(path, md5);
  if (fault !== null) decoding.fault(node.line, what, fault);
  return path === null || md5 === null ? null : { path, hash: md5, size };
}

/** A cache is asked for these files by their md5: it must be one, and no path. */
function listedFault(path: string, md5: string | null): string | null {
  if (md5 !== null && !MD5.test(md5)) return `the md5 of ${quoted(path)} is no md5`;
  return listedPathFault(path);
}

/** `cloud:` holds what one remote says of the file; it is checked for shape and kept as it is. */
function checkCloud(decoding: Decoding, node: MappingNode, what: string): void {
  const remotes = readEntries(decoding, getEntry(node, "cloud"), what);
  const second = remotes[1];
  if (second !== undefined) decoding.fault(second.key.line, what, '"cloud" names two remotes');
  for (const remote of remotes.slice(0, 1)) {
    const name = stringKey(decoding, remote, what);
    const values = asMapping(decoding, remote.value, what, quoted(name ?? ""));
    if (values === null) continue;
    refuseUnknownKeys(decoding, values, what, CLOUD_KEYS);
    readSums(decoding, values, what);
    readMeta(decoding, values, what);
  }
}
