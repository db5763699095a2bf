// Which files of a bundle are parts of one: of a directory, or of a model that is written in several files.

import { wholeOf } from "../../formats/model-parts.ts";

/** A file, or a directory of which only the hash is known. */
export interface Part {
  readonly path: string;
  /** From the bundle's directory. */
  readonly relative: string;
}

/** By the name of the directory, or of the file that stands for the whole. */
export function groupParts<File extends Part>(
  files: readonly File[],
): ReadonlyMap<string, readonly File[]> {
  const names = new Set(files.map(({ relative }) => relative));
  const groups = new Map<string, File[]>();
  for (const file of files) {
    const [first = "", ...below] = file.relative.split("/");
    const name = below.length > 0 ? first : wholeOf(first, (one) => names.has(one));
    const there = groups.get(name);
    if (there === undefined) groups.set(name, [file]);
    else there.push(file);
  }
  return groups;
}
