// The release bundle of a tree: where it is, and which file is what.

import { joinDirectory } from "../dvc/locate.ts";
import type { BundleFacts, BundleFile, ContentFacts } from "../evidence.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import type { Policy } from "../policy.ts";
import type { Release } from "../release.ts";
import { matchesAny, REQUIRED_ROLES, roleOf } from "../roles.ts";

/** A bundle before its files are hashed. */
export type FoundBundle = Omit<BundleFacts, "files"> & {
  readonly files: readonly Omit<BundleFile, "content">[];
};

/**
 * The first path template that leads to a bundle. A configured path counts even where it is absent
 * (its files are then none); a default one only if it holds a manifest or two of the required roles.
 */
export function findBundle(tree: Tree, policy: Policy, release: Release): FoundBundle | null {
  const configured = release.scope.bundle !== null || policy.bundle.configured;
  const paths = bundlePaths(policy, release);
  const found = paths
    .filter((path) => path !== "" && tree.isDirectory(path))
    .map((path) => ({ path, configured, files: describeAll(tree, path, policy) }))
    .find(({ files }) => configured || looksLikeBundle(files));
  if (found !== undefined) return found;
  const [first] = paths;
  return configured && first !== undefined ? { path: first, configured, files: [] } : null;
}

function bundlePaths(policy: Policy, release: Release): readonly string[] {
  const templates = release.scope.bundle ?? policy.bundle.paths;
  const base = release.scope.project ?? "";
  const values = valuesOf(release);
  return templates.flatMap((template) => {
    const path = expand(template, values);
    return path === null ? [] : [joinDirectory(base, path)];
  });
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

function describeAll(tree: Tree, path: string, policy: Policy): FoundBundle["files"] {
  return tree.under(path).map((entry) => describe(entry, path, policy));
}

function describe(entry: TreeEntry, bundle: string, policy: Policy): FoundBundle["files"][number] {
  const relative = entry.path.slice(bundle.length + 1);
  const isInternal =
    policy.bundle.internal.length > 0 && matchesAny(relative, policy.bundle.internal);
  return {
    path: entry.path,
    relative,
    role: isInternal ? null : roleOf(relative, policy),
    internal: isInternal,
    entry,
  };
}

function looksLikeBundle(files: FoundBundle["files"]): boolean {
  const roles = new Set(files.map(({ role }) => role));
  return roles.has("manifest") || REQUIRED_ROLES.filter((role) => roles.has(role)).length >= 2;
}

/** The bundle with the contents of its files. */
export function withContents(bundle: FoundBundle, contents: ContentFacts): BundleFacts {
  const files = bundle.files.map((file) => {
    const content = contents.get(file.path) ?? {
      kind: "unverifiable" as const,
      path: file.path,
      reason: "it is a symbolic link to nothing",
      blocking: false,
    };
    return { ...file, content };
  });
  return { ...bundle, files };
}
