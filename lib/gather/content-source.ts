// What the hashing of contents reads from, and what it says where it cannot.

import type { Content } from "../evidence.ts";
import type { ObjectReader } from "../git/batch.ts";
import type { Tree } from "../git/tree.ts";
import type { Attributes } from "./attributes.ts";
import type { Decoder } from "./decoder.ts";

export interface ContentSource extends Attributes {
  readonly tree: Tree;
  readonly reader: ObjectReader;
  readonly decoder: Decoder;
  /** `.dvcignore`: true where DVC leaves a path out of a directory. */
  readonly isIgnored: (path: string, isDirectory: boolean) => boolean;
}

export function unverifiable(
  path: string,
  reason: string,
  blocking: boolean,
  size: number | null = null,
): Content & { readonly kind: "unverifiable" } {
  return { kind: "unverifiable", path, reason, blocking, size };
}

export const OBJECT_MISSING = "its object is missing in this clone";

/** Whether one of the recorded hashes is neither of those of a content: then other ways are tried. */
export function isDoubted(
  recorded: ReadonlySet<string>,
  md5: string,
  legacyMd5: string | null,
): boolean {
  return [...recorded].some((hash) => hash !== md5 && hash !== legacyMd5);
}
