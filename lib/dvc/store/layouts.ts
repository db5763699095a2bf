// How a cache or a remote lays its objects out, and which of its directories are there.

import { join } from "node:path";

import type { RecordedHash } from "../model.ts";
import type { Files } from "./files.ts";

const HASH = /^([0-9a-f]{2})([0-9a-f]{30})(\.dir)?$/;
/** Where DVC 3 has its objects, below the directory of a cache or a remote. */
export const OBJECTS: string = join("files", "md5");
const MOST_NAMES = 1024;
const ABSENT: NotStored = { state: "absent" };

/** Whether DVC keeps objects under this hash at all. */
export function isStorable({ kind, value }: RecordedHash): boolean {
  return (kind === "md5" || kind === "md5-dos2unix") && HASH.test(value);
}

/** `corrupt`: bytes that have another hash. */
export type NotStored =
  | { readonly state: "too-large"; readonly size: number }
  | { readonly state: "corrupt" }
  | { readonly state: "absent" };

/** What lies at one path, where the object of a hash may be; `Found` where it is as recorded. */
export type Looked<Found extends { readonly state: "present" }> = Found | NotStored;

/**
 * The object of a hash, as DVC 3 lays it out (`files/md5/<2>/<30>`) or as DVC 2 did (`<2>/<30>`).
 * In the layout of the other hash a file with the same digits may be another content: there only a
 * match counts.
 */
export async function findObject<Found extends { readonly state: "present" }>(
  { current, old }: Layouts,
  hash: RecordedHash,
  look: (path: string) => Promise<Looked<Found>>,
): Promise<Looked<Found>> {
  const [, first, rest, suffix = ""] = HASH.exec(hash.value) ?? [];
  if (first === undefined || rest === undefined) return ABSENT;
  const name = `${rest}${suffix}`;
  const lookIn = async (layout: Layout): Promise<Looked<Found>> => {
    const isThere = layout.prefixes?.has(first) ?? true;
    return isThere ? look(join(layout.directory, first, name)) : ABSENT;
  };
  const [own, other] = hash.kind === "md5" ? [current, old] : [old, current];
  const found = await lookIn(own);
  if (found.state === "present" || found.state === "too-large") return found;
  const second = await lookIn(other);
  return second.state === "present" ? second : found;
}

/** A directory of objects, and which of its 256 directories are there; null: too many to say. */
interface Layout {
  readonly directory: string;
  readonly prefixes: ReadonlySet<string> | null;
}

/** Both layouts of a cache or a remote: of DVC 3, and of DVC 2. */
export interface Layouts {
  readonly current: Layout;
  readonly old: Layout;
}

/** Looks once, so that a thousand hashes that nobody has cost nothing. */
export async function openLayouts(directory: string, files: Files): Promise<Layouts> {
  const [current, old] = await Promise.all([
    openLayout(join(directory, OBJECTS), files),
    openLayout(directory, files),
  ]);
  return { current, old };
}

async function openLayout(directory: string, files: Files): Promise<Layout> {
  return { directory, prefixes: await namesIn(directory, files) };
}

/** A directory that is no cache may hold any number of names, or show none of them. */
async function namesIn(path: string, files: Files): Promise<ReadonlySet<string> | null> {
  try {
    const names = await files.list(path, MOST_NAMES);
    return names === null ? null : new Set(names);
  } catch (error) {
    return isAbsence(error) ? new Set() : null;
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
