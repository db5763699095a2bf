// Which content the records say a path has: as an out of its own, or as a file of a directory.

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
  if (entry.at.kind !== "inside") return null;
  const file = fileInside(entry, path.slice(entry.at.path.length + 1));
  return file === null ? null : { kind: listedKind(entry), value: file.hash };
}

/** How the files of a listing were hashed: as the directory was. A lock that lists files is DVC 3's. */
export function listedKind(entry: LocatedEntry): RecordedHash["kind"] {
  return effectiveHash(entry, entry.insideProject)?.kind ?? "md5";
}

const indexed = new WeakMap<readonly ListedFile[], ReadonlyMap<string, ListedFile>>();

/** A file of a recorded directory by its path from there; null where the listing does not have it. */
export function fileInside({ files }: LocatedEntry, relative: string): ListedFile | null {
  if (files === null) return null;
  const known = indexed.get(files) ?? new Map(files.map((file) => [file.path, file]));
  indexed.set(files, known);
  return known.get(relative) ?? null;
}
