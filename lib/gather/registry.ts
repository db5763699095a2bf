// The registry files of a tree, and the manifests of the bundle as documents.

import { posix } from "node:path";

import { joinDirectory } from "../dvc/locate.ts";
import type { Pipeline } from "../dvc/project.ts";
import type { PipelineFacts, RegistryFacts, RegistryFile } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import { matchesAny } from "../globs.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { parseStrictly } from "../document/read.ts";
import { toReading } from "../reading.ts";
import { remembered } from "../remembered.ts";
import type { FoundBundle } from "./bundle.ts";
import { DOCUMENT_LIMIT, type Decoder } from "./decoder.ts";
import type { KeptFiles } from "./kept.ts";
import { readPipeline } from "./pipelines.ts";
import { pipelineFilesAt, projectRoots } from "./projects.ts";

const STRUCTURED = /\.(?:json|ya?ml|toml)$/i;

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
    ({ role, path }) => role === "manifest" && STRUCTURED.test(path),
  );
  const keptPaths = manifests.flatMap(({ path, entry }) => (entry === null ? [path] : []));
  const read = async (list: typeof entries) =>
    Promise.all(
      list
        .filter(({ kind }) => kind === "file")
        .map(async (entry) => ({ path: entry.path, document: await decoder.promoted(entry) })),
    );
  const registries = await read(entries);
  return {
    registries,
    elsewhere: registries.length === 0 ? [] : await readElsewhere(place),
    manifests: [
      ...(await read(manifests.flatMap(({ entry }) => (entry === null ? [] : [entry])))),
      ...(await readKept(keptPaths, kept)),
    ],
    bundle: bundle?.path ?? null,
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

/** Manifests that DVC keeps, those that are at hand. */
async function readKept(
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
