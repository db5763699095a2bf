// The contents of the tree that a lock, a pointer file or the bundle names, hashed as DVC hashes them.

import { createHash } from "node:crypto";

import { directoryHash } from "../dvc/directory-hash.ts";
import { legacyMd5Of, md5Of, withCrlf, withLf } from "../dvc/hash.ts";
import type { LocatedEntry } from "../dvc/project.ts";
import type { Content, ContentFacts } from "../evidence.ts";
import { READ_LIMIT, type ObjectReader } from "../git/batch.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import { requestsOf, type Request } from "./content-requests.ts";
import type { ConversionOf } from "./attributes.ts";
import type { Decoder } from "./decoder.ts";
import { membersOf } from "./directory-members.ts";
import { follow } from "./follow.ts";

export interface ContentSource {
  readonly tree: Tree;
  readonly reader: ObjectReader;
  readonly decoder: Decoder;
  /** `.dvcignore`: true where DVC leaves a path out of a directory. */
  readonly isIgnored: (path: string, isDirectory: boolean) => boolean;
  readonly conversionOf: ConversionOf;
}

/** Hashes every path of the tree among the entries, and the further paths given. */
export async function gatherContents(
  source: ContentSource,
  entries: readonly LocatedEntry[],
  paths: readonly string[],
): Promise<ContentFacts> {
  const contents = new Map<string, Content>();
  const requests = requestsOf(entries, paths);
  await Promise.all(
    [...requests].map(async ([path, request]) => {
      const content = await contentOf(source, path, request);
      if (content !== null) contents.set(path, content);
    }),
  );
  return contents;
}

async function contentOf(
  source: ContentSource,
  path: string,
  request: Request,
): Promise<Content | null> {
  const followed = await follow(source.tree, source.decoder, path);
  if (followed.kind === "absent") return null;
  if (followed.kind === "unverifiable") return unverifiable(path, followed.reason, false);
  if (followed.kind === "directory") return directoryContent(source, path, followed.path, request);
  return fileContent(source, path, followed.entry, request);
}

async function fileContent(
  { reader, conversionOf }: ContentSource,
  path: string,
  entry: TreeEntry,
  request: Request,
): Promise<Content> {
  const object = await reader.read(entry.oid, { limit: READ_LIMIT });
  if (object.state === "missing") {
    return unverifiable(path, "its object is missing in this clone", true);
  }
  if (object.state === "too-large") return largeContent(reader, path, entry, request);
  if (isLfsPointer(object.bytes)) {
    return unverifiable(path, "it is a git-LFS pointer, its bytes are not in git", false);
  }
  const hashes = hashesOf(object.bytes, request);
  const conversion = hashes.crlfMd5 === null ? null : conversionOf(entry.path);
  return conversion === null ? { path, ...hashes } : unverifiable(path, conversion, false);
}

function hashesOf(bytes: Uint8Array, request: Request): Omit<Content & { kind: "file" }, "path"> {
  const md5 = md5Of(bytes);
  const legacyMd5 = request.legacy ? legacyMd5Of(bytes) : null;
  const isKnown =
    request.recorded.has(md5) || (legacyMd5 !== null && request.recorded.has(legacyMd5));
  const isDoubted = request.recorded.size > 0 && !isKnown;
  return {
    kind: "file",
    size: bytes.length,
    fileCount: null,
    md5,
    sha256: request.sha256 ? createHash("sha256").update(bytes).digest("hex") : null,
    legacyMd5,
    crlfMd5: isDoubted ? md5Of(withCrlf(bytes)) : null,
    lfMd5: isDoubted ? md5Of(withLf(bytes)) : null,
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
  if (found.state !== "present")
    return unverifiable(path, "its object is missing in this clone", true);
  const md5 = hash.digest("hex");
  return {
    path,
    kind: "file",
    size,
    fileCount: null,
    md5,
    sha256: request.sha256 ? sha256.digest("hex") : null,
    legacyMd5: null,
    crlfMd5: null,
    lfMd5: null,
    listing: null,
  };
}

async function directoryContent(
  source: ContentSource,
  path: string,
  directory: string,
  request: Request,
): Promise<Content> {
  const { projects } = request;
  const members = membersOf(source, { path, directory, projects });
  const contents = await Promise.all(
    members.map((member) => memberContent(source, member.path, request.legacy)),
  );
  const files: { path: string; md5: string; legacy: string | null; size: number }[] = [];
  for (const [index, content] of contents.entries()) {
    const member = members[index];
    if (content === null || member === undefined || content.kind === "directory") continue;
    if (content.kind === "unverifiable") {
      return unverifiable(path, `${content.path} in it: ${content.reason}`, content.blocking);
    }
    const relative = directory === "" ? member.path : member.path.slice(directory.length + 1);
    const { md5, legacyMd5: legacy, size } = content;
    files.push({ path: relative, md5, legacy, size: size ?? 0 });
  }
  return {
    kind: "directory",
    path,
    size: files.reduce((sum, { size }) => sum + size, 0),
    fileCount: files.length,
    md5: directoryHash(files),
    sha256: null,
    legacyMd5: request.legacy
      ? directoryHash(
          files.map(({ path: file, md5, legacy }) => ({ path: file, md5: legacy ?? md5 })),
        )
      : null,
    crlfMd5: null,
    lfMd5: null,
    listing: new Map(files.map(({ path: file, md5 }) => [file, md5])),
  };
}

/** A file of a directory, or null for a link to a directory, which DVC leaves out. */
async function memberContent(
  source: ContentSource,
  path: string,
  legacy: boolean,
): Promise<Content | null> {
  const followed = await follow(source.tree, source.decoder, path);
  if (followed.kind === "directory" || followed.kind === "absent") return null;
  if (followed.kind === "unverifiable") return unverifiable(path, followed.reason, false);
  return fileContent(source, path, followed.entry, {
    recorded: new Set(),
    projects: new Set(),
    legacy,
    sha256: false,
  });
}

function isLfsPointer(bytes: Uint8Array): boolean {
  if (bytes.length > 1024) return false;
  return new TextDecoder("latin1")
    .decode(bytes)
    .startsWith("version https://git-lfs.github.com/spec/v1");
}

function unverifiable(path: string, reason: string, blocking: boolean): Content {
  return { kind: "unverifiable", path, reason, blocking };
}
