// A release whose tree is read and whose pipelines are known: what every gatherer starts from.

import type { LocatedEntry } from "../dvc/project.ts";
import type { BundleFacts, ContentFacts, Evidence, Need, PipelineFacts } from "../evidence.ts";
import type { Refusal } from "../review-facts.ts";
import type { Repository } from "../git/open.ts";
import type { Tree } from "../git/tree.ts";
import type { BaselineSearch } from "../history/baseline.ts";
import type { BranchSearch } from "../history/branches.ts";
import type { AllowedSigners } from "../signers.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { readAttributes } from "./attributes.ts";
import { findBundle, withContents, type FoundBundle } from "./bundle.ts";
import { gatherContents } from "./contents.ts";
import type { Decoder } from "./decoder.ts";
import { fillDirectories } from "./filled-directories.ts";
import { readIgnoreFiles, type IsIgnored } from "./ignored.ts";
import { openKept, type KeptFiles } from "./kept.ts";
import { linkedArtifacts } from "./linked-artifacts.ts";
import { withListings } from "./listings.ts";
import { readPipeline, readPointer } from "./pipelines.ts";
import { findProjects, type ProjectFiles } from "./projects.ts";
import { readProject } from "./read-project.ts";
import { matchesAny } from "../globs.ts";
import { isEmpty, narrowToArtifact } from "./scope.ts";
import { lookAhead, openStores, rootsOf, type Stores } from "./stores.ts";

export interface Gathering {
  readonly repository: Repository;
  readonly decoder: Decoder;
  /** Shared by all releases of an audit, so that their history is walked once. */
  readonly baselines: BaselineSearch;
  readonly branches: BranchSearch;
  readonly allowedSigners: () => Promise<AllowedSigners>;
  readonly policy: Policy;
  readonly needs: ReadonlySet<Need>;
  /** What hooks refused in this repository. */
  readonly refusals: readonly Refusal[];
  /** Milliseconds left of a hook's budget; null without one. */
  readonly left: number | null;
  /** Filled with every store that is opened on the way, also of what the release is compared with. */
  readonly asked?: Stores[];
}

/** A commit and what is read of it first. */
export interface OpenedTree {
  readonly tag: Evidence["tag"];
  readonly commit: string;
  readonly tree: Tree;
}

export interface Opened extends Gathering, OpenedTree {
  readonly release: Release;
  readonly pipelines: PipelineFacts;
  /** Directories of the DVC projects in scope. */
  readonly roots: readonly string[];
  readonly bundle: FoundBundle | null;
  readonly stores: Stores;
  readonly kept: KeptFiles;
  /** What DVC passes over. */
  readonly isIgnored: IsIgnored;
  /** Hashed when the first gatherer asks, and once. */
  readonly contents: () => Promise<ContentFacts>;
  /** The directories that are read and hold what stages wrote, put together once. */
  readonly filled: () => Promise<ContentFacts>;
  /** The bundle with the contents of its files, put together once; null without a bundle. */
  readonly promoted: () => Promise<BundleFacts | null>;
}

/** Why nothing of a release could be looked at although there may be something to prove. */
export interface Unfound {
  readonly unfound: string;
}

/** The opened release, or in words why there is nothing to prove. */
export async function openTree(
  gathering: Gathering,
  given: Release,
  opened: OpenedTree,
): Promise<Opened | Unfound | string> {
  const { tree } = opened;
  const { decoder, policy, repository } = gathering;
  const release = await withAssigned(given, opened.commit, gathering);
  const isIgnored = await readIgnoreFiles(tree, decoder);
  const files = findProjects(tree, policy, release, isIgnored);
  if (files.pipelines.length + files.pointers.length === 0)
    return unfoundProject(files, policy, release) ?? nothingIn(files.leftOut);
  const source = { repository, tree, decoder };
  const [facts] = await Promise.all([
    readFacts(gathering, release, tree, files),
    lookAhead(source, files),
  ]);
  if (isEmpty(facts)) return nothingIn(facts.leftOut);
  const stores = await openStores(source, facts);
  gathering.asked?.push(stores);
  const pipelines = await withListings(facts, stores);
  const kept = openKept(pipelines, stores);
  const bundle = findBundle(tree, policy, release, pipelines);
  const hashing = once(async () => {
    const attributes = await readAttributes(tree, decoder);
    return { tree, reader: repository.reader, decoder, isIgnored, ...attributes };
  });
  const contents = once(async () => {
    const inGit = bundle?.files.filter(({ entry }) => entry !== null) ?? [];
    const paths = [...inGit.map(({ path }) => path), ...linkedArtifacts(pipelines, tree)];
    return gatherContents(await hashing(), entriesOf(pipelines), paths);
  });
  const filled = once(async () => fillDirectories(pipelines, await contents(), hashing));
  const roots = files.roots.length === 0 ? [] : rootsOf(pipelines);
  const promoted = once(async () =>
    bundle === null ? null : withContents(bundle, await contents(), kept),
  );
  const read = { pipelines, roots, bundle, stores, kept, isIgnored, contents, filled, promoted };
  return { ...gathering, ...opened, release, ...read };
}

/** A stage tag names no version, and promotes the one that is registered on its commit. */
async function withAssigned(
  release: Release,
  commit: string,
  { baselines }: Gathering,
): Promise<Release> {
  if (release.naming.action !== "assign") return release;
  return { ...release, assigns: await baselines.assigned(release, commit) };
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | null = null;
  return async () => (reading ??= read());
}

/** A policy that names a project which the commit does not have leaves out what may be the release's. */
function unfoundProject(
  { leftOut }: ProjectFiles,
  { pipeline }: Policy,
  { scope: { project } }: Release,
): Unfound | null {
  const others = leftOut.filter((path) => !matchesAny(path, pipeline.ignore));
  if (project === null || others.length === 0) return null;
  const where = `${project}, the project that releases.tags of the policy names,`;
  return {
    unfound: `${where} holds no DVC file at this commit (${listedFew(others)} lie elsewhere)`,
  };
}

function nothingIn(leftOut: readonly string[]): string {
  return leftOut.length === 0
    ? "no DVC project and no artifact at this commit: there is nothing to prove"
    : `every DVC file of this commit is left out by the policy (${listedFew(leftOut)}): there is nothing to prove`;
}

function listedFew(paths: readonly string[]): string {
  return paths.slice(0, 3).join(", ");
}

/** Every pipeline and pointer file in scope, decoded. */
async function readFacts(
  { decoder }: Gathering,
  release: Release,
  tree: Tree,
  files: ProjectFiles,
): Promise<PipelineFacts> {
  const pipelines = files.pipelines.map((file) => readPipeline(tree, decoder, file));
  const pointers = files.pointers.map((file) => readPointer(tree, decoder, file));
  const facts: PipelineFacts = {
    projects: await Promise.all(files.roots.map((root) => readProject(tree, decoder, root))),
    pipelines: await Promise.all(pipelines),
    pointers: await Promise.all(pointers),
    leftOut: files.leftOut,
  };
  return narrowToArtifact(facts, release);
}

function entriesOf({ pipelines, pointers }: PipelineFacts): readonly LocatedEntry[] {
  // Without a list for each stage: there may be thousands.
  const entries: LocatedEntry[] = [];
  const add = (some: readonly LocatedEntry[]): void => {
    for (const entry of some) entries.push(entry);
  };
  for (const { deps, outs } of pipelines.flatMap(({ stages }) => stages)) {
    add(deps);
    add(outs);
  }
  for (const { outs, deps } of pointers) {
    add(outs);
    add(deps);
  }
  return entries;
}
