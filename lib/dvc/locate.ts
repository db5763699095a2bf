// Where a recorded path lies, and what its hash means at that place.

import { posix } from "node:path";

import type { LockedEntry, RecordedHash } from "./model.ts";
import type { Location } from "./project.ts";

const URL = /^[a-z][a-z0-9+.-]*:\/\//i;

export interface Place {
  readonly at: Location;
  /** False above the DVC root or outside: there a missing `hash:` key means plain md5. */
  readonly insideProject: boolean;
  /** The project that the path is recorded in. */
  readonly projectRoot: string;
}

/**
 * Resolves a recorded path against its base: the directory of its file joined with `wdir`, from the
 * root of the repository, as `joinDirectory` gives it. Paths that leave the repository are external,
 * absolute ones too: nobody knows where the repository lay.
 */
export function locate(base: string, projectRoot: string, path: string): Place {
  // As nearly all are; what is normal is no URL, and leads nowhere else.
  if (base === "" && isNormal(path)) {
    return {
      at: { kind: "inside", path },
      insideProject: isInProject(path, projectRoot),
      projectRoot,
    };
  }
  const why = whyExternal(base, path);
  if (why !== null) return external(why, path, projectRoot);
  const resolved = joinDirectory(base, path);
  if (leavesRepository(resolved)) return external("outside-repository", path, projectRoot);
  return {
    at: { kind: "inside", path: resolved },
    insideProject: isInProject(resolved, projectRoot),
    projectRoot,
  };
}

/** The root itself is not in itself, to DVC (`is_in_repo`). */
function isInProject(path: string, projectRoot: string): boolean {
  return path !== projectRoot && isWithin(path, projectRoot);
}

/**
 * A directory joined with a relative path: `""` is the root of the repository, a leading `..` stays
 * where the way leads above it, an absolute path replaces the directory.
 */
export function joinDirectory(directory: string, path: string | null): string {
  if (path === null) return directory;
  if (isNormal(path)) {
    if (directory === "") return path;
    if (isNormal(directory)) return `${directory}/${path}`;
  }
  const joined = path.startsWith("/") ? posix.normalize(path) : posix.join(directory, path);
  const bare = joined.length > 1 && joined.endsWith("/") ? joined.slice(0, -1) : joined;
  return bare === "." ? "" : bare;
}

/** `posix.normalize`, which takes its time over what is normal already. */
export function normalPath(path: string): string {
  return isNormal(path) ? path : posix.normalize(path);
}

/** Whether a relative path is certainly one that `normalize` leaves alone: as DVC writes them. */
function isNormal(path: string): boolean {
  return /^[^./][^/]*(?:\/[^./][^/]*)*$/.test(path);
}

/** Whether a path is a directory or lies in it, both from the root of the repository. */
export function isWithin(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}

/**
 * The hash of an entry as DVC means it at its place. DVC 2 converted line endings inside of the
 * project only, so that elsewhere an md5 without a `hash:` key is the plain one.
 */
export function effectiveHash(entry: LockedEntry, insideProject: boolean): RecordedHash | null {
  const { hash } = entry;
  if (hash === null || hash.kind !== "md5-dos2unix" || insideProject) return hash;
  return { kind: "md5", value: hash.value };
}

function whyExternal(base: string, path: string): "url" | "dataset" | "absolute" | null {
  if (path.includes("://")) {
    if (/^ds:\/\//i.test(path)) return "dataset";
    if (URL.test(path)) return "url";
  }
  return path.startsWith("/") || base.startsWith("/") ? "absolute" : null;
}

function leavesRepository(path: string): boolean {
  return path === ".." || path.startsWith("../");
}

function external(why: ExternalWhy, text: string, projectRoot: string): Place {
  return { at: { kind: "external", why, text }, insideProject: false, projectRoot };
}

type ExternalWhy = (Location & { readonly kind: "external" })["why"];
