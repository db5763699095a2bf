// Which of the wanted hashes a version of a lock holds, each version read once.

import type { ObjectReader } from "../git/batch.ts";

/** The largest lock that is searched: 64 MiB. */
const LOCK_LIMIT = 64 * 1024 * 1024;

export interface HashSearch {
  /** The hashes that a blob holds, as text; null for one that could not be read. */
  readonly hashesIn: (oid: string) => Promise<ReadonlySet<string> | null>;
  /** Versions that were not here or too large so far. */
  readonly unread: () => number;
  /** Bytes that were searched so far. */
  readonly bytes: () => number;
}

export function makeHashSearch(reader: ObjectReader, hashes: ReadonlySet<string>): HashSearch {
  const known = new Map<string, Promise<ReadonlySet<string> | null>>();
  let unread = 0;
  let bytes = 0;
  const search = async (oid: string): Promise<ReadonlySet<string> | null> => {
    const content = await reader.read(oid, { limit: LOCK_LIMIT });
    if (content.state !== "present") {
      unread += 1;
      return null;
    }
    bytes += content.bytes.length;
    const found = [...hashes].filter((hash) => content.bytes.includes(hash, 0, "latin1"));
    return found.length === 0 ? NONE : new Set(found);
  };
  const hashesIn = (oid: string): Promise<ReadonlySet<string> | null> => {
    const found = known.get(oid) ?? search(oid);
    known.set(oid, found);
    return found;
  };
  return { hashesIn, unread: () => unread, bytes: () => bytes };
}

const NONE: ReadonlySet<string> = new Set();
