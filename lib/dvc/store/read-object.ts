// One object of a cache or a remote: read within bounds, and believed only when its hash is its name.

import { constants } from "node:fs";
import { open, opendir, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

import { legacyMd5Of, md5Of } from "../hash.ts";
import type { RecordedHash } from "../model.ts";

/** What lies where the object should. `corrupt`: bytes that have another hash. */
export type StoredObject =
  | { readonly state: "present"; readonly bytes: Uint8Array }
  | { readonly state: "too-large"; readonly size: number }
  | { readonly state: "corrupt" }
  | { readonly state: "absent" };

const HASH = /^([0-9a-f]{2})([0-9a-f]{30})(\.dir)?$/;
const MOST_NAMES = 1024;
const ABSENT: StoredObject = { state: "absent" };

/** Whether DVC keeps objects under this hash at all. */
export function isStorable({ kind, value }: RecordedHash): boolean {
  return (kind === "md5" || kind === "md5-dos2unix") && HASH.test(value);
}

/**
 * The object of a hash, as DVC 3 lays it out (`files/md5/<2>/<30>`) or as DVC 2 did (`<2>/<30>`).
 * Over `limit` bytes it is only looked at. In the layout of the other hash a file with the same
 * digits may be another content: there only a match counts.
 */
export async function readObject(
  { current, old }: Layouts,
  hash: RecordedHash,
  limit: number,
): Promise<StoredObject> {
  const [, first, rest, suffix = ""] = HASH.exec(hash.value) ?? [];
  if (first === undefined || rest === undefined) return ABSENT;
  const name = `${rest}${suffix}`;
  const read = async (layout: Layout): Promise<StoredObject> => {
    const isThere = layout.prefixes?.has(first) ?? true;
    return isThere ? readVerified(join(layout.directory, first, name), hash, limit) : ABSENT;
  };
  const [own, other] = hash.kind === "md5" ? [current, old] : [old, current];
  const found = await read(own);
  if (found.state === "present" || found.state === "too-large") return found;
  const second = await read(other);
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
export async function openLayouts(directory: string): Promise<Layouts> {
  const [current, old] = await Promise.all([
    openLayout(join(directory, "files", "md5")),
    openLayout(directory),
  ]);
  return { current, old };
}

async function openLayout(directory: string): Promise<Layout> {
  return { directory, prefixes: await namesIn(directory) };
}

/** A directory that is no cache may hold any number of names, or show none of them. */
async function namesIn(path: string): Promise<ReadonlySet<string> | null> {
  const names = new Set<string>();
  try {
    for await (const { name } of await opendir(path)) {
      if (names.size >= MOST_NAMES) return null;
      names.add(name);
    }
    return names;
  } catch (error) {
    return isAbsence(error) ? names : null;
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function readVerified(
  path: string,
  hash: RecordedHash,
  limit: number,
): Promise<StoredObject> {
  const found = await readBounded(path, limit);
  if (found.state !== "present") return found;
  return hashOf(found.bytes, hash) === hash.value ? found : { state: "corrupt" };
}

/** The name of a directory's object is the md5 of its text, in both layouts. */
function hashOf(bytes: Uint8Array, { kind, value }: RecordedHash): string {
  if (value.endsWith(".dir")) return `${md5Of(bytes)}.dir`;
  return kind === "md5" ? md5Of(bytes) : legacyMd5Of(bytes);
}

/** Opened without waiting, so that a pipe of that name holds nobody up; only a file is read. */
async function readBounded(path: string, limit: number): Promise<StoredObject> {
  const handle = await openOrNull(path);
  if (handle === null) return ABSENT;
  try {
    const { size } = await handle.stat().then((stats) => (stats.isFile() ? stats : { size: -1 }));
    if (size === -1) return ABSENT;
    return size > limit
      ? { state: "too-large", size }
      : { state: "present", bytes: await readBytes(handle, size) };
  } catch {
    return ABSENT;
  } finally {
    await handle.close();
  }
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    // Windows knows no O_NONBLOCK.
    const nonBlocking: number | undefined = constants.O_NONBLOCK;
    return await open(path, constants.O_RDONLY | (nonBlocking ?? 0));
  } catch {
    return null;
  }
}

/** As many bytes as the file had when it was opened: one that grows meanwhile has another hash. */
async function readBytes(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}
