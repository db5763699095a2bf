// The files of one commit, flat, and the questions that the audit asks of them.

import { byPath, rangeBelow } from "../sorted.ts";

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
  /** Whether it holds files alone: no symbolic link and no submodule leads elsewhere. */
  readonly isPlain: boolean;
}

/** A tree over entries in any order. */
export function makeTree(oid: string, unordered: Iterable<TreeEntry>): Tree {
  const known = new Map<string, TreeEntry>();
  for (const entry of unordered) known.set(entry.path, entry);
  const entries = [...known.values()].toSorted(byPath(pathOf));
  const under = (directory: string): readonly TreeEntry[] =>
    directory === "" ? entries : entries.slice(...rangeBelow(entries, pathOf, directory));
  const isDirectory = (path: string): boolean => {
    const [start, end] = rangeBelow(entries, pathOf, path);
    return path === "" || end > start;
  };
  const isPlain = entries.every(({ kind }) => kind === "file");
  return { oid, entries, get: (path) => known.get(path), under, isDirectory, isPlain };
}

function pathOf(entry: TreeEntry): string {
  return entry.path;
}
