// The registry files of a tree, and the manifests of the bundle as documents.

import picomatch from "picomatch";

import { joinDirectory } from "../dvc/locate.ts";
import type { RegistryFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import type { FoundBundle } from "./bundle.ts";
import type { Decoder } from "./decoder.ts";

const STRUCTURED = /\.(?:json|ya?ml|toml)$/i;

export interface RegistryPlace {
  readonly tree: Tree;
  readonly decoder: Decoder;
  readonly policy: Policy;
  readonly release: Release;
}

/** A registry that cannot be read is in the facts as unreadable. */
export async function gatherRegistry(
  { tree, decoder, policy, release }: RegistryPlace,
  bundle: FoundBundle | null,
): Promise<RegistryFacts> {
  const patterns = policy.registry.files.map((glob) =>
    joinDirectory(release.scope.project ?? "", glob),
  );
  const isRegistry = picomatch([...patterns], { dot: true });
  const entries = patterns.length === 0 ? [] : tree.entries.filter(({ path }) => isRegistry(path));
  const manifests = (bundle?.files ?? []).flatMap(({ role, entry }) =>
    role === "manifest" && entry !== null && STRUCTURED.test(entry.path) ? [entry] : [],
  );
  const read = async (list: typeof entries) =>
    Promise.all(
      list
        .filter(({ kind }) => kind === "file")
        .map(async (entry) => ({ path: entry.path, document: await decoder.document(entry) })),
    );
  return {
    registries: await read(entries),
    manifests: await read(manifests),
    bundle: bundle?.path ?? null,
  };
}
