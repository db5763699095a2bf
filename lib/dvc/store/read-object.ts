// One object of a cache or a remote: read within bounds, and believed only when its hash is its name.

import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";

import { legacyMd5, legacyMd5Of, md5Of } from "../hash.ts";
import type { RecordedHash } from "../model.ts";
import type { Looked } from "./layouts.ts";

export interface FoundBytes {
  readonly state: "present";
  readonly bytes: Uint8Array;
}

/** An object whose bytes nobody wants. */
export interface FoundSize {
  readonly state: "present";
  readonly size: number;
}

const ABSENT = { state: "absent" } as const;
const CHUNK = 1 << 20;

/** The bytes of a file, where their hash is the recorded one. Over `limit` bytes it is only looked at. */
export async function readObject(
  path: string,
  hash: RecordedHash,
  limit: number,
): Promise<Looked<FoundBytes>> {
  const found = await inFile(path, limit, readBytes);
  if (found.state !== "read") return found;
  const bytes = found.value;
  return hashOf(bytes, hash) === hash.value ? { state: "present", bytes } : { state: "corrupt" };
}

/** The same without keeping the bytes: the file is hashed as it is read. */
export async function checkObject(
  path: string,
  hash: RecordedHash,
  limit: number,
): Promise<Looked<FoundSize>> {
  const isLegacy = hash.kind === "md5-dos2unix" && !hash.value.endsWith(".dir");
  const found = await inFile(path, limit, async (handle, size) => {
    const sum = isLegacy ? legacyMd5() : createHash("md5");
    return { size: await hashBytes(handle, size, sum), md5: sum.digest("hex") };
  });
  if (found.state !== "read") return found;
  const { size, md5 } = found.value;
  const isSame = md5 === hash.value.replace(/\.dir$/, "");
  return isSame ? { state: "present", size } : { state: "corrupt" };
}

/** The name of a directory's object is the md5 of its text, in both layouts. */
function hashOf(bytes: Uint8Array, { kind, value }: RecordedHash): string {
  if (value.endsWith(".dir")) return `${md5Of(bytes)}.dir`;
  return kind === "md5" ? md5Of(bytes) : legacyMd5Of(bytes);
}

type InFile<Value> =
  | { readonly state: "read"; readonly value: Value }
  | { readonly state: "too-large"; readonly size: number }
  | { readonly state: "absent" };

/** Only a file is opened, and without waiting: a pipe that takes its place holds nobody up. */
async function inFile<Value>(
  path: string,
  limit: number,
  read: (handle: FileHandle, size: number) => Promise<Value>,
): Promise<InFile<Value>> {
  const handle = await openOrNull(path);
  if (handle === null) return ABSENT;
  try {
    const { size } = await handle.stat().then((stats) => (stats.isFile() ? stats : { size: -1 }));
    if (size === -1) return ABSENT;
    if (size > limit) return { state: "too-large", size };
    return { state: "read", value: await read(handle, size) };
  } catch {
    return ABSENT;
  } finally {
    await handle.close();
  }
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    if (!(await stat(path)).isFile()) return null;
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
  return bytes.subarray(0, await fill(handle, bytes, 0));
}

interface Sum {
  readonly update: (bytes: Uint8Array) => unknown;
}

/** Whole chunks, as the hash of DVC 2 judges each of them. Gives how many bytes there were. */
async function hashBytes(handle: FileHandle, size: number, sum: Sum): Promise<number> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size));
  let length = 0;
  while (length < size) {
    const filled = await fill(handle, chunk, length);
    if (filled === 0) break;
    sum.update(chunk.subarray(0, filled));
    length += filled;
  }
  return length;
}

/** Reads until the chunk is full or the file is over. */
async function fill(handle: FileHandle, chunk: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < chunk.length) {
    const left = chunk.length - filled;
    const { bytesRead } = await handle.read(chunk, filled, left, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
