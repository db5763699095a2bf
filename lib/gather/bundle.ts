// The release bundle of a tree: where it is, and which file is what.

import { bundleBases } from "../bundle-bases.ts";
import { joinDirectory } from "../dvc/locate.ts";
import { producersOf, type Producers } from "../dvc/producers.ts";
import { recordedBelow } from "../dvc/recorded-below.ts";
import type { BundleFacts, BundleFile, ContentFacts, PipelineFacts } from "../evidence.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { matchesAny } from "../globs.ts";
import { nestedRoleOf, REQUIRED_ROLES, roleOf } from "../roles.ts";
import type { KeptFiles } from "./kept.ts";

/** A bundle before its files are hashed. */
export type FoundBundle = Omit<BundleFacts, "files"> & {
  readonly files: readonly Omit<BundleFile, "content">[];
};

interface Place {
  readonly path: string;
  /** The policy names this very path; one that it may mean from another directory too is none. */
  readonly stated: boolean;
}

/** A path that may be the bundle's. */
interface Candidate extends Place {
  readonly files: FoundBundle["files"];
  /** False where neither git nor a record shows it. */
  readonly there: boolean;
  /** Recorded as a directory of which only the hash is known: at the path, or around it. */
  readonly closed: "here" | "around" | null;
  /** A symbolic link stands at the path, and the path is one of this release alone. */
  readonly linked: boolean;
}

/**
 * The first path template that leads to a bundle, in git or in what the records list. A configured
 * path counts even where it is absent (its files are then none); a default one only if it holds a
 * manifest or two of the required roles, if it is a recorded directory that nobody can look into, or if a
 * symbolic link named after the release stands there: what consumers find behind it is a bundle to them.
 */
export function findBundle(
  tree: Tree,
  policy: Policy,
  release: Release,
  pipelines: PipelineFacts | null = null,
): FoundBundle | null {
  const configured = templatesOf(release) !== null || policy.bundle.configured;
  const producers = pipelines === null ? null : producersOf(pipelines);
  const candidates = bundlePlaces(policy, release, pipelines).map((place) =>
    look(place, tree, policy, producers),
  );
  const stated = candidates.filter((candidate) => candidate.stated);
  const found =
    candidates.find(
      (one) => one.there && (one.stated || one.closed === "here" || looksLikeBundle(one.files)),
    ) ??
    candidates.find(({ linked }) => linked) ??
    stated.find(({ closed }) => closed !== null) ??
    stated[0];
  if (found === undefined) return null;
  return { path: found.path, configured, files: found.files, release: release.assigns ?? release };
}

/** Whether a directory would count as a bundle, were it that of a release. */
export function isBundle(path: string, tree: Tree, policy: Policy, producers: Producers): boolean {
  const { files, closed } = look({ path, stated: false }, tree, policy, producers);
  return closed === "here" || looksLikeBundle(files);
}

function look(
  { path, stated }: Place,
  tree: Tree,
  policy: Policy,
  producers: Producers | null,
): Candidate {
  const isInGit = tree.isDirectory(path);
  const inGit = isInGit ? tree.under(path) : [];
  const known = new Set(inGit.map((entry) => entry.path));
  const recorded = producers === null ? NOTHING : recordedBelow(path, producers);
  const kept = [...new Set(recorded.files)].filter((file) => !known.has(file)).toSorted();
  const closed = isInGit ? null : recorded.closed;
  return {
    path,
    stated,
    files: [
      ...inGit.map((entry) => describe(entry.path, entry, path, policy)),
      ...kept.map((file) => describe(file, null, path, policy)),
    ],
    there: isInGit || kept.length > 0 || closed === "here",
    closed,
    linked: tree.get(path)?.kind === "link" && /\d/.test(path.slice(path.lastIndexOf("/") + 1)),
  };
}

const NOTHING: ReturnType<typeof recordedBelow> = { files: [], closed: null };

/** The bundle of a stage tag is that of the version which it assigns, before one of its own name. */
function bundlePlaces(
  policy: Policy,
  release: Release,
  pipelines: PipelineFacts | null,
): readonly Place[] {
  const templates = templatesOf(release) ?? policy.bundle.paths;
  const configured = templatesOf(release) !== null || policy.bundle.configured;
  const relative = [release.assigns ?? release, release]
    .map(valuesOf)
    .flatMap((values) => templates.flatMap((template) => expand(template, values) ?? []));
  const bases = bundleBases(release, pipelines);
  const own = bases.at(-1);
  return bases.flatMap((base) =>
    [...new Set(relative.map((path) => joinDirectory(base, path)))]
      .filter((path) => path !== "")
      .map((path) => ({ path, stated: configured && base === own })),
  );
}

/** The templates that a grammar of the policy has for itself; null where those of the policy hold. */
export function templatesOf({ scope, assigns }: Release): readonly string[] | null {
  return scope.bundle ?? assigns?.scope.bundle ?? null;
}

type Values = Readonly<Record<string, string | null>>;

/** What a template may ask for; null where the name does not say it. */
function valuesOf({ name, naming, candidate }: Release): Values {
  const version = naming.version?.replace(/^v/, "") ?? null;
  const artifact = naming.artifact?.slice(naming.artifact.indexOf(":") + 1) ?? null;
  const tag = candidate && version === null ? null : name;
  return { tag, version, artifact, ...numbersOf(version) };
}

function numbersOf(version: string | null): Values {
  const [major = null, minor = null] = version?.split(/[-+]/)[0]?.split(".") ?? [];
  return { major, minor };
}

function expand(template: string, values: Values): string | null {
  const keys = [...template.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key);
  if (keys.some((key) => (values[key] ?? null) === null)) return null;
  return template.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
}

function describe(
  path: string,
  entry: TreeEntry | null,
  bundle: string,
  policy: Policy,
): FoundBundle["files"][number] {
  const relative = path.slice(bundle.length + 1);
  const isInternal =
    policy.bundle.internal.length > 0 && matchesAny(relative, policy.bundle.internal);
  const role = isInternal ? null : roleOf(relative, policy);
  return {
    path,
    relative,
    role,
    nestedRole: isInternal || role !== null ? null : nestedRoleOf(relative, policy),
    internal: isInternal,
    entry,
  };
}

function looksLikeBundle(files: FoundBundle["files"]): boolean {
  const roles = new Set(files.map(({ role }) => role));
  return roles.has("manifest") || REQUIRED_ROLES.filter((role) => roles.has(role)).length >= 2;
}

/** The bundle with the contents of its files; what DVC keeps is read from where it is at hand. */
export async function withContents(
  bundle: FoundBundle,
  contents: ContentFacts,
  kept: KeptFiles,
): Promise<BundleFacts> {
  const files: BundleFile[] = [];
  // One after the other: a kept file is read whole.
  for (const file of bundle.files) {
    const { path, entry } = file;
    const content = entry === null ? await kept.content(path) : contents.get(path);
    files.push({ ...file, content: content ?? { ...DANGLING, path } });
  }
  return { ...bundle, files };
}

const DANGLING = {
  kind: "unverifiable",
  reason: "it is a symbolic link to nothing",
  blocking: false,
  size: null,
} as const;
