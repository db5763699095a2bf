// The stores of a release: for each DVC project in scope its cache and its local remotes, as far as they exist here.

import { basename, dirname, join } from "node:path";

import { parseConfig, type ConfigText } from "../dvc/config.ts";
import { joinDirectory } from "../dvc/locate.ts";
import type { RecordedHash } from "../dvc/model.ts";
import { machineDirectories, readLevel } from "../dvc/store/levels.ts";
import { placesOf, type ConfigLevel, type Place } from "../dvc/store/places.ts";
import {
  openSharing,
  openStore,
  type Checked,
  type Sharing,
  type Store,
  type Stored,
  type StoreAnswer,
} from "../dvc/store/store.ts";
import type { PipelineFacts } from "../evidence.ts";
import type { Repository } from "../git/open.ts";
import type { Tree } from "../git/tree.ts";
import { remembered } from "../remembered.ts";
import type { Decoder } from "./decoder.ts";

export interface Stores {
  /** The bytes of a hash from the places of the project, verified. */
  readonly read: (projectRoot: string, hash: RecordedHash, limit: number) => Promise<Stored>;
  /** Whether the bytes of a hash are there as recorded, and how many; none is kept. */
  readonly check: (projectRoot: string, hash: RecordedHash, limit: number) => Promise<Checked>;
  /** Whether the project has a place at all, so that asking makes sense. */
  readonly isThere: (projectRoot: string) => boolean;
  /** What the places answered until now, in no order. */
  readonly answers: () => readonly StoreAnswer[];
}

export interface StoreSource {
  readonly repository: Repository;
  readonly tree: Tree;
  readonly decoder: Decoder;
}

/**
 * Opens the stores of the projects in scope. The configuration is what DVC would use for the
 * commit: of the system and the user, the commit's own `.dvc/config`, and `config.local` of the
 * working tree. A linked worktree has a cache of its own; the main one's is asked after it. In a bare
 * repository the commit has no say: only the machine's own configuration names places.
 */
export async function openStores(source: StoreSource, facts: PipelineFacts): Promise<Stores> {
  const stores = new Map(await openEach(source, rootsOf(facts), remotesOf(facts)));
  return {
    read: async (root, hash, limit) =>
      (await stores.get(root)?.read(hash, limit)) ?? { state: "absent" },
    check: async (root, hash, limit) =>
      (await stores.get(root)?.check(hash, limit)) ?? { state: "absent" },
    isThere: (root) => (stores.get(root)?.places.length ?? 0) > 0,
    answers: () => [...stores.values()].flatMap((store) => store.answers()),
  };
}

/**
 * Looks at the places of the projects, but for those that only an out names: a disk takes its time, and
 * whoever has to wait for their files meanwhile finds them looked at.
 */
export async function lookAhead(source: StoreSource, files: InProjects): Promise<void> {
  await openEach(source, rootsOf(files), []);
}

interface InProjects {
  readonly pipelines: readonly { readonly projectRoot: string }[];
  readonly pointers: readonly { readonly projectRoot: string }[];
}

/** The projects that the files are of, each once. */
export function rootsOf({ pipelines, pointers }: InProjects): readonly string[] {
  return [...new Set([...pipelines, ...pointers].map(({ projectRoot }) => projectRoot))];
}

async function openEach(
  source: StoreSource,
  roots: readonly string[],
  remotes: readonly string[],
): Promise<readonly (readonly [root: string, store: Store])[]> {
  const machine = machineLevels(source.repository);
  return Promise.all(
    roots.map(async (root) => {
      const places = await placesOfProject(source, root, { machine, remotes });
      return [root, await openStore(places, sharingOf(source.repository))] as const;
    }),
  );
}

/** One for all releases: what does not answer is not waited for again, and nothing is hashed twice. */
const sharingOf: (repository: Repository) => Sharing = remembered((repository) =>
  openSharing(basesOf(repository)),
);

/** What several stores answered, each answer once, in a fixed order. */
export function answersOf(stores: readonly Stores[]): readonly StoreAnswer[] {
  const answers = stores.flatMap((store) => store.answers());
  const named = answers.map((answer): [string, StoreAnswer] => [nameOf(answer), answer]);
  const sorted = [...new Map(named)].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([, answer]) => answer);
}

function nameOf({ place, hash }: StoreAnswer): string {
  return JSON.stringify([place.kind, place.name, hash]);
}

/** Read once, however many releases are audited. */
const machineLevels: (repository: Repository) => readonly ConfigLevel[] = remembered(
  ({ callerEnvironment }) =>
    machineDirectories(callerEnvironment)
      .map((directory) => readLevel(directory, "config"))
      .filter((level) => level !== null),
);

/** The remotes that outs name for themselves. */
function remotesOf({ pipelines, pointers }: PipelineFacts): readonly string[] {
  const names = new Set<string>();
  const add = (outs: readonly { readonly remote: string | null }[]): void => {
    for (const { remote } of outs) if (remote !== null) names.add(remote);
  };
  for (const { stages } of pipelines) for (const { declared } of stages) add(declared?.outs ?? []);
  for (const { pointer } of pointers) if (pointer.state === "present") add(pointer.value.outs);
  return [...names].toSorted();
}

interface Asked {
  readonly machine: readonly ConfigLevel[];
  readonly remotes: readonly string[];
}

async function placesOfProject(
  { repository, tree, decoder }: StoreSource,
  root: string,
  { machine, remotes }: Asked,
): Promise<readonly Place[]> {
  const settings = await committedSettings(tree, decoder, root);
  const home = repository.callerEnvironment["HOME"] || null;
  const places: Place[] = [];
  for (const base of basesOf(repository)) {
    const directory = join(base, root, ".dvc");
    const local = localLevel(repository, directory);
    const levels = [...machine, { settings, directory }, ...(local === null ? [] : [local])];
    const defaultCache = join(directory, "cache");
    places.push(...placesOf({ levels, defaultCache, home }, root, remotes));
  }
  if (places.length > 0) return places;
  // On a server whoever pushes would choose the directories that are looked into.
  return placesOf({ levels: machine, defaultCache: null, home }, root, remotes);
}

/** Read once for all releases, as those of the machine are. */
function localLevel(repository: Repository, directory: string): ConfigLevel | null {
  const known = localLevels(repository);
  const before = known.get(directory);
  if (before !== undefined) return before;
  const level = readLevel(directory, "config.local");
  known.set(directory, level);
  return level;
}

const localLevels: (repository: Repository) => Map<string, ConfigLevel | null> = remembered(
  () => new Map(),
);

/** Of the audited commit: only ever asked for paths. */
async function committedSettings(tree: Tree, decoder: Decoder, root: string): Promise<ConfigText> {
  const entry = tree.get(joinDirectory(root, ".dvc/config"));
  const text = entry?.kind === "file" ? await decoder.text(entry) : null;
  return parseConfig(text?.state === "present" ? text.value : "");
}

/** The working trees of the clone: this one, then the main one. A bare repository has none. */
function basesOf({ worktree, commonDirectory, bare }: Repository): readonly string[] {
  const isBeside = basename(commonDirectory) === ".git" && !bare;
  const main = isBeside ? dirname(commonDirectory) : null;
  return [...new Set([worktree, main].filter((base) => base !== null))];
}
