// The rc file of a working tree: the nearest one from a directory up to the root.

import { readdirSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Candidate } from "./candidate.ts";
import { checkFile, checkLink, isInside, orUnreadable } from "./check-file.ts";
import type { DocumentParsers } from "./parse.ts";
import { PLACES, RC_PLACES } from "./places.ts";

/**
 * The source is the path from the root. Null where no directory on the way has a policy.
 * @throws AuditError `config-unreadable`: a file that is there and must not be read is not "no policy"
 */
export async function findInTree(
  directory: string,
  root: string,
  parsers: DocumentParsers,
): Promise<Candidate | null> {
  const [start, top] = [realPath(directory), realPath(root)];
  for (const each of directoriesUp(start, top)) {
    // oxlint-disable-next-line no-await-in-loop -- the nearest wins, the others are not to be read
    const found = await findInDirectory(each, top, parsers);
    if (found !== null) return found;
  }
  return null;
}

/** From a directory up to the root, both real paths; the directory alone where it is not below it. */
function directoriesUp(directory: string, root: string): string[] {
  const directories = [directory];
  if (!isInside(directory, root)) return directories;
  for (let each = directory; each !== root; directories.push(each)) each = dirname(each);
  return directories;
}

async function findInDirectory(
  directory: string,
  root: string,
  parsers: DocumentParsers,
): Promise<Candidate | null> {
  const places = placesIn(directory, root);
  if (places.length === 0) return null;
  const { searchDirectory } = await import("./explorer.ts");
  const found = await searchDirectory(directory, places, parsers);
  if (found === null) return null;
  const source = relative(root, found.file).replaceAll(sep, "/");
  const others = places.filter(
    (place) => RC_PLACES.includes(place) && join(directory, place) !== found.file,
  );
  const notices = others.map((other) => `${other} is not read: ${source} comes first`);
  return { ...found, source, notices };
}

/** The places of which the directory has a file that may be read. */
function placesIn(directory: string, root: string): readonly string[] {
  const names = new Set(readdirSync(directory));
  return PLACES.filter((place) => names.has(place)).filter((place) => {
    checkLink(join(directory, place), root);
    return checkFile(join(directory, place));
  });
}

function realPath(path: string): string {
  return orUnreadable(path, () => realpathSync(path));
}
