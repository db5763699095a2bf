// The release bundle of a tree: where it is, and which file is what.

import { joinDirectory } from "../dvc/locate.ts";
import type { Producers } from "../dvc/producers.ts";
import { recordedBelow } from "../dvc/recorded-below.ts";
import type { BundleFacts, BundleFile, ContentFacts } from "../evidence.ts";
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

/** A path that may be the bundle's. */
interface Candidate {
  readonly path: string;
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
  producers: Producers | null = null,
): FoundBundle | null {
  const configured = templatesOf(release) !== null || policy.bundle.configured;
  const candidates = bundlePaths(policy, release).map((path) =>
    look(path, tree, policy, producers),
  );
  const found =
    candidates.find(
      ({ there, files, closed }) =>
        there && (configured || closed === "here" || looksLikeBundle(files)),
    ) ??
    candidates.find(({ linked }) => linked) ??
    (configured ? (candidates.find(({ closed }) => closed !== null) ?? candidates[0]) : undefined);
  if (found === undefined) return null;
  return { path: found.path, configured, files: found.files, release: release.assigns ?? release };
}

function look(path: string, tree: Tree, policy: Policy, producers: Producers | null): Candidate {
  const isInGit = tree.isDirectory(path);
  const inGit = isInGit ? tree.under(path) : [];
  const known = new Set(inGit.map((entry) => entry.path));
  const recorded = producers === null ? NOTHING : recordedBelow(path, producers);
  const kept = [...new Set(recorded.files)].filter((file) => !known.has(file)).toSorted();
  const closed = isInGit ? null : recorded.closed;
  return {
    path,
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
function bundlePaths(policy: Policy, release: Release): readonly string[] {
  const templates = templatesOf(release) ?? policy.bundle.paths;
  const base = release.scope.project ?? "";
  const paths = [release.assigns ?? release, release].map(valuesOf).flatMap((values) =>
    templates.flatMap((template) => {
      const path = expand(template, values);
      return path === null ? [] : [joinDirectory(base, path)];
    }),
  );
  return [...new Set(paths)].filter((path) => path !== "");
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
