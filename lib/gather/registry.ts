// The registry files of a tree, and the manifests of the bundle as documents.

import { posix } from "node:path";

import { isStructured } from "../document/structured.ts";
import { joinDirectory } from "../dvc/locate.ts";
import type { Pipeline } from "../dvc/project.ts";
import type { PipelineFacts, RegistryFacts } from "../evidence.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import { matchesAny } from "../globs.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { remembered } from "../remembered.ts";
import type { FoundBundle } from "./bundle.ts";
import type { Decoder } from "./decoder.ts";
import { follow } from "./follow.ts";
import type { KeptFiles } from "./kept.ts";
import { readPipeline } from "./pipelines.ts";
import { pipelineFilesAt, projectRoots } from "./projects.ts";
import { readKept, readKeptRegistries, type ReadFiles } from "./registry-kept.ts";

export interface RegistryPlace {
  readonly tree: Tree;
  readonly decoder: Decoder;
  readonly policy: Policy;
  readonly release: Release;
  readonly kept: KeptFiles;
  readonly pipelines: PipelineFacts;
}

/** A registry that cannot be read is in the facts as unreadable. */
export async function gatherRegistry(
  place: RegistryPlace,
  bundle: FoundBundle | null,
): Promise<RegistryFacts> {
  const { tree, decoder, policy, release, kept } = place;
  const { files } = policy.registry;
  const { project } = release.scope;
  const patterns = project === null ? fromRoot(files) : below(project, files);
  const entries = tree.entries.filter(({ path }) => matchesAny(path, patterns));
  const manifests = (bundle?.files ?? []).filter(
    ({ role, path }) => role === "manifest" && isStructured(path),
  );
  const keptPaths = manifests.flatMap(({ path, entry }) => (entry === null ? [path] : []));
  const read = async (list: typeof entries) =>
    Promise.all(
      list
        .filter(({ kind }) => kind === "file")
        .map(async (entry) => ({ path: entry.path, document: await decoder.promoted(entry) })),
    );
  const linked = await readLinked(entries, place);
  const keptByDvc = await readKeptRegistries(place, patterns);
  const registries = [...(await read(entries)), ...linked.files, ...keptByDvc.files];
  return {
    registries,
    unread: [...linked.unread, ...keptByDvc.unread],
    elsewhere: registries.length === 0 ? [] : await readElsewhere(place),
    manifests: [
      ...(await read(manifests.flatMap(({ entry }) => (entry === null ? [] : [entry])))),
      ...(await readKept(keptPaths, kept)),
    ],
    bundle: bundle?.path ?? null,
  };
}

/** Symbolic links among the entries, where they lead inside of the tree. */
async function readLinked(
  entries: readonly TreeEntry[],
  { tree, decoder }: RegistryPlace,
): Promise<ReadFiles> {
  const own = new Set(entries.map(({ path }) => path));
  const read = entries
    .filter(({ kind }) => kind === "link")
    .map(async ({ path }) => {
      const there = await follow(tree, decoder, path);
      if (there.kind === "unverifiable") return `${path} could not be read: ${there.reason}`;
      if (there.kind === "absent") return `${path} is a symbolic link to what git does not hold`;
      if (there.kind === "directory" || own.has(there.entry.path)) return null;
      return { path, document: await decoder.promoted({ ...there.entry, path }) };
    });
  const all = await Promise.all(read);
  return {
    files: all.filter((one) => one !== null && typeof one !== "string"),
    unread: all.filter((one) => typeof one === "string"),
  };
}

/** What the policy ignores is no project of the repository, and declares nothing. */
async function readElsewhere({
  tree,
  decoder,
  policy,
  pipelines,
}: RegistryPlace): Promise<readonly Pipeline[]> {
  const paths = pipelines.leftOut.filter(
    (path) => posix.basename(path) === "dvc.yaml" && !matchesAny(path, policy.pipeline.ignore),
  );
  if (paths.length === 0) return [];
  const roots = projectRoots(tree);
  const read = paths.map(async (path) =>
    readPipeline(tree, decoder, pipelineFilesAt(joinDirectory("", posix.dirname(path)), roots)),
  );
  return Promise.all(read);
}

/** Made once where no project moves them, so that the globs are compiled once for all releases. */
const fromRoot = remembered((files: readonly string[]) => below("", files));

function below(directory: string, files: readonly string[]): readonly string[] {
  return files.map((glob) => joinDirectory(directory, glob));
}
