// Which `dvc` is run: the policy's, the one on PATH, or that of a virtual environment beside the repository.

import { access, constants, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join, relative, sep } from "node:path";

export interface DvcSearch {
  /** From the policy: absolute, or relative to the root; null where it names none. */
  readonly configured: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute root of the working tree. */
  readonly root: string;
  /** Whether the audited commit holds a path: what git tracks is never executed. */
  readonly isTracked: (path: string) => boolean;
}

const ENVIRONMENTS = [".venv", "venv", "env"];

/** The first that is executable and that git does not track; null where there is none. */
export async function findDvc(search: DvcSearch): Promise<string | null> {
  for (const candidate of candidates(search)) {
    if (await isUsable(candidate, search)) return candidate;
  }
  return null;
}

function candidates({ configured, environment, root }: DvcSearch): readonly string[] {
  if (configured !== null) return [isAbsolute(configured) ? configured : join(root, configured)];
  const names = process.platform === "win32" ? ["dvc.exe", "dvc.cmd"] : ["dvc"];
  const bin = process.platform === "win32" ? "Scripts" : "bin";
  // An empty or relative entry of PATH would be the audited directory.
  const onPath = (environment["PATH"] ?? "").split(delimiter).filter((entry) => isAbsolute(entry));
  const directories = [...onPath, ...ENVIRONMENTS.map((name) => join(root, name, bin))];
  return directories.flatMap((directory) => names.map((name) => join(directory, name)));
}

async function isUsable(candidate: string, search: DvcSearch): Promise<boolean> {
  try {
    await access(candidate, constants.X_OK);
    const places = [candidate, await realpath(candidate)];
    return !places.some((place) => isInTree(place, search));
  } catch {
    return false;
  }
}

function isInTree(place: string, { root, isTracked }: DvcSearch): boolean {
  const path = relative(root, place);
  if (path.startsWith("..") || isAbsolute(path)) return false;
  return isTracked(path.split(sep).join("/"));
}
