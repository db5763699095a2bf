// Which content the records say a path has: as an out of its own, or as a file of a directory.

import { directoryHash } from "./directory-hash.ts";
import { effectiveHash } from "./locate.ts";
import type { ListedFile, RecordedHash } from "./model.ts";
import type { Producer, Producers } from "./producers.ts";
import type { LocatedEntry } from "./project.ts";

/**
 * The recorded hash of the file at a path. Null where nothing records it, where the listing of the
 * directory around it is not known, or where several records say several things.
 */
export function recordedAt(path: string, producers: Producers): RecordedHash | null {
  const own = producers.at(path).map(({ entry }) => effectiveHash(entry, entry.insideProject));
  const inside = producers.above(path).map((producer) => listedHash(path, producer));
  const found = [...own, ...inside].filter((hash) => hash !== null);
  const [first] = found;
  if (first === undefined || first.value.endsWith(".dir")) return null;
  return found.every(({ value }) => value === first.value) ? first : null;
}

function listedHash(path: string, { entry }: Producer): RecordedHash | null {
  return entry.at.kind === "inside"
    ? hashInside(entry, path.slice(entry.at.path.length + 1))
    : null;
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

const indexed = new WeakMap<readonly ListedFile[], ReadonlyMap<string, ListedFile>>();

/** A file of a recorded directory by its path from there; null where the listing does not have it. */
export function fileInside({ files }: LocatedEntry, relative: string): ListedFile | null {
  if (files === null) return null;
  const known = indexed.get(files) ?? new Map(files.map((file) => [file.path, file]));
  indexed.set(files, known);
  return known.get(relative) ?? null;
}
