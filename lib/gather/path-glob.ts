// A pattern of `.gitattributes` against paths (gitattributes(5), and gitignore(5) for what a pattern is).

import { matchSequence } from "../dvc/glob-match.ts";
import { compileSegment, type SegmentGlob } from "../dvc/segment-glob.ts";

/** `**` stands for any number of segments. */
type Part = SegmentGlob | "**";

/** To git, more stars are no more (wildmatch.c). */
const ANY_DEPTH = /^\*{2,}$/;

const MATCHING = {
  isStar: (part: Part): boolean => part === "**",
  accepts: (part: Part, name: string): boolean => part !== "**" && part(name),
};

/**
 * Whether a pattern speaks of a file, by its path from the directory of the pattern's file. One without a
 * slash speaks of the name alone; one that ends with a slash, and one that is broken, of no file.
 */
export function compilePathGlob(pattern: string): (path: string) => boolean {
  const parts = partsOf(pattern.replace(/^\//, ""));
  if (parts === null) return () => false;
  if (pattern.includes("/")) return (path) => matchSequence(parts, path.split("/"), MATCHING);
  return (path) => matchSequence(parts, [path.slice(path.lastIndexOf("/") + 1)], MATCHING);
}

function partsOf(pattern: string): readonly Part[] | null {
  const parts: Part[] = [];
  const names = pattern.split("/");
  for (const name of names) {
    const part = ANY_DEPTH.test(name) ? "**" : compileSegment(name);
    if (part === null || name === "") return null;
    parts.push(part);
  }
  // At the end it stands for what is inside: one name at least.
  return parts.at(-1) === "**" ? [...parts, () => true] : parts;
}
