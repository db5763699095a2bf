// Stage tags of which nobody knows the version, and so not the bundle.

import { bundleBases } from "../bundle-bases.ts";
import { joinDirectory } from "../dvc/locate.ts";
import { producersOf } from "../dvc/producers.ts";
import type { Available, PipelineFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import { matchesAny } from "../globs.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { isBundle, templatesOf } from "./bundle.ts";

/** Where bundles may be, and the release that has none of them. */
export interface Unplaced {
  readonly tree: Tree;
  readonly policy: Policy;
  readonly release: Release;
  readonly pipelines: PipelineFacts;
}

/** Why it cannot be told which bundle a release promotes for which none was found; null where it has none. */
export function unknownBundle(place: Unplaced): Available<never> | null {
  const { policy, release } = place;
  const { name, naming, assigns } = release;
  if (naming.action !== "assign" || (assigns ?? null) !== null) return null;
  const configured = templatesOf(release) !== null || policy.bundle.configured;
  const directories = configured ? [] : usualDirectories(place);
  if (!configured && directories.length === 0) return null;
  const version = naming.artifact === null ? "no version" : `no version of ${naming.artifact}`;
  return {
    state: "unavailable",
    reason: `${version} is known to be registered at this commit: which bundle ${name} promotes is not known`,
    // One of these is promoted, and nobody judges it.
    blocking: configured || hasBundle(directories, place),
  };
}

/** What git or a record has of the directories in which bundles lie, and all below them. */
function usualDirectories({ tree, policy, release, pipelines }: Unplaced): readonly string[] {
  const producers = producersOf(pipelines);
  const tops = bundleBases(release, pipelines).flatMap((base) =>
    policy.bundle.paths.map((path) => joinDirectory(base, path.split("/", 1)[0] ?? "")),
  );
  const found = [...new Set(tops)].flatMap((top) => {
    const recorded = [...producers.at(top), ...producers.below(top)].flatMap(({ entry: { at } }) =>
      at.kind === "inside" ? [at.path] : [],
    );
    const paths = [...tree.under(top).map(({ path }) => path), ...recorded];
    const above = paths.flatMap((path) => directoriesOf(path, top));
    return [...above, ...recorded];
  });
  return [...new Set(found)];
}

function directoriesOf(path: string, top: string): readonly string[] {
  const below = path.slice(top.length).split("/").slice(1, -1);
  return [top, ...below.map((_, index) => [top, ...below.slice(0, index + 1)].join("/"))];
}

function hasBundle(
  directories: readonly string[],
  { tree, policy, release, pipelines }: Unplaced,
): boolean {
  const globs = bundleBases(release, pipelines).flatMap((base) =>
    policy.bundle.paths.map((path) => joinDirectory(base, path.replaceAll(/\{\w+\}/g, "*"))),
  );
  const producers = producersOf(pipelines);
  return directories.some(
    (path) => matchesAny(path, globs) && isBundle(path, tree, policy, producers),
  );
}
