// Which file of a bundle a path in a manifest means.

import { posix } from "node:path";

import type { BundleFacts, BundleFile } from "../../evidence.ts";
import type { Manifest, ManifestEntry } from "../../formats/manifest.ts";
import { joinDirectory, normalPath } from "../../dvc/locate.ts";

/** The files of a bundle, as paths and digests lead to them. */
export interface BundleIndex {
  readonly bundle: string;
  readonly files: ReadonlyMap<string, BundleFile>;
  readonly directories: ReadonlySet<string>;
  readonly bySha256: ReadonlyMap<string, BundleFile>;
}

export function indexOf({ path: bundle, files }: BundleFacts): BundleIndex {
  return {
    bundle,
    files: new Map(files.map((file) => [file.path, file])),
    directories: new Set(files.flatMap(({ path }) => directoriesOf(path))),
    bySha256: new Map(
      files.flatMap((file) => {
        const sha256 = file.content.kind === "unverifiable" ? null : file.content.sha256;
        return sha256 === null ? [] : [[sha256, file] as const];
      }),
    ),
  };
}

function directoriesOf(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

export interface Place {
  /** From the root of the repository; null where it is no path in the bundle. */
  readonly path: string | null;
  readonly file: BundleFile | null;
  readonly isDirectory: boolean;
}

/** `relative` is the manifest's own path in the bundle. */
export function locate(
  entry: ManifestEntry,
  relative: string,
  manifest: Manifest,
  index: BundleIndex,
): Place {
  if (pathFault(entry.path) !== null) return { path: null, file: null, isDirectory: false };
  const directory = posix.join(index.bundle, posix.dirname(relative));
  const path = resolvePath(entry.path, { directory, root: manifest.root, ...index });
  const file = index.files.get(path);
  if (file !== undefined) return { path, file, isDirectory: false };
  // What a bill of materials calls a component need not be the name of its file.
  const same = manifest.exhaustive ? undefined : index.bySha256.get(entry.sha256 ?? "");
  if (same !== undefined) return { path: same.path, file: same, isDirectory: false };
  return { path, file: null, isDirectory: index.directories.has(path) };
}

interface Surroundings extends BundleIndex {
  /** Of the manifest. */
  readonly directory: string;
  readonly root: string | null;
}

/** From the directory that was signed, the manifest's own, or one above where only that leads to a file. */
function resolvePath(path: string, surroundings: Surroundings): string {
  const { directory, root, bundle, files, directories } = surroundings;
  const plain = normalPath(path).replace(/\/$/, "");
  const signed = root === null ? [] : [joinDirectory(directory, posix.join(root, plain))];
  const here = joinDirectory(directory, plain);
  const found = [...signed, here, ...fromAbove(plain, bundle)].find(
    (candidate) => files.has(candidate) || directories.has(candidate),
  );
  return found ?? (plain.startsWith(`${bundle}/`) ? plain : here);
}

/** As a program writes paths that runs at the root of the repository, of its project, or anywhere above. */
function fromAbove(plain: string, bundle: string): readonly string[] {
  const names = bundle.split("/");
  return names.flatMap((_, index) => {
    const below = names.slice(index).join("/");
    return plain.startsWith(`${below}/`) ? [[...names.slice(0, index), plain].join("/")] : [];
  });
}

/** What keeps a path from naming a file of the bundle, as the end of a sentence; null for a plain one. */
export function pathFault(path: string): string | null {
  if (path === "") return "is empty";
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return "holds a control character";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return "is a URL";
  if (/^\/|^[A-Za-z]:/.test(path)) return "is absolute";
  if (path.includes("\\")) return "holds a backslash";
  return path.split("/").includes("..") ? "leads out by `..`" : null;
}

export type Lookalikes = (path: string) => string | null;

/** Finds the file whose name a person, or another file system, would take for the same. */
export function lookalikes(files: readonly BundleFile[]): Lookalikes {
  let known: ReadonlyMap<string, string> | null = null;
  return (path) => {
    known ??= new Map(files.map((file) => [folded(file.path), file.path]));
    return known.get(folded(path)) ?? null;
  };
}

function folded(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
