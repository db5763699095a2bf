// What a registry may send consumers to, and what it means by a path.

import { posix } from "node:path";

import { bundleBases } from "../../bundle-bases.ts";
import { isWithin, joinDirectory } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import { matchesAny } from "../../globs.ts";
import { VERSION } from "../../naming/version.ts";
import type { View } from "../../rule.ts";
import { declaredAnywhere } from "./declared.ts";
import type { NamedValue } from "./values.ts";

type Seen = View<"registry" | "pipelines" | "tree">;
type Test = (path: string) => boolean;

/**
 * `released`: on the surface. `absent`: in the bundle of this release, which does not hold it. `hidden`: in a bundle, where the policy calls it internal. `internal`: in the commit or
 * its records, and elsewhere.
 */
export type Standing = "released" | "absent" | "hidden" | "internal" | "nowhere";

type Surface = (path: string) => "released" | "hidden" | null;

/** How what a registry points to stands to the surface of the release. */
export function standingIn(view: Seen): (registry: string, value: NamedValue) => Standing {
  const surface = surfaceOf(view);
  const isSurface = (path: string): boolean => surface(path) === "released";
  const exists = existenceIn(view);
  const { bundle } = view.registry;
  const isHere = (paths: readonly string[]): boolean =>
    paths.some((path) => bundle !== null && isWithin(path, bundle) && !/[*?{$[]/.test(path));
  return (registry, { value, base }) => {
    const directory = posix.dirname(registry);
    const plain = fromBoth(directory, value);
    const stands = plain.map(surface);
    const isThere = plain.some(exists);
    if (stands.includes("released")) return isThere || !isHere(plain) ? "released" : "absent";
    const isMeant = (from: string, path: string): boolean =>
      isSurface(path) && (exists(path) || !isThere || !exists(from));
    const bases = base === null ? [] : fromBoth(directory, base);
    const below = bases
      .map((from) => ({ from, path: joinDirectory(holderOf(from, value), value) }))
      .filter(({ from, path }) => isMeant(from, path))
      .map(({ path }) => path);
    if (below.length > 0) return below.some(exists) || !isHere(below) ? "released" : "absent";
    if (stands.includes("hidden")) return "hidden";
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
function surfaceOf(view: Seen): Surface {
  const { release, policy, registry } = view;
  const templates = release.scope.bundle ?? policy.bundle.paths;
  const patterns = basesOfAll(view).flatMap((base) =>
    templates.map((template) => patternOf(joinDirectory(base, template))),
  );
  const artifacts = declaredAnywhere(view).flatMap(({ inside, value }) => (inside ? [value] : []));
  const { bundle } = registry;
  /** Null for what is in no bundle. */
  const inBundle = (path: string): string | null => {
    if (bundle !== null && isWithin(path, bundle)) return path.slice(bundle.length + 1);
    const found = patterns.map((pattern) => pattern.exec(path)).find((match) => match !== null);
    return found === undefined ? null : (found[1] ?? "");
  };
  return (path) => {
    if (artifacts.some((artifact) => isWithin(path, artifact))) return "released";
    const relative = inBundle(path);
    if (relative === null) return null;
    return matchesAny(relative, policy.bundle.internal) ? "hidden" : "released";
  };
}

/** Bundles of other artifacts may be anywhere that a pipeline is. */
function basesOfAll({ release, pipelines, registry }: Seen): readonly string[] {
  const all = [...pipelines.pipelines, ...registry.elsewhere];
  return [
    ...new Set([
      ...bundleBases(release, pipelines),
      ...all.flatMap(({ directory, projectRoot }) => [directory, projectRoot]),
    ]),
  ];
}

/** What a release's name may say: nothing else makes `models/model.pkl` a bundle of `{artifact}/{version}`. */
const PARTS: Readonly<Record<string, string>> = {
  artifact: "[^/]+",
  version: VERSION,
  major: "\\d+",
  minor: "\\d+",
  tag: "[^/]*[\\d#][^/]*",
};

/** The template's own place, and what lies below it. */
function patternOf(template: string): RegExp {
  const source = template
    .split(/\{(\w+)\}/)
    .map((piece, index) => (index % 2 === 0 ? escaped(piece) : (PARTS[piece] ?? "[^/]+")));
  return new RegExp(`^${source.join("")}(?:/(.*))?$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
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
