// What would make git show another object or another history than the one that is pushed.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "./open.ts";

/** Larger lists of refs are not searched for a notice. */
const LIMIT = 64 * 1024 * 1024;

/** A notice for each way that is in use here; none of them is heeded (environment.ts). */
export async function disguises({ commonDirectory }: Repository): Promise<readonly string[]> {
  const [replaced, grafted] = await Promise.all([
    hasReplaceRefs(commonDirectory),
    hasText(join(commonDirectory, "info", "grafts")),
  ]);
  return [
    ...(replaced
      ? ["refs/replace has objects: what they replace was audited, as it is pushed"]
      : []),
    ...(grafted ? ["info/grafts changes the history here: it was not heeded"] : []),
  ];
}

/** Loose or packed; a repository that keeps its refs in another form is not looked into. */
async function hasReplaceRefs(directory: string): Promise<boolean> {
  const loose = await readdir(join(directory, "refs", "replace")).catch(() => []);
  if (loose.length > 0) return true;
  const packed = join(directory, "packed-refs");
  const size = await sizeOf(packed);
  if (size === 0 || size > LIMIT) return false;
  return (await readFile(packed, "latin1").catch(() => "")).includes(" refs/replace/");
}

async function hasText(path: string): Promise<boolean> {
  return (await sizeOf(path)) > 0;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
