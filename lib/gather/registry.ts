// The registry files of a tree, and the manifests of the bundle as documents.

import { joinDirectory } from "../dvc/locate.ts";
import type { RegistryFacts, RegistryFile } from "../evidence.ts";
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

const STRUCTURED = /\.(?:json|ya?ml|toml)$/i;

export interface RegistryPlace {
  readonly tree: Tree;
  readonly decoder: Decoder;
  readonly policy: Policy;
  readonly release: Release;
  readonly kept: KeptFiles;
}

/** A registry that cannot be read is in the facts as unreadable. */
export async function gatherRegistry(
  { tree, decoder, policy, release, kept }: RegistryPlace,
  bundle: FoundBundle | null,
): Promise<RegistryFacts> {
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
  return {
    registries: await read(entries),
    manifests: [
      ...(await read(manifests.flatMap(({ entry }) => (entry === null ? [] : [entry])))),
      ...(await readKept(keptPaths, kept)),
    ],
    bundle: bundle?.path ?? null,
  };
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
