// Which paths of the tree are hashed, and which hashes of each are worth making.

import { effectiveHash } from "../dvc/locate.ts";
import type { LocatedEntry } from "../dvc/project.ts";

/** What is asked of one path: how it was recorded decides which hashes are worth making. */
export interface Request {
  readonly recorded: Set<string>;
  legacy: boolean;
  /** Of the projects whose entries ask. */
  readonly projects: Set<string>;
  /** Manifests prove by sha256, so that files of the bundle need it. */
  sha256: boolean;
  /** What lies in the directory by the records alone, where that is asked for. */
  readonly inside?: readonly RecordedInside[];
}

/** A file that git does not hold: its path from the root, and its hash, made as all that is asked for. */
export interface RecordedInside {
  readonly path: string;
  readonly hash: string;
  readonly size: number | null;
}

/** The entries that lie in the tree, and further paths: those of the bundle. */
export function requestsOf(
  entries: readonly LocatedEntry[],
  paths: readonly string[],
): ReadonlyMap<string, Request> {
  const requests = new Map<string, Request>();
  const requestFor = (path: string): Request => {
    const request = requests.get(path) ?? {
      recorded: new Set<string>(),
      legacy: false,
      projects: new Set<string>(),
      sha256: false,
    };
    requests.set(path, request);
    return request;
  };
  for (const path of paths) requestFor(path).sha256 = true;
  for (const entry of entries) {
    if (entry.at.kind !== "inside") continue;
    const hash = effectiveHash(entry, entry.insideProject);
    const request = requestFor(entry.at.path);
    request.projects.add(entry.projectRoot);
    if (hash === null) continue;
    request.recorded.add(hash.value);
    request.legacy ||= hash.kind === "md5-dos2unix";
  }
  return requests;
}
