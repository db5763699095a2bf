// What the listing of a recorded directory says of the files and directories in it.

import { byPath, rangeBelow } from "../sorted.ts";
import { remembered } from "../remembered.ts";
import { directoryHash } from "./directory-hash.ts";
import { effectiveHash } from "./locate.ts";
import type { ListedFile, RecordedHash } from "./model.ts";
import type { LocatedEntry } from "./project.ts";

/** A listing of a million files is asked by every stage that reads something in it. */
interface Index {
  readonly files: ReadonlyMap<string, ListedFile>;
  /** Made when a directory is asked for. */
  sorted: readonly ListedFile[] | null;
  readonly directories: Map<string, string | null>;
}

const indexOf: (files: readonly ListedFile[]) => Index = remembered((files) => ({
  files: new Map(files.map((file) => [file.path, file])),
  sorted: null,
  directories: new Map(),
}));

/** A file of a recorded directory by its path from there; null where the listing does not have it. */
export function fileInside({ files }: LocatedEntry, relative: string): ListedFile | null {
  return files === null ? null : (indexOf(files).files.get(relative) ?? null);
}

/** Of a directory the files in it, as far as they are known; none outside of the repository. */
export function pathsIn({ at, files }: LocatedEntry): readonly string[] {
  if (at.kind !== "inside") return [];
  return files === null ? [at.path] : files.map((file) => `${at.path}/${file.path}`);
}

/** Its own, and those of the files in it. */
export function hashesIn({ hash, files }: LocatedEntry): readonly string[] {
  const inside = files?.map((file) => file.hash) ?? [];
  return hash === null ? inside : [hash.value, ...inside];
}

/**
 * The hash of a file or directory inside of a recorded directory, by the listing of that one. Null
 * where no listing is known, and where it has nothing at the path.
 */
export function hashInside(entry: LocatedEntry, relative: string): RecordedHash | null {
  if (entry.files === null) return null;
  // As the directory was hashed; a lock that lists its files is DVC 3's.
  const kind = effectiveHash(entry, entry.insideProject)?.kind ?? "md5";
  const file = fileInside(entry, relative);
  const value = file === null ? directoryInside(entry.files, relative) : file.hash;
  return value === null ? null : { kind, value };
}

function directoryInside(files: readonly ListedFile[], relative: string): string | null {
  const index = indexOf(files);
  const before = index.directories.get(relative);
  if (before !== undefined) return before;
  index.sorted ??= files.toSorted(byPath(({ path }) => path));
  const below = index.sorted.slice(...rangeBelow(index.sorted, ({ path }) => path, relative));
  const inside = below.map(({ path, hash }) => ({
    path: path.slice(relative.length + 1),
    md5: hash,
  }));
  const found = inside.length === 0 ? null : directoryHash(inside);
  index.directories.set(relative, found);
  return found;
}
