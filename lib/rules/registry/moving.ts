// Which names in a registry move: they mean another state tomorrow than today.

import type { Tree } from "../../git/tree.ts";
import { movingLabels, withoutLabels } from "../../naming/labels.ts";

const VERSION = /^v?\d+(?:\.\d+)*(?:[-+].*)?$/i;

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
 */
export function movingPart(path: string, tree: Tree): string | null {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  const isPinned = names.some((name) => VERSION.test(name));
  for (const [index, name] of names.entries()) {
    if (!isMovingValue(name)) continue;
    const prefix = names.slice(0, index + 1).join("/");
    if (tree.get(prefix)?.kind === "link") return prefix;
    const isDirectory = index < names.length - 1 || tree.isDirectory(prefix);
    if (isDirectory && !isPinned) return prefix;
  }
  return null;
}
