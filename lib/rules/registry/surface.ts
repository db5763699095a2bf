// What a registry may send consumers to, and what it means by a path.

import { posix } from "node:path";
import picomatch from "picomatch";

import { isWithin, joinDirectory } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { View } from "../../rule.ts";
import { declaredAnywhere } from "./declared.ts";
import type { NamedValue } from "./values.ts";

type Seen = View<"registry" | "pipelines" | "tree">;
type Test = (path: string) => boolean;

/** `released`: on the surface. `internal`: in the commit or its records, and elsewhere. */
export type Standing = "released" | "internal" | "nowhere";

/** How what a registry points to stands to the surface of the release. */
export function standingIn(view: Seen): (registry: string, value: NamedValue) => Standing {
  const isSurface = surfaceOf(view);
  const exists = existenceIn(view);
  return (registry, { value, base }) => {
    const directory = posix.dirname(registry);
    const plain = fromBoth(directory, value);
    if (plain.some(isSurface)) return "released";
    const isThere = plain.some(exists);
    const isMeant = (from: string, path: string): boolean =>
      isSurface(path) && (exists(path) || !isThere || !exists(from));
    const bases = base === null ? [] : fromBoth(directory, base);
    const isBelow = bases.some((from) =>
      isMeant(from, joinDirectory(holderOf(from, value), value)),
    );
    if (isBelow) return "released";
    return isThere ? "internal" : "nowhere";
  };
}

/** A path is from the root of the repository, or from the registry's directory. */
function fromBoth(directory: string, path: string): readonly string[] {
  return [joinDirectory("", path), joinDirectory(directory, path)];
}

/** `path: publish/v1/model.json` with `file: model.json` names one file twice. */
function holderOf(base: string, value: string): string {
  return posix.basename(base) === value ? posix.dirname(base) : base;
}

/** Bundles of every release count, not only this one's: a registry lists the older ones too. */
function surfaceOf(view: Seen): Test {
  const { release, policy, registry } = view;
  const templates = release.scope.bundle ?? policy.bundle.paths;
  const globs = templates
    .map((template) =>
      joinDirectory(release.scope.project ?? "", template.replaceAll(/\{\w+\}/g, "*")),
    )
    .filter((glob) => glob !== "");
  const isBundle = picomatch(
    globs.flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  );
  const roots = [
    ...declaredAnywhere(view).flatMap(({ inside, value }) => (inside ? [value] : [])),
    ...(registry.bundle === null ? [] : [registry.bundle]),
  ];
  return (path) => isBundle(path) || roots.some((root) => isWithin(path, root));
}

/** In git, or in what the locks and pointer files record. */
function existenceIn({ tree, pipelines, registry }: Seen): Test {
  const { elsewhere } = registry;
  // Those of the release are known by now: they are only put together anew where there are more.
  const producers = producersOf(
    elsewhere.length === 0
      ? pipelines
      : { ...pipelines, pipelines: [...pipelines.pipelines, ...elsewhere] },
  );
  return (path) =>
    tree.get(path) !== undefined ||
    tree.isDirectory(path) ||
    producers.at(path).length + producers.above(path).length + producers.below(path).length > 0;
}
