// Which `dvc` is run: the policy's, the one on PATH, or that of a virtual environment beside the repository.

import { access, constants, realpath, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, relative, sep } from "node:path";

export interface DvcSearch {
  /** From the policy: absolute, or relative to the root; null where it names none. */
  readonly configured: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute root of the working tree. */
  readonly root: string;
  /**
   * Whether the audited commit holds a file, a link or a submodule at a path: what git tracks, and
   * what lies behind it, is never executed. Not asked of directories.
   */
  readonly isTracked: (path: string) => boolean;
}

const ENVIRONMENTS = [".venv", "venv", "env"];

/** The first that can be run and that git does not track; null where there is none. */
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
  const onPath = (environment["PATH"] ?? environment["Path"] ?? "")
    .split(delimiter)
    .filter((entry) => isAbsolute(entry));
  const directories = [...onPath, ...ENVIRONMENTS.map((name) => join(root, name, bin))];
  return directories.flatMap((directory) => names.map((name) => join(directory, name)));
}

async function isUsable(candidate: string, { root, isTracked }: DvcSearch): Promise<boolean> {
  try {
    await access(candidate, constants.X_OK);
    if (!(await stat(candidate)).isFile()) return false;
    const roots = [root, await realpath(root)];
    const places = [candidate, await realpath(candidate)];
    const inTree = places.flatMap((place) => roots.map((from) => pathInside(from, place)));
    return !inTree.some((path) => path !== null && prefixesOf(path).some(isTracked));
  } catch {
    return false;
  }
}

/** With `/`; null for what lies outside. */
function pathInside(root: string, place: string): string | null {
  const path = relative(root, place).split(sep).join("/");
  const isOutside = path === ".." || path.startsWith("../") || isAbsolute(path);
  return isOutside ? null : path;
}

/** `a`, `a/b`, `a/b/c`: a link or a submodule on the way decides what lies behind it. */
function prefixesOf(path: string): readonly string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
