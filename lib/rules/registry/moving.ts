// Which names in a registry move: they mean another state tomorrow than today.

import type { Tree } from "../../git/tree.ts";
import { movingLabels, withoutLabels } from "../../naming/labels.ts";

const VERSION = /^v?\d+(?:\.\d+)*(?:[-+].*)?$/i;

const COMMIT = /^(?=.*\d)[0-9a-f]{7,64}$/;

const FULL_VERSION = /^v?\d+\.\d+\.\d+/i;
const RELEASE_NAME = /^v|\./i;
const NEWEST = /^(?:latest|newest)$/i;
/** Steps from a commit: `HEAD~1`, `main@{yesterday}`. */
const STEPS = /(?:[~^]\d*|\^?@?\{[^}]*\})+$/;

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
  const name = value
    .trim()
    .replace(STEPS, "")
    .replace(/^refs\/tags\//, "");
  const last = name.slice(name.lastIndexOf("@") + 1);
  return [name, last].some(isMovingName);
}

function isMovingName(name: string): boolean {
  const low = name.toLowerCase();
  return isMovingValue(name) || MOVING_REVISIONS.includes(low) || BRANCH.test(low);
}

const PART = String.raw`v?\d+(?:\.(?:\d+|[x*]))*[\w.+-]*`;
const RANGE = new RegExp(
  String.raw`^(?:\*|x|v?\d+(?:\.\d+)?\.[x*]|(?:\^|~>?|[~=]=|[<>]=?)\s*${PART}(?:\s*[,\s]\s*[<>!~=^]+\s*${PART})*|${PART}\s+-\s+${PART}|${PART}\s*\|\|.*)$`,
  "i",
);

/** Versions of which the newest is meant: `>=1.0`, `^1.2`, `1.x`, `*`. */
export function isRange(value: string): boolean {
  const text = value.trim();
  return RANGE.test(text) && !text.startsWith("==");
}

/** Many tags only describe: of those, these say that they move. */
export function isNewest(value: string): boolean {
  return NEWEST.test(value.trim());
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
  const first = pipeline === "" ? 0 : pipeline.split("/").length;
  const judged = [...names.entries()].slice(first).filter(([, name]) => isMovingValue(name));
  for (const [index] of judged) {
    const prefix = names.slice(0, index + 1).join("/");
    if (tree.get(prefix)?.kind === "link") return prefix;
    const isDirectory = index < names.length - 1 || tree.isDirectory(prefix);
    if (isDirectory && !isPinned(names, index)) return prefix;
  }
  return null;
}

function pins(name: string): boolean {
  return VERSION.test(name) || COMMIT.test(name);
}

/** The first of the directories that moves, by its index. */
export function movingSegment(names: readonly string[]): number | null {
  const found = names.findIndex((name, index) => isMovingValue(name) && !isPinned(names, index));
  return found === -1 ? null : found;
}

/** What is the latest of `v1`, or of a year, moves all the same; what a release of its own holds does not. */
function isPinned(names: readonly string[], index: number): boolean {
  if (!isNewest(names[index] ?? "")) return names.some(pins);
  if (names.slice(index + 1).some(pins)) return true;
  const above = names.slice(0, index).filter((name) => VERSION.test(name));
  const parent = names[index - 1];
  return above.some(
    (name) => FULL_VERSION.test(name) || (RELEASE_NAME.test(name) && name !== parent),
  );
}
