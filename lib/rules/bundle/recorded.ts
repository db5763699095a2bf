// The parts of a bundle that DVC keeps and nobody can look into: directories known by their hash alone.

import { effectiveHash } from "../../dvc/locate.ts";
import { isLeftToGit, producersOf, type Producer } from "../../dvc/producers.ts";
import type { BundleFacts, PipelineFacts } from "../../evidence.ts";
import type { Policy, Role } from "../../policy.ts";
import { roleOf } from "../../roles.ts";
import { noted, notApplicable, type NotApplicable, type Unverified } from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { listed } from "../wording.ts";

/** A directory below the bundle's whose files nothing names. */
export interface ClosedPart {
  readonly path: string;
  /** From the bundle's directory. */
  readonly relative: string;
  /** The role that all of it has; null where only its files would tell. */
  readonly role: Role | null;
}

interface Seen {
  readonly bundle: BundleFacts;
  readonly pipelines: PipelineFacts;
  readonly policy: Policy;
}

const known = new WeakMap<PipelineFacts, readonly ClosedPart[]>();

/** Recorded directories below the bundle's; what git shows of one is not closed. */
export function closedParts(seen: Seen): readonly ClosedPart[] {
  const before = known.get(seen.pipelines);
  if (before !== undefined) return before;
  const parts = findClosed(seen);
  known.set(seen.pipelines, parts);
  return parts;
}

function findClosed({ bundle, pipelines, policy }: Seen): readonly ClosedPart[] {
  return producersOf(pipelines)
    .below(bundle.path)
    .flatMap((producer) => {
      const path = closedPath(producer);
      if (path === null) return [];
      if (bundle.files.some((file) => file.path.startsWith(`${path}/`))) return [];
      const relative = path.slice(bundle.path.length + 1);
      return [{ path, relative, role: roleOf(relative, policy) }];
    });
}

/** Causes of outs that are left to git, and that git does not have, by role; `lock/outs-match` tells them. */
export function lostCauses(role: Role, { bundle, pipelines, policy }: Seen): readonly string[] {
  const inGit = new Set(bundle.files.map(({ path }) => path));
  return producersOf(pipelines)
    .below(bundle.path)
    .filter(isLeftToGit)
    .flatMap(({ entry }) => (entry.at.kind === "inside" ? [entry.at.path] : []))
    .filter((path) => !inGit.has(path))
    .filter((path) => roleOf(path.slice(bundle.path.length + 1), policy) === role)
    .map((path) => contentCause(path));
}

/** True where the bundle is, or is inside of, a recorded directory whose files nothing names. */
export function isClosed({ bundle, pipelines }: Omit<Seen, "policy">): boolean {
  const producers = producersOf(pipelines);
  const around = [...producers.at(bundle.path), ...producers.above(bundle.path)];
  return around.some((producer) => closedPath(producer) !== null) && !isInGit(bundle);
}

/** The paths of all that is closed in or around the bundle: what is missing in it may be there. */
export function closedPlaces(seen: Seen): readonly string[] {
  const parts = closedParts(seen).map(({ path }) => path);
  return isClosed(seen) ? [seen.bundle.path, ...parts] : parts;
}

function isInGit({ files }: BundleFacts): boolean {
  return files.some(({ entry }) => entry !== null);
}

function closedPath({ entry }: Producer): string | null {
  const hash = effectiveHash(entry, entry.insideProject);
  const isDirectory = entry.files === null && hash?.value.endsWith(".dir") === true;
  return isDirectory && entry.at.kind === "inside" ? entry.at.path : null;
}

/** That the bundle has no file of a role is an answer only where all of it is known. */
export function missingOf(role: Role, seen: Seen): Unverified | NotApplicable {
  const closed = closedPlaces(seen);
  return closed.length === 0
    ? notApplicable(`${seen.bundle.path} holds no ${role}`)
    : noted(
        `the ${role} of ${seen.bundle.path} may be in ${listed(closed)}, of which only the directory's hash is recorded`,
      );
}
