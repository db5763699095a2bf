// Registry files that git does not hold and DVC keeps: read where their bytes are at hand.

import { producersOf, type Producer } from "../dvc/producers.ts";
import { recordedAt } from "../dvc/recorded-at.ts";
import { parseStrictly } from "../document/read.ts";
import type { PipelineFacts, RegistryFile } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import { matchesAny } from "../globs.ts";
import { toReading } from "../reading.ts";
import { DOCUMENT_LIMIT } from "./decoder.ts";
import type { KeptFiles } from "./kept.ts";

export interface ReadFiles {
  readonly files: readonly RegistryFile[];
  /** What could not be read, and why: one clause each. */
  readonly unread: readonly string[];
}

export interface KeptPlace {
  readonly tree: Tree;
  readonly pipelines: PipelineFacts;
  readonly kept: KeptFiles;
}

/** Those that the globs name among what the locks and pointer files record. */
export async function readKeptRegistries(
  { tree, pipelines, kept }: KeptPlace,
  globs: readonly string[],
): Promise<ReadFiles> {
  const producers = producersOf(pipelines);
  const found = producers.all.flatMap((producer) => namedIn(producer, globs));
  const paths = [...new Set(found)].filter((path) => tree.get(path) === undefined);
  const recorded = paths.filter((path) => !tree.isDirectory(path));
  const read = await readKept(
    recorded.filter((path) => recordedAt(path, producers) !== null),
    kept,
  );
  const known = new Set(read.map(({ path }) => path));
  const unread = recorded.filter((path) => !known.has(path));
  return {
    files: read,
    unread: unread.map((path) => `${path} is kept by DVC, and what it holds is not at hand`),
  };
}

/** The out itself, what is listed in it, or the out where nothing lists what the globs want of it. */
function namedIn({ entry }: Producer, globs: readonly string[]): readonly string[] {
  if (entry.at.kind !== "inside") return [];
  const { path } = entry.at;
  if (globs.some((glob) => glob.startsWith(`${path}/`))) {
    if (entry.files === null) return [path];
    return entry.files
      .map((file) => `${path}/${file.path}`)
      .filter((file) => matchesAny(file, globs));
  }
  return matchesAny(path, globs) ? [path] : [];
}

/** Files that DVC keeps, those that are at hand. */
export async function readKept(
  paths: readonly string[],
  kept: KeptFiles,
): Promise<readonly RegistryFile[]> {
  const read = paths.map(async (path) => {
    const bytes = await kept.read(path, DOCUMENT_LIMIT);
    if (bytes === null) return null;
    return { path, document: toReading(parseStrictly(path, bytes), { path, oid: null }) };
  });
  return (await Promise.all(read)).filter((file) => file !== null);
}
