// Which content the records say a path has: as an out of its own, or as a file of a directory.

import { hashInside } from "./inside.ts";
import { effectiveHash } from "./locate.ts";
import type { RecordedHash } from "./model.ts";
import type { Producer, Producers } from "./producers.ts";

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
