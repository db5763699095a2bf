// What would make git show another object or another history than the one that is pushed.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { orNull } from "../at-hand.ts";
import type { Repository } from "./open.ts";

/** Larger lists of refs are not searched for a notice. */
const LIMIT = 64 * 1024 * 1024;

/** A notice for each way that is in use here; none of them is heeded (environment.ts). */
export function disguises({ commonDirectory }: Repository): readonly string[] {
  return [
    ...(hasReplaceRefs(commonDirectory)
      ? ["refs/replace has objects: what they replace was audited, as it is pushed"]
      : []),
    ...(sizeOf(join(commonDirectory, "info", "grafts")) > 0
      ? ["info/grafts changes the history here: it was not heeded"]
      : []),
  ];
}

/** Loose or packed; a repository that keeps its refs in another form is not looked into. */
function hasReplaceRefs(directory: string): boolean {
  const loose = orNull(() => readdirSync(join(directory, "refs", "replace"))) ?? [];
  if (loose.length > 0) return true;
  const packed = join(directory, "packed-refs");
  const size = sizeOf(packed);
  if (size === 0 || size > LIMIT) return false;
  return orNull(() => readFileSync(packed, "latin1"))?.includes(" refs/replace/") ?? false;
}

function sizeOf(path: string): number {
  return orNull(() => statSync(path))?.size ?? 0;
}
