// What the manifests of a bundle list, resolved to its files.

import type { ManifestFacts, ManifestFile, PipelineFacts } from "../../evidence.ts";
import type { Manifest, ManifestEntry } from "../../formats/manifest.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import { blocking, noted, type Unverified, type View } from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { listed } from "../wording.ts";
import { indexOf, locate, type Place } from "./resolve.ts";

export interface ReadManifest extends Omit<ManifestFile, "reading"> {
  readonly manifest: Manifest;
}

export interface Listed extends Place {
  readonly from: ReadManifest;
  readonly entry: ManifestEntry;
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

/**
 * Tells whether the manifests, or those of some entries, list a path, itself or by a directory that it lies in. The bundle's own
 * directory (`.`, as `find .` prints it) would stand for whatever gets into it.
 */
export function listing(
  view: View<"bundle" | "manifest">,
  files: readonly Listed[] = statedFiles(view),
): (path: string) => boolean {
  const known = new Set(files.map(({ path }) => path));
  known.delete(view.bundle.path);
  return (path) => {
    const names = path.split("/");
    return names.some((_, index) => known.has(names.slice(0, index + 1).join("/")));
  };
}

/** The entries of the manifests that say what belongs to the bundle. */
export function statedFiles(view: View<"bundle" | "manifest">): readonly Listed[] {
  const manifests = new Set(listingManifests(view).map(({ path }) => path));
  return listedFiles(view).filter(
    ({ entry, from }) => entry.aside !== true && manifests.has(from.path),
  );
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

function resolveEntries({ bundle, ...view }: View<"bundle" | "manifest">): readonly Listed[] {
  const index = indexOf(bundle);
  return readManifests(view).flatMap((from) =>
    from.manifest.entries.map((entry) => ({
      from,
      entry,
      ...locate(entry, from.relative, from.manifest, index),
    })),
  );
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
