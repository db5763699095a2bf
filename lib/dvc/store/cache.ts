// The DVC cache beside a working tree: listings of directories, taken only when their hash is right.

import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { parseDirectoryObject } from "../directory-hash.ts";
import { md5Of } from "../hash.ts";
import type { ListedFile } from "../model.ts";

/** A listing of a million files; larger ones are left alone. */
const LISTING_LIMIT = 256 * 1024 * 1024;
const DIRECTORY_HASH = /^([0-9a-f]{2})([0-9a-f]{30})\.dir$/;

/**
 * The files of a directory whose hash a lock records, from `<project>/.dvc/cache` as DVC 3 lays it
 * out (`files/md5/<2>/<30>.dir`), else as DVC 2 did. Null where it is not there, or where its
 * content has another hash: then it is no evidence.
 */
export async function readListing(
  projectDirectory: string,
  hash: string,
): Promise<readonly ListedFile[] | null> {
  const [, first, rest] = DIRECTORY_HASH.exec(hash) ?? [];
  if (first === undefined || rest === undefined) return null;
  const cache = join(projectDirectory, ".dvc", "cache");
  for (const base of [join(cache, "files", "md5"), cache]) {
    const bytes = await readBounded(join(base, first, `${rest}.dir`));
    if (bytes === null || `${md5Of(bytes)}.dir` !== hash) continue;
    const listing = parseDirectoryObject(bytes);
    if (listing.ok) return listing.value;
  }
  return null;
}

async function readBounded(path: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(path);
    return size > LISTING_LIMIT ? null : await readFile(path);
  } catch {
    return null;
  }
}
