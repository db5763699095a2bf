// Recorded directories get their listings where something at hand has them: then what is inside can be compared.

import { directoryHash, parseDirectoryObject } from "../dvc/directory-hash.ts";
import { effectiveHash } from "../dvc/locate.ts";
import type { ListedFile, RecordedHash } from "../dvc/model.ts";
import type { LocatedEntry, Pipeline, PointerFacts } from "../dvc/project.ts";
import type { ContentFacts, PipelineFacts } from "../evidence.ts";
import type { FoundBundle } from "./bundle.ts";
import type { Stores } from "./stores.ts";

/** A listing of a million files has about 100 MiB; larger ones are left alone. */
const LISTING_LIMIT = 256 * 1024 * 1024;

type Find = (hash: RecordedHash, root: string) => Promise<readonly ListedFile[] | null>;

/** The facts with the listings that the cache or a local remote has; those in the lock stay. */
export async function withListings(facts: PipelineFacts, stores: Stores): Promise<PipelineFacts> {
  const asked = new Map<string, ReturnType<Find>>();
  return mapDirectories(facts, (hash, root) => {
    const key = `${root} ${hash.kind} ${hash.value}`;
    const answer = asked.get(key) ?? readListing(stores, root, hash);
    asked.set(key, answer);
    return answer;
  });
}

async function readListing(
  stores: Stores,
  root: string,
  hash: RecordedHash,
): Promise<readonly ListedFile[] | null> {
  const object = await stores.read(root, hash, LISTING_LIMIT);
  const listing = object.state === "present" ? parseDirectoryObject(object.bytes) : null;
  return listing?.ok === true ? listing.value : null;
}

/**
 * The facts with the listings that git shows: a directory of the commit, or one of the bundle, with
 * the recorded hash is the recorded directory, wherever that one lies.
 */
export async function listedByGit(
  facts: PipelineFacts,
  contents: ContentFacts,
  bundle: FoundBundle | null,
): Promise<PipelineFacts> {
  const hashes = closedHashes(facts);
  if (hashes.size === 0) return facts;
  const listings = new Map<string, readonly ListedFile[]>();
  for (const content of contents.values()) {
    if (content.kind !== "directory" || content.listing === null) continue;
    listings.set(content.md5, toListing(content.listing));
  }
  for (const files of bundle === null ? [] : directoriesOf(bundle, contents)) {
    listings.set(directoryHash(files.map(({ path, hash }) => ({ path, md5: hash }))), files);
  }
  return mapDirectories(facts, async ({ kind, value }) =>
    kind === "md5" ? (listings.get(value) ?? null) : null,
  );
}

function closedHashes({ pipelines, pointers }: PipelineFacts): ReadonlySet<string> {
  const entries = [
    ...pipelines.flatMap(({ stages }) => stages.flatMap(({ deps, outs }) => [...deps, ...outs])),
    ...pointers.flatMap(({ outs }) => outs),
  ];
  return new Set(entries.flatMap((entry) => closedHash(entry)?.value ?? []));
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
  const hash = effectiveHash(entry, entry.insideProject);
  return entry.files === null && hash?.value.endsWith(".dir") === true ? hash : null;
}

async function mapDirectories(facts: PipelineFacts, find: Find): Promise<PipelineFacts> {
  const look = async (entry: LocatedEntry, root: string): Promise<LocatedEntry> => {
    const hash = closedHash(entry);
    const files = hash === null ? null : await find(hash, root);
    return files === null ? entry : { ...entry, files };
  };
  const all = (entries: readonly LocatedEntry[], root: string) =>
    Promise.all(entries.map((entry) => look(entry, root)));
  return {
    ...facts,
    pipelines: await Promise.all(facts.pipelines.map((pipeline) => pipelineWith(pipeline, all))),
    pointers: await Promise.all(facts.pointers.map((pointer) => pointerWith(pointer, all))),
  };
}

type LookAll = (entries: readonly LocatedEntry[], root: string) => Promise<readonly LocatedEntry[]>;

async function pipelineWith(pipeline: Pipeline, all: LookAll): Promise<Pipeline> {
  const { stages, projectRoot } = pipeline;
  const looked = stages.map(async (stage) => ({
    ...stage,
    deps: await all(stage.deps, projectRoot),
    outs: await all(stage.outs, projectRoot),
  }));
  return { ...pipeline, stages: await Promise.all(looked) };
}

async function pointerWith(pointer: PointerFacts, all: LookAll): Promise<PointerFacts> {
  return { ...pointer, outs: await all(pointer.outs, pointer.projectRoot) };
}
