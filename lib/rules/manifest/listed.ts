// What the manifests of a bundle list, resolved to its files: one place decides what a listed path means.

import { posix } from "node:path";

import type { BundleFile, ManifestFacts, ManifestFile, PipelineFacts } from "../../evidence.ts";
import type { Manifest, ManifestEntry } from "../../formats/manifest.ts";
import { effectiveHash, joinDirectory, normalPath } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import { blocking, noted, type Unverified, type View } from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { listed } from "../wording.ts";

export interface ReadManifest extends Omit<ManifestFile, "reading"> {
  readonly manifest: Manifest;
}

export interface Listed {
  readonly from: ReadManifest;
  readonly entry: ManifestEntry;
  /** From the root of the repository; null where the path leaves the bundle. */
  readonly path: string | null;
  readonly file: BundleFile | null;
}

/** The manifests that could be read. */
export function readManifests({ manifest }: View<"manifest">): readonly ReadManifest[] {
  return manifest.files.flatMap(({ reading, ...file }) =>
    reading.state === "present" ? [{ ...file, manifest: reading.value }] : [],
  );
}

/**
 * The manifests that say what belongs to the bundle. A checksum, a signature or a bill of materials beside
 * one is checked, but consumers do not look there: it makes up for nothing that the manifest forgets.
 */
export function listingManifests(view: View<"manifest">): readonly ReadManifest[] {
  const isStated = view.manifest.files.some(({ primary }) => primary);
  return readManifests(view).filter(({ primary }) => primary || !isStated);
}

/** Why not all that the manifests say is known; null where it is. */
export function unreadManifest({ manifest }: View<"manifest">): Unverified | null {
  const unread = manifest.files.filter(({ reading }) => reading.state === "unreadable");
  const absent = manifest.files.filter(({ reading }) => reading.state === "absent");
  if (unread.length > 0)
    return blocking(`${listed(unread.map(({ path }) => path))} could not be read`);
  return absent.length === 0
    ? null
    : noted(
        `${listed(absent.map(({ path }) => path))} is kept by DVC and its bytes are not at hand: what it lists was not compared`,
      );
}

/** Tells whether the manifests list a path, itself or by a directory that it lies in. */
export function listing(view: View<"bundle" | "manifest">): (path: string) => boolean {
  const manifests = new Set(listingManifests(view).map(({ path }) => path));
  const known = new Set(
    listedFiles(view).flatMap(({ from, path }) => (manifests.has(from.path) ? [path] : [])),
  );
  return (path) => {
    const names = path.split("/");
    return names.some((_, index) => known.has(names.slice(0, index + 1).join("/")));
  };
}

const resolved = new WeakMap<ManifestFacts, readonly Listed[]>();

/** Every entry of every manifest, in order; resolved once for all rules. */
export function listedFiles(view: View<"bundle" | "manifest">): readonly Listed[] {
  const before = resolved.get(view.manifest);
  if (before !== undefined) return before;
  const entries = resolveEntries(view);
  resolved.set(view.manifest, entries);
  return entries;
}

function resolveEntries(view: View<"bundle" | "manifest">): readonly Listed[] {
  const files = new Map(view.bundle.files.map((file) => [file.path, file]));
  const bundle = view.bundle.path;
  return readManifests(view).flatMap((from) => {
    const directory = posix.join(bundle, posix.dirname(from.relative));
    return from.manifest.entries.map((entry) => {
      const path = resolvePath(entry.path, { directory, bundle, files });
      return { from, entry, path, file: path === null ? null : (files.get(path) ?? null) };
    });
  });
}

interface Surroundings {
  /** Of the manifest. */
  readonly directory: string;
  readonly bundle: string;
  readonly files: ReadonlyMap<string, BundleFile>;
}

/** Relative to the manifest; from the root of the repository where only that leads to a file. */
function resolvePath(path: string, { directory, bundle, files }: Surroundings): string | null {
  if (leaves(path)) return null;
  const plain = normalPath(path).replace(/\/$/, "");
  const here = joinDirectory(directory, plain);
  return !files.has(here) && plain.startsWith(`${bundle}/`) ? plain : here;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f\\]|^\/|^[A-Za-z]:|^[a-z][a-z0-9+.-]*:\/\/|^$/;

function leaves(path: string): boolean {
  return UNSAFE.test(path) || path.split("/").includes("..");
}

/** A manifest that is not what its stage wrote was edited: what it says wrongly has that one cause. */
export function manifestCauses(
  path: string,
  view: { readonly bundle: View<"bundle">["bundle"]; readonly pipelines: PipelineFacts },
): readonly string[] {
  const content = view.bundle.files.find((file) => file.path === path)?.content;
  if (content === undefined || content.kind === "unverifiable") return [];
  const isEdited = producersOf(view.pipelines)
    .at(path)
    .some(({ entry }) => {
      const recorded = effectiveHash(entry, entry.insideProject);
      return recorded?.kind === "md5" && recorded.value !== content.md5;
    });
  return isEdited ? [contentCause(path)] : [];
}
