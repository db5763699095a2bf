// DVC's hashes of a file's bytes.

import { createHash } from "node:crypto";

const LEGACY_CHUNK = 1 << 20;
const TEXT_PROBE = 512;
const LF = 0x0a;
const CR = 0x0d;

/** What DVC 3 records as `hash: md5`: the plain md5, lower-case hex. */
export function md5Of(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

/**
 * What DVC 2 recorded (`md5-dos2unix`): CRLF becomes LF in every MiB that looks like text.
 * Each MiB is judged by itself, as DVC 3 does it, so a CRLF across the edge of two stays
 * (dvc-data, hashfile/hash.py).
 */
export function legacyMd5Of(bytes: Uint8Array): string {
  const hash = legacyMd5();
  for (let start = 0; start < bytes.length; start += LEGACY_CHUNK) {
    hash.update(bytes.subarray(start, start + LEGACY_CHUNK));
  }
  return hash.digest("hex");
}

/** The same for who has the bytes one after the other: every chunk but the last is a whole MiB. */
export function legacyMd5(): {
  update: (chunk: Uint8Array) => void;
  digest: (as: "hex") => string;
} {
  const hash = createHash("md5");
  return {
    update: (chunk) => {
      hash.update(looksLikeText(chunk.subarray(0, TEXT_PROBE)) ? withLf(chunk) : chunk);
    },
    digest: (as) => hash.digest(as),
  };
}

/** DVC's guess: no NUL, and at most three in ten bytes outside of printable ASCII (istextfile.py). */
function looksLikeText(probe: Uint8Array): boolean {
  if (probe.includes(0)) return false;
  let strange = 0;
  for (const byte of probe) if (!isTextByte(byte)) strange += 1;
  return strange / probe.length <= 0.3;
}

/** Printable ASCII, or one of `\b \t \n \f \r`. */
function isTextByte(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || (byte >= 8 && byte <= 13 && byte !== 11);
}

/** With every CRLF as LF; a lone CR stays. The same bytes where there is none. */
export function withLf(bytes: Uint8Array): Uint8Array {
  const first = nextCrlf(bytes, 0);
  if (first === -1) return bytes;
  const result = new Uint8Array(bytes.length - 1);
  let length = 0;
  let start = 0;
  for (let at = first; at !== -1; at = nextCrlf(bytes, start)) {
    result.set(bytes.subarray(start, at), length);
    length += at - start;
    start = at + 1;
  }
  result.set(bytes.subarray(start), length);
  return result.subarray(0, length + bytes.length - start);
}

/** With every LF as CRLF, as git writes a text file with `eol=crlf`; a CRLF stays one. */
export function withCrlf(bytes: Uint8Array): Uint8Array {
  const lonely = countLonelyLf(bytes);
  if (lonely === 0) return bytes;
  const result = new Uint8Array(bytes.length + lonely);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === LF && bytes[index - 1] !== CR) result[length++] = CR;
    result[length++] = byte;
  }
  return result;
}

function nextCrlf(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(CR, from);
  while (at !== -1 && bytes[at + 1] !== LF) at = bytes.indexOf(CR, at + 1);
  return at;
}

function countLonelyLf(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) count += 1;
  }
  return count;
}
