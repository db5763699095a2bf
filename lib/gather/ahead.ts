// What every release starts with, read of several at once: git answers a hundred questions in the time of one.

import type { Lock } from "../dvc/model.ts";
import type { ObjectReader } from "../git/batch.ts";
import { parseCommit } from "../git/objects.ts";
import type { Repository } from "../git/open.ts";
import { peel } from "../git/peel.ts";
import { SMALL_OBJECT } from "../git/recent.ts";
import { readDirectory } from "../git/read-tree.ts";
import type { RawEntry } from "../git/tree-object.ts";
import type { TreeEntry } from "../git/tree.ts";
import type { Reading } from "../reading.ts";
import type { Release } from "../release.ts";
import type { Decoder } from "./decoder.ts";

export interface Ahead {
  readonly repository: Repository;
  readonly decoder: Decoder;
}

/** Releases that are read ahead together. */
export const AHEAD = 32;

const MOST_FILES = 32;

/**
 * Only fills what the reader and the decoder remember: whoever asks later finds it there. It decides
 * nothing, so that what cannot be read is told by who needs it.
 */
export async function readAhead(from: Ahead, releases: readonly Release[]): Promise<void> {
  await Promise.all(releases.flatMap(({ oid }) => (oid === null ? [] : [readOne(from, oid)])));
}

async function readOne({ repository: { reader }, decoder }: Ahead, oid: string): Promise<void> {
  const files = await rootFiles(reader, oid);
  const small = async (name: string): Promise<TreeEntry[]> => {
    const entry = files.get(name);
    if (entry?.kind !== "file") return [];
    // What is larger is not remembered, and would be read twice.
    const found = await reader.info(entry.oid);
    const isSmall = found.state === "present" && found.size <= SMALL_OBJECT;
    return isSmall ? [{ ...entry, kind: "file", path: name }] : [];
  };
  const [pipelines, locks, params] = await Promise.all(
    ["dvc.yaml", "dvc.lock", "params.yaml"].map(small),
  );
  const [readLocks] = await Promise.all([
    Promise.all((locks ?? []).map(decoder.lock)),
    Promise.all((pipelines ?? []).map(decoder.pipelineFile)),
    Promise.all((params ?? []).map(decoder.document)),
  ]);
  const contents = await Promise.all(readLocks.flatMap(smallFiles).map(small));
  await Promise.all(contents.flat().map((entry) => reader.read(entry.oid)));
}

/** The root directory of the commit that a ref holds; empty where it cannot be read. */
async function rootFiles(
  reader: ObjectReader,
  oid: string,
): Promise<ReadonlyMap<string, RawEntry>> {
  const peeled = await peel(reader, oid);
  if (peeled.state !== "present" || peeled.value.target.type !== "commit") return new Map();
  const { target } = peeled.value;
  const object = await reader.read(target.oid);
  const commit = object.state === "present" ? parseCommit(target.oid, object.bytes) : null;
  if (commit?.ok !== true) return new Map();
  const entries = await readDirectory(reader, commit.value.tree);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** Deps and outs that lie beside the lock, as far as they are small by its own word. */
function smallFiles(lock: Reading<Lock>): readonly string[] {
  if (lock.state !== "present") return [];
  return [...lock.value.stages.values()]
    .flatMap(({ deps, outs }) => [...deps, ...outs])
    .filter(({ size, path }) => size !== null && size <= SMALL_OBJECT && !path.includes("/"))
    .slice(0, MOST_FILES)
    .map(({ path }) => path);
}
