// What the listing of a recorded directory says of the files and directories in it.

import { directoryHash } from "./directory-hash.ts";
import { effectiveHash } from "./locate.ts";
import type { ListedFile, RecordedHash } from "./model.ts";
import type { LocatedEntry } from "./project.ts";

const indexed = new WeakMap<readonly ListedFile[], ReadonlyMap<string, ListedFile>>();

/** A file of a recorded directory by its path from there; null where the listing does not have it. */
export function fileInside({ files }: LocatedEntry, relative: string): ListedFile | null {
  if (files === null) return null;
  const known = indexed.get(files) ?? new Map(files.map((file) => [file.path, file]));
  indexed.set(files, known);
  return known.get(relative) ?? null;
}

/**
 * The hash of a file or directory inside of a recorded directory, by the listing of that one. Null
 * where no listing is known, and where it has nothing at the path.
 */
export function hashInside(entry: LocatedEntry, relative: string): RecordedHash | null {
  // As the directory was hashed; a lock that lists its files is DVC 3's.
  const kind = effectiveHash(entry, entry.insideProject)?.kind ?? "md5";
  const file = fileInside(entry, relative);
  if (file !== null) return { kind, value: file.hash };
  const below = (entry.files ?? []).filter(({ path }) => path.startsWith(`${relative}/`));
  if (below.length === 0) return null;
  const files = below.map(({ path, hash }) => ({
    path: path.slice(relative.length + 1),
    md5: hash,
  }));
  return { kind, value: directoryHash(files) };
}
