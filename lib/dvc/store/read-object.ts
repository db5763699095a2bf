// One object of a cache or a remote: read within bounds, and believed only when its hash is its name.

import { createHash } from "node:crypto";
import { constants } from "node:fs";

import { legacyMd5, legacyMd5Of, md5Of } from "../hash.ts";
import type { RecordedHash } from "../model.ts";
import type { Files, OpenFile } from "./files.ts";
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
  files: Files,
  path: string,
  hash: RecordedHash,
  limit: number,
): Promise<Looked<FoundBytes>> {
  const found = await inFile(files, path, limit, readBytes);
  if (found.state !== "read") return found;
  const bytes = found.value;
  return hashOf(bytes, hash) === hash.value ? { state: "present", bytes } : { state: "corrupt" };
}

/** The same without keeping the bytes: the file is hashed as it is read. */
export async function checkObject(
  files: Files,
  path: string,
  hash: RecordedHash,
  limit: number,
): Promise<Looked<FoundSize>> {
  const isLegacy = hash.kind === "md5-dos2unix" && !hash.value.endsWith(".dir");
  const found = await inFile(files, path, limit, async (file, size) => {
    const sum = isLegacy ? legacyMd5() : createHash("md5");
    return { size: await hashBytes(file, size, sum), md5: sum.digest("hex") };
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
  files: Files,
  path: string,
  limit: number,
  read: (file: OpenFile, size: number) => Promise<Value>,
): Promise<InFile<Value>> {
  const file = await openOrNull(files, path);
  if (file === null) return ABSENT;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return ABSENT;
    const { size } = stats;
    if (size > limit) return { state: "too-large", size };
    return { state: "read", value: await read(file, size) };
  } catch {
    return ABSENT;
  } finally {
    await file.close();
  }
}

async function openOrNull(files: Files, path: string): Promise<OpenFile | null> {
  try {
    if (!(await files.stat(path)).isFile()) return null;
    // Windows knows no O_NONBLOCK.
    const nonBlocking: number | undefined = constants.O_NONBLOCK;
    return await files.open(path, constants.O_RDONLY | (nonBlocking ?? 0));
  } catch {
    return null;
  }
}

/** As many bytes as the file had when it was opened: one that grows meanwhile has another hash. */
async function readBytes(file: OpenFile, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  return bytes.subarray(0, await fill(file, bytes, 0));
}

interface Sum {
  readonly update: (bytes: Uint8Array) => unknown;
}

/** Whole chunks, as the hash of DVC 2 judges each of them. Gives how many bytes there were. */
async function hashBytes(file: OpenFile, size: number, sum: Sum): Promise<number> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size));
  let length = 0;
  while (length < size) {
    const filled = await fill(file, chunk, length);
    if (filled === 0) break;
    sum.update(chunk.subarray(0, filled));
    length += filled;
  }
  return length;
}

/** Reads until the chunk is full or the file is over. */
async function fill(file: OpenFile, chunk: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < chunk.length) {
    const left = chunk.length - filled;
    const { bytesRead } = await file.read(chunk, filled, left, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
