// Which names in a registry move: they mean another state tomorrow than today.

import type { Tree } from "../../git/tree.ts";
import { movingLabels, withoutLabels } from "../../naming/labels.ts";

const VERSION = /^v?\d+(?:\.\d+)*(?:[-+].*)?$/i;

/** Names of branches: what is merged next is what they name. */
export const MOVING_REVISIONS: readonly string[] = [
  "head",
  "main",
  "master",
  "trunk",
  "develop",
  "dev",
  "nightly",
];

const BRANCH = /^(?:refs\/(?:heads|remotes)|origin|upstream)\//;

/** What stands where a version or a commit should: also a branch, by its usual names or by its form. */
export function isMovingRevision(value: string): boolean {
  const name = value.trim().toLowerCase();
  return isMovingValue(value) || MOVING_REVISIONS.includes(name) || BRANCH.test(name);
}

/** A value that is labels alone (`latest`, `best-final`), or a version with one (`v1-latest`). */
export function isMovingValue(value: string): boolean {
  const labels = movingLabels(value);
  if (labels.length === 0) return false;
  const rest = withoutLabels(value);
  return rest === "" || (VERSION.test(rest) && labels.some((label) => label !== "release"));
}

/**
 * The part of a path that moves: a directory whose name is labels alone, or a symbolic link. The
 * file's own name is not judged, and a version beside it (`release/v1/model.json`) pins a directory.
 * The directory of a pipeline that the path begins with is where somebody works, and names no state.
 */
export function movingPart(path: string, tree: Tree, pipeline = ""): string | null {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  const isPinned = names.some((name) => VERSION.test(name));
  const first = pipeline === "" ? 0 : pipeline.split("/").length;
  const judged = [...names.entries()].slice(first).filter(([, name]) => isMovingValue(name));
  for (const [index] of judged) {
    const prefix = names.slice(0, index + 1).join("/");
    if (tree.get(prefix)?.kind === "link") return prefix;
    const isDirectory = index < names.length - 1 || tree.isDirectory(prefix);
    if (isDirectory && !isPinned) return prefix;
  }
  return null;
}
