// Recorded directories get their listings where something at hand has them: then what is inside can be compared.

import { directoryHash, parseDirectoryObject } from "../dvc/directory-hash.ts";
import { effectiveHash } from "../dvc/locate.ts";
import type { ListedFile, RecordedHash } from "../dvc/model.ts";
import type { LocatedEntry } from "../dvc/project.ts";
import type { ContentFacts, PipelineFacts } from "../evidence.ts";
import type { FoundBundle } from "./bundle.ts";
import type { Stores } from "./stores.ts";

/** Of all listings of a release together; one of a million files has about 100 MiB. */
const TOTAL_LIMIT = 256 * 1024 * 1024;
const AT_ONCE = 32;

type Find = (hash: RecordedHash, root: string) => readonly ListedFile[] | null;

/** The facts with the listings that the cache or a local remote has; those in the lock stay. */
export async function withListings(
  facts: PipelineFacts,
  stores: Pick<Stores, "read">,
  limit: number = TOTAL_LIMIT,
): Promise<PipelineFacts> {
  const wanted = new Map(closedIn(facts).map((found) => [keyOf(...found), found]));
  const listings = await readListings([...wanted.values()], stores, limit);
  if (listings.size === 0) return facts;
  return mapDirectories(facts, (hash, root) => listings.get(keyOf(hash, root)) ?? null);
}

function keyOf({ kind, value }: RecordedHash, root: string): string {
  return `${kind} ${value} ${root}`;
}

/** Some at once, and always the same ones: what no longer fits does not depend on who was first. */
async function readListings(
  wanted: readonly (readonly [hash: RecordedHash, root: string])[],
  stores: Pick<Stores, "read">,
  total: number,
): Promise<ReadonlyMap<string, readonly ListedFile[]>> {
  const listings = new Map<string, readonly ListedFile[]>();
  let left = total;
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const some = wanted.slice(start, start + AT_ONCE);
    const limit = left;
    const read = await Promise.all(some.map(([hash, root]) => stores.read(root, hash, limit)));
    for (const [index, [hash, root]] of some.entries()) {
      const object = read[index];
      if (object?.state !== "present" || object.bytes.length > left) continue;
      left -= object.bytes.length;
      const listing = parseDirectoryObject(object.bytes);
      if (listing.ok) listings.set(keyOf(hash, root), listing.value);
    }
  }
  return listings;
}

export interface ListingSource {
  readonly pipelines: PipelineFacts;
  readonly contents: () => Promise<ContentFacts>;
  readonly filled: () => Promise<ContentFacts>;
  readonly bundle: FoundBundle | null;
}

/**
 * The facts with the listings that git shows: a directory of the commit, one that the records fill, or
 * one of the bundle, with the recorded hash is the recorded directory, wherever that one lies.
 */
export async function listedByGit({
  pipelines: facts,
  contents: read,
  filled: fill,
  bundle,
}: ListingSource): Promise<PipelineFacts> {
  if (closedIn(facts).length === 0) return facts;
  const [contents, filled] = [await read(), await fill()];
  const listings = new Map<string, readonly ListedFile[]>();
  for (const content of [...contents.values(), ...filled.values()]) {
    if (content.kind !== "directory" || content.listing === null) continue;
    listings.set(content.md5, toListing(content.listing));
  }
  for (const files of bundle === null ? [] : directoriesOf(bundle, contents)) {
    listings.set(directoryHash(files.map(({ path, hash }) => ({ path, md5: hash }))), files);
  }
  if (listings.size === 0) return facts;
  return mapDirectories(facts, ({ kind, value }) =>
    kind === "md5" ? (listings.get(value) ?? null) : null,
  );
}

type Closed = readonly [hash: RecordedHash, root: string];

/** The directories whose files nothing names yet, with the project of each. */
function closedIn({ pipelines, pointers }: PipelineFacts): readonly Closed[] {
  const closed: Closed[] = [];
  const add = (entries: readonly LocatedEntry[], root: string): void => {
    for (const entry of entries) {
      const hash = closedHash(entry);
      if (hash !== null) closed.push([hash, root]);
    }
  };
  for (const { stages, projectRoot } of pipelines) {
    for (const { deps, outs } of stages) {
      add(deps, projectRoot);
      add(outs, projectRoot);
    }
  }
  for (const { outs, projectRoot } of pointers) add(outs, projectRoot);
  return closed;
}

function toListing(listing: ReadonlyMap<string, string>): readonly ListedFile[] {
  return [...listing].map(([path, hash]) => ({ path, hash, size: null }));
}

/** The bundle's directory and those in it, each as a listing; none that holds what has no hash. */
function directoriesOf(
  bundle: FoundBundle,
  contents: ContentFacts,
): readonly (readonly ListedFile[])[] {
  const directories = new Map<string, ListedFile[] | null>();
  for (const { path, relative, entry } of bundle.files) {
    const content = entry === null ? undefined : contents.get(path);
    for (const directory of parentsOf(relative)) {
      const files = directories.get(directory) ?? [];
      if (content?.kind !== "file" || directories.get(directory) === null) {
        directories.set(directory, null);
        continue;
      }
      const inside = directory === "" ? relative : relative.slice(directory.length + 1);
      files.push({ path: inside, hash: content.md5, size: content.size });
      directories.set(directory, files);
    }
  }
  return [...directories.values()].filter((files) => files !== null);
}

/** `""`, `a` and `a/b` of `a/b/c`. */
function parentsOf(relative: string): readonly string[] {
  const names = relative.split("/").slice(0, -1);
  return ["", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
}

/** The hash of a directory whose files nothing names yet. */
function closedHash(entry: LocatedEntry): RecordedHash | null {
  if (entry.files !== null || entry.hash?.value.endsWith(".dir") !== true) return null;
  return effectiveHash(entry, entry.insideProject);
}

function mapDirectories(facts: PipelineFacts, find: Find): PipelineFacts {
  const look = (entry: LocatedEntry, root: string): LocatedEntry => {
    const hash = closedHash(entry);
    const files = hash === null ? null : find(hash, root);
    return files === null ? entry : { ...entry, files };
  };
  const all = (entries: readonly LocatedEntry[], root: string) =>
    entries.map((entry) => look(entry, root));
  return {
    ...facts,
    pipelines: facts.pipelines.map(({ stages, projectRoot, ...pipeline }) => ({
      ...pipeline,
      projectRoot,
      stages: stages.map((stage) => ({
        ...stage,
        deps: all(stage.deps, projectRoot),
        outs: all(stage.outs, projectRoot),
      })),
    })),
    pointers: facts.pointers.map((pointer) => ({
      ...pointer,
      outs: all(pointer.outs, pointer.projectRoot),
    })),
  };
}
