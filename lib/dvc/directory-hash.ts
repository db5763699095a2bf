// The hash of a directory: the md5 of its listing as Python writes it. And such a listing, read.

import { createHash } from "node:crypto";

import { compareCodePoints, pythonString } from "../document/value.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import { quoted } from "./known-keys.ts";
import type { ListedFile } from "./model.ts";

/** A `.dir` object of a million files has about 100 MiB. */
const LARGEST_OBJECT = 256 * 1024 * 1024;
const ENTRIES_AT_ONCE = 4096;
const MD5 = /^[0-9a-f]{32}$/;
const MAY_NEED_CODE_POINTS = /[\ud800-\uffff]/;

/** A file of a directory: its path from the directory, and its md5. */
export interface HashedFile {
  readonly path: string;
  readonly md5: string;
}

/**
 * `<md5>.dir` of a directory's files, in any order; paths are unique. The listing is Python's
 * `json.dumps` of `{"md5", "relpath"}` sorted by path in code point order (dvc-data, tree.py).
 */
export function directoryHash(files: Iterable<HashedFile>): string {
  const sorted = sortByPath([...files]);
  const hash = createHash("md5").update("[");
  for (let start = 0; start < sorted.length; start += ENTRIES_AT_ONCE) {
    const texts = sorted.slice(start, start + ENTRIES_AT_ONCE).map(entryText);
    hash.update(`${start === 0 ? "" : ", "}${texts.join(", ")}`);
  }
  return `${hash.update("]").digest("hex")}.dir`;
}

/** The files that a `.dir` object lists, in its order. The bytes are hostile and may be large. */
export function parseDirectoryObject(bytes: Uint8Array): Parsed<ListedFile[]> {
  if (bytes.length > LARGEST_OBJECT) {
    const text = `the directory listing has ${bytes.length} bytes, more than ${LARGEST_OBJECT}`;
    return { ok: false, problem: { cause: "too-large", text, line: null, column: null } };
  }
  const listing = parseJson(bytes);
  if (!Array.isArray(listing)) return malformed("the directory listing is not a JSON list");
  return readListing(listing);
}

/** Why a path cannot be one of a listing, or null: it would lead out of its directory. */
export function listedPathFault(path: string): string | null {
  if (path === "") return "lists an empty path";
  if (path.includes("\0")) return `lists ${quoted(path)}, a path with a NUL`;
  const strays = path.split("/").some((part) => part === "" || part === "." || part === "..");
  return strays ? `lists ${quoted(path)}, which is not a plain path inside it` : null;
}

function sortByPath(files: HashedFile[]): HashedFile[] {
  if (files.some(({ path }) => MAY_NEED_CODE_POINTS.test(path))) {
    return files.toSorted((left, right) => compareCodePoints(left.path, right.path));
  }
  return files.toSorted((left, right) => (left.path < right.path ? -1 : +(left.path > right.path)));
}

function entryText({ path, md5 }: HashedFile): string {
  return `{"md5": ${pythonString(md5)}, "relpath": ${pythonString(path)}}`;
}

/** The value, or undefined for anything that is no JSON in UTF-8. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function readListing(listing: readonly unknown[]): Parsed<ListedFile[]> {
  const files: ListedFile[] = [];
  const paths = new Set<string>();
  for (const [index, item] of listing.entries()) {
    const file = readListed(item);
    if (typeof file === "string") return malformed(`entry ${index + 1} ${file}`);
    if (paths.has(file.path))
      return malformed(`entry ${index + 1} lists ${quoted(file.path)} again`);
    paths.add(file.path);
    files.push(file);
  }
  return parsed(files);
}

/** A file, or what is wrong with it. */
function readListed(item: unknown): ListedFile | string {
  if (!isRecord(item)) return "is not an object";
  const { md5, relpath, size } = item;
  if (typeof relpath !== "string") return "has no relpath";
  if (typeof md5 !== "string" || !MD5.test(md5)) return `has no md5 for ${quoted(relpath)}`;
  const isCount = typeof size === "number" && Number.isSafeInteger(size) && size >= 0;
  return listedPathFault(relpath) ?? { path: relpath, hash: md5, size: isCount ? size : null };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
