// One recorded dep or out: its path and its hash, as dvc.lock and the pointer files share them.

import { getEntry, getNode, type MappingNode, type Node } from "../document/node.ts";
import { directoryHash, listedPathFault } from "./directory-hash.ts";
import { quoted } from "./known-keys.ts";
import type { HashKind, ListedFile, LockedEntry, RecordedHash } from "./model.ts";
import { asMapping, readItems, readText, refuseUnknownKeys, type Decoding } from "./shape.ts";
import { readMergedSums, readMeta, SUM_KEYS, type Sums } from "./sums.ts";

const LISTED_KEYS: ReadonlySet<string> = new Set([...SUM_KEYS, "relpath", "cloud"]);

/** The keys that every recorded entry may have (DVC, schema.py and output.py). */
export const ENTRY_KEYS: readonly string[] = [...SUM_KEYS, "path", "hash", "cloud", "files"];

const MD5 = /^[0-9a-f]{32}(?:\.dir)?$/i;

/** An entry whose keys have been checked; null where it has no path to go by. */
export function readLockedEntry(
  decoding: Decoding,
  node: MappingNode,
  what: string,
): LockedEntry | null {
  const path = readPath(decoding, node, what);
  const sums = readMergedSums(decoding, node, what);
  const { size, fileCount } = readMeta(decoding, node, what);
  const spelled = getEntry(node, "hash");
  const kind = readText(decoding, spelled, what) ?? "";
  const files = readListedFiles(decoding, node, what);
  const md5 = countingMd5(node, sums.md5, files);
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
  const { md5 } = readMergedSums(decoding, node, what);
  const { size } = readMeta(decoding, node, what);
  const fault = path === null ? "an item has no relpath" : listedFault(path, md5);
  if (fault !== null) decoding.fault(node.line, what, fault);
  return path === null || md5 === null ? null : { path, hash: md5, size };
}

/** A cache is asked for these files by their md5: it must be one, and no path. */
function listedFault(path: string, md5: string | null): string | null {
  if (md5 !== null && !MD5.test(md5)) return `the md5 of ${quoted(path)} is no md5`;
  return listedPathFault(path);
}
