// The small objects that were read last: several facts of a release ask for the same ones, and so does the next release.

import { openBounded } from "../bounded.ts";
import type { ObjectContent } from "./answer.ts";

/** Bytes of all that are remembered together, and of one. */
const ALL = 2 * 1024 * 1024;
export const SMALL_OBJECT: number = 64 * 1024;
/** What an entry costs besides its bytes. */
const OVERHEAD = 512;

type Read = (name: string, limit: number) => Promise<ObjectContent>;

interface Asked {
  readonly content: Promise<ObjectContent>;
  /** For which it was asked; null once it is known to be small. */
  readonly limit: number | null;
}

/**
 * Asks again only for what was not asked for lately. Of names, only object ids: a ref may have moved.
 * The bytes of an object are the same for all who ask, and nobody writes to them.
 */
export function rememberRecent(read: Read): Read {
  const recent = openBounded<Asked>(ALL);
  return (name, limit) => {
    if (limit < SMALL_OBJECT || !OBJECT_ID.test(name)) return read(name, limit);
    const before = recent.get(name);
    if (before !== undefined && (before.limit ?? limit) === limit) return before.content;
    const content = read(name, limit);
    recent.put(name, { content, limit }, OVERHEAD);
    const settle = (found: ObjectContent): void => {
      if (found.state !== "present" || found.bytes.length > SMALL_OBJECT) recent.drop(name);
      else recent.put(name, { content, limit: null }, found.bytes.length + OVERHEAD);
    };
    content.then(settle, () => recent.drop(name));
    return content;
  };
}

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
