// Stage tags of which nobody knows the version, and so not the bundle.

import { bundleBases } from "../bundle-bases.ts";
import { joinDirectory } from "../dvc/locate.ts";
import { producersOf } from "../dvc/producers.ts";
import type { Available, PipelineFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { templatesOf } from "./bundle.ts";

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
  if (!configured && !hasPlaces(place)) return null;
  const version = naming.artifact === null ? "no version" : `no version of ${naming.artifact}`;
  return {
    state: "unavailable",
    reason: `${version} is known to be registered at this commit: which bundle ${name} promotes is not known`,
    blocking: configured,
  };
}

/** Whether git or a record has anything below the directories that hold bundles. */
function hasPlaces({ tree, policy, release, pipelines }: Unplaced): boolean {
  const producers = producersOf(pipelines);
  const tops = bundleBases(release, pipelines).flatMap((base) =>
    policy.bundle.paths.map((path) => joinDirectory(base, path.split("/", 1)[0] ?? "")),
  );
  return [...new Set(tops)].some(
    (top) => tree.isDirectory(top) || producers.at(top).length + producers.below(top).length > 0,
  );
}
