// The content of one file of the tree, hashed as DVC hashes it.

import { createHash } from "node:crypto";

import { legacyMd5Of, md5Of, withCrlf, withLf } from "../dvc/hash.ts";
import type { Content } from "../evidence.ts";
import { READ_LIMIT, type ObjectReader } from "../git/batch.ts";
import type { TreeEntry } from "../git/tree.ts";
import type { Request } from "./content-requests.ts";
import { isDoubted, OBJECT_MISSING, unverifiable, type ContentSource } from "./content-source.ts";

/** `path` is how the content is asked for; `entry` the file that is there, links followed. */
export async function fileContent(
  { reader, conversionOf }: ContentSource,
  path: string,
  entry: TreeEntry,
  request: Request,
): Promise<Content> {
  const object = await reader.read(entry.oid, { limit: READ_LIMIT });
  if (object.state === "missing") return unverifiable(path, OBJECT_MISSING, true);
  if (object.state === "too-large") return largeContent(reader, path, entry, request);
  const hashes = hashesOf(object.bytes, request);
  if (isLfsPointer(object.bytes)) return lfsContent(path, object.bytes, request, hashes.md5);
  const conversion = hashes.crlfMd5 === null ? null : conversionOf(entry.path);
  return conversion === null ? { path, ...hashes } : unverifiable(path, conversion, false);
}

function hashesOf(bytes: Uint8Array, request: Request): Omit<Content & { kind: "file" }, "path"> {
  const md5 = md5Of(bytes);
  const legacyMd5 = request.legacy ? legacyMd5Of(bytes) : null;
  const doubted = isDoubted(request.recorded, md5, legacyMd5);
  return {
    kind: "file",
    size: bytes.length,
    fileCount: null,
    md5,
    sha256: request.sha256 ? createHash("sha256").update(bytes).digest("hex") : null,
    legacyMd5,
    crlfMd5: doubted ? md5Of(withCrlf(bytes)) : null,
    lfMd5: doubted ? md5Of(withLf(bytes)) : null,
    normalMd5s: [],
    listing: null,
  };
}

/** Streamed, so that a model in git need not fit into memory; DVC 2's text hash is not made of it. */
async function largeContent(
  reader: ObjectReader,
  path: string,
  entry: TreeEntry,
  request: Request,
): Promise<Content> {
  if (request.legacy) return unverifiable(path, "it is too large to hash as DVC 2 did", true);
  const hash = createHash("md5");
  const sha256 = createHash("sha256");
  let size = 0;
  const found = await reader.stream(entry.oid, (chunk) => {
    size += chunk.length;
    hash.update(chunk);
    if (request.sha256) sha256.update(chunk);
  });
  if (found.state !== "present") return unverifiable(path, OBJECT_MISSING, true);
  return {
    path,
    kind: "file",
    size,
    fileCount: null,
    md5: hash.digest("hex"),
    sha256: request.sha256 ? sha256.digest("hex") : null,
    legacyMd5: null,
    crlfMd5: null,
    lfMd5: null,
    normalMd5s: [],
    listing: null,
  };
}

/** The size in a pointer is that of the file, unless it was the pointer itself that DVC hashed. */
function lfsContent(path: string, bytes: Uint8Array, request: Request, md5: string): Content {
  const [, size] = /^size (\d{1,15})$/m.exec(new TextDecoder("latin1").decode(bytes)) ?? [];
  const isTold = size !== undefined && !request.recorded.has(md5);
  const reason = "it is a git-LFS pointer, its bytes are not in git";
  return unverifiable(path, reason, false, isTold ? Number(size) : null);
}

function isLfsPointer(bytes: Uint8Array): boolean {
  if (bytes.length > 1024) return false;
  return new TextDecoder("latin1")
    .decode(bytes)
    .startsWith("version https://git-lfs.github.com/spec/v1");
}
