// The whole tree of a commit, read directory by directory through the one reader.

import type { Problem, ProblemCause, Reading } from "../reading.ts";
import { remembered } from "../remembered.ts";
import type { ObjectReader } from "./batch.ts";
import { parseTreeObject, type RawEntry } from "./tree-object.ts";
import { makeTree, type Tree, type TreeEntry } from "./tree.ts";

export interface TreeLimits {
  /** Directories inside directories. */
  readonly depth: number;
  /** Files and directories of one tree together. */
  readonly entries: number;
}

export const TREE_LIMITS: TreeLimits = { depth: 200, entries: 2_000_000 };

interface Directory {
  readonly path: string;
  readonly oid: string;
}

type Listing = readonly RawEntry[] | Problem;

/**
 * Reads a tree with all below it. Directories are kept by object id for as long as the reader lives:
 * releases of one history share most of them. Unreadable: `missing-object`, `malformed`,
 * or `too-large` past a limit; its source is the directory that could not be read.
 */
export async function readTree(
  reader: ObjectReader,
  treeOid: string,
  limits: TreeLimits = TREE_LIMITS,
): Promise<Reading<Tree>> {
  const entries: TreeEntry[] = [];
  let level: Directory[] = [{ path: "", oid: treeOid }];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth)
      return tooLarge(level[0], `more than ${limits.depth} directories deep`);
    const listings = await Promise.all(level.map(({ oid }) => readListing(reader, oid)));
    const next: Directory[] = [];
    for (const [index, directory] of level.entries()) {
      const listing = listings[index] ?? [];
      if (isProblem(listing)) return unreadable(directory, listing);
      count += listing.length;
      if (count > limits.entries) return tooLarge(directory, `more than ${limits.entries} entries`);
      spread(directory.path, listing, { entries, next });
    }
    level = next;
  }
  return {
    state: "present",
    value: makeTree(treeOid, entries),
    source: { path: "", oid: treeOid },
  };
}

/** The entries of one directory; none where it cannot be read. */
export async function readDirectory(
  reader: ObjectReader,
  oid: string,
): Promise<readonly RawEntry[]> {
  const listing = await readListing(reader, oid);
  return isProblem(listing) ? [] : listing;
}

function spread(
  path: string,
  listing: readonly RawEntry[],
  into: { readonly entries: TreeEntry[]; readonly next: Directory[] },
): void {
  for (const { name, mode, kind, oid } of listing) {
    const full = path === "" ? name : `${path}/${name}`;
    if (kind === "directory") into.next.push({ path: full, oid });
    else into.entries.push({ path: full, mode, kind, oid });
  }
}

/** Entries that the cache may hold before it starts anew. */
const CACHE_LIMIT = 4_000_000;

interface Cache {
  readonly listings: Map<string, Promise<Listing>>;
  weight: number;
}

const cacheOf: (reader: ObjectReader) => Cache = remembered(() => ({
  listings: new Map(),
  weight: 0,
}));

function readListing(reader: ObjectReader, oid: string): Promise<Listing> {
  const cache = cacheOf(reader);
  const known = cache.listings.get(oid);
  if (known !== undefined) return known;
  const listing = fetchListing(reader, oid).then((value) => {
    cache.weight += isProblem(value) ? 1 : value.length + 1;
    return value;
  });
  if (cache.weight > CACHE_LIMIT) {
    cache.listings.clear();
    cache.weight = 0;
  }
  cache.listings.set(oid, listing);
  return listing;
}

async function fetchListing(reader: ObjectReader, oid: string): Promise<Listing> {
  const content = await reader.read(oid);
  if (content.state === "missing") return problem("missing-object", `the tree ${oid} is not here`);
  if (content.state === "too-large") {
    return problem("too-large", `the tree ${oid} has ${content.size} bytes`);
  }
  if (content.type !== "tree")
    return problem("malformed", `${oid} is a ${content.type}, not a tree`);
  const result = parseTreeObject(content.bytes, oid.length === 64 ? 32 : 20);
  return result.ok ? result.value : result.problem;
}

function problem(cause: ProblemCause, text: string): Problem {
  return { cause, text, line: null, column: null };
}

function isProblem(listing: Listing): listing is Problem {
  return "cause" in listing;
}

function tooLarge(directory: Directory | undefined, text: string): Reading<Tree> {
  return unreadable(directory, problem("too-large", `the tree has ${text}`));
}

function unreadable(directory: Directory | undefined, why: Problem): Reading<Tree> {
  const source = { path: directory?.path ?? "", oid: directory?.oid ?? null };
  return { state: "unreadable", problem: why, source };
}
