// Directories of a registry that is kept as directories, which mean another state tomorrow.

import { bundleBases } from "../../bundle-bases.ts";
import { BUNDLE_PATHS } from "../../bundle-paths.ts";
import { joinDirectory } from "../../dvc/locate.ts";
import type { Policy } from "../../policy.ts";
import type { Release } from "../../release.ts";
import type { View } from "../../rule.ts";
import { isProgram } from "../programs.ts";
import { movingPart } from "./moving.ts";

const NAME = "registry";

/** `registry/ranker/latest`, a directory or a link; each once. */
export function movingPlaces({
  tree,
  registry: { bundle },
  pipelines,
  release,
  policy,
}: View<"registry" | "pipelines" | "tree">): readonly string[] {
  const named = [NAME, ...namedRoots(release, policy)];
  const stated = release.scope.bundle !== null || policy.bundle.configured;
  const roots = new Set([
    NAME,
    ...bundleBases(release, pipelines).flatMap((base) =>
      named.map((root) => joinDirectory(base, root)),
    ),
    ...(bundle === null ? [] : registryAbove(bundle)),
    ...(bundle === null || stated ? [] : usualAbove(bundle)),
  ]);
  const found = [...roots].flatMap((root) =>
    tree.under(root).flatMap(({ path }) => {
      if (isProgram(path)) return [];
      const part = movingPart(path, tree);
      return part?.startsWith(`${root}/`) === true ? [part] : [];
    }),
  );
  return [...new Set(found)];
}

/** Of what the policy itself calls bundles and registries: the directory that all of them lie in. */
function namedRoots({ scope }: Release, { bundle, registry }: Policy): readonly string[] {
  const templates = scope.bundle ?? (bundle.configured ? bundle.paths : []);
  return [...templates, ...registry.files].flatMap((pattern) => {
    const open = pattern.search(/[{*?[]/);
    const above = open < 0 ? -1 : pattern.lastIndexOf("/", open);
    return above <= 0 ? [] : [pattern.slice(0, above)];
  });
}

/** The usual directory of bundles in which the found one lies; what lies in a bundle itself is its own. */
function usualAbove(bundle: string): readonly string[] {
  const names = bundle.split("/").slice(0, -1);
  const last = names.findLastIndex((name) => USUAL.has(name));
  return last < 0 ? [] : [names.slice(0, last + 1).join("/")];
}

const USUAL: ReadonlySet<string> = new Set(BUNDLE_PATHS.map((path) => path.split("/", 1)[0] ?? ""));

function registryAbove(bundle: string): readonly string[] {
  const names = bundle.split("/");
  const last = names.lastIndexOf(NAME);
  return last < 0 ? [] : [names.slice(0, last + 1).join("/")];
}
