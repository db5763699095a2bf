// The files of one commit, flat, and the questions that the audit asks of them.

export type EntryKind = "file" | "link" | "submodule";

export interface TreeEntry {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  /** Git's mode: `100644`, `100755`, `120000`, `160000`. */
  readonly mode: string;
  readonly kind: EntryKind;
  readonly oid: string;
}

export interface Tree {
  readonly oid: string;
  /** Sorted by path, in code unit order. */
  readonly entries: readonly TreeEntry[];
  readonly get: (path: string) => TreeEntry | undefined;
  /** Every entry below a directory (`""` is the root), in order. */
  readonly under: (directory: string) => readonly TreeEntry[];
  readonly isDirectory: (path: string) => boolean;
}

/** A tree over entries in any order. */
export function makeTree(oid: string, unordered: Iterable<TreeEntry>): Tree {
  const byPath = new Map<string, TreeEntry>();
  for (const entry of unordered) byPath.set(entry.path, entry);
  const entries = [...byPath.values()].toSorted(byPathOrder);
  const under = (directory: string): readonly TreeEntry[] =>
    directory === "" ? entries : entries.slice(...rangeOf(entries, `${directory}/`));
  const isDirectory = (path: string): boolean => {
    if (path === "") return true;
    const [start, end] = rangeOf(entries, `${path}/`);
    return end > start;
  };
  return { oid, entries, get: (path) => byPath.get(path), under, isDirectory };
}

function byPathOrder(left: TreeEntry, right: TreeEntry): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}

/** Where the paths with a prefix that ends in `/` start and end: `0` follows `/` in code units. */
function rangeOf(entries: readonly TreeEntry[], prefix: string): [number, number] {
  return [firstFrom(entries, prefix), firstFrom(entries, `${prefix.slice(0, -1)}0`)];
}

function firstFrom(entries: readonly TreeEntry[], path: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.path ?? "") < path) low = middle + 1;
    else high = middle;
  }
  return low;
}
