// Symbolic links inside of the audited tree: followed in the tree, never on disk.

import { posix } from "node:path";

import { otherSpelling } from "../git/normal-form.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import type { Decoder } from "./decoder.ts";

const MOST_LINKS = 8;

/** What a path of the tree is, links followed. */
export type Followed =
  | { readonly kind: "file"; readonly entry: TreeEntry; readonly spelled: string | null }
  | { readonly kind: "directory"; readonly path: string; readonly spelled: string | null }
  /** `link` is the symbolic link that led to nothing, where there was one. */
  | { readonly kind: "absent"; readonly link: string | null }
  | { readonly kind: "unverifiable"; readonly reason: string };

/**
 * Resolves links at the path and in the middle of it, within the tree, at most 8 of them. A path
 * that the tree spells in another Unicode normal form is found, and that form told in `spelled`.
 */
export async function follow(tree: Tree, decoder: Decoder, path: string): Promise<Followed> {
  let current = path;
  let followed: string | null = null;
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const there = look(tree, current);
    if (there !== null) return there;
    const link = firstSpecial(tree, current);
    if (link === null) return lookAgain(tree, current) ?? { kind: "absent", link: followed };
    if (link.kind === "submodule") {
      return unverifiable(`it lies in the git submodule ${link.path}, at commit ${link.oid}`);
    }
    const text = await decoder.text(link);
    if (text.state !== "present") return unverifiable("it is a symbolic link that cannot be read");
    const target = resolveLink(link.path, text.value, current.slice(link.path.length));
    if (target === null) return unverifiable("it is a symbolic link that leaves the repository");
    current = target;
    followed = link.path;
  }
  return unverifiable("it is a chain of too many symbolic links");
}

/** Whether nothing is at the path, without a link to ask: as with nearly all that DVC keeps. */
export function isAbsent(tree: Tree, path: string): boolean {
  return (
    look(tree, path) === null && firstSpecial(tree, path) === null && lookAgain(tree, path) === null
  );
}

type Found = Extract<Followed, { readonly spelled: string | null }>;

function look(tree: Tree, path: string): Found | null {
  const entry = tree.get(path);
  if (entry?.kind === "file") return { kind: "file", entry, spelled: null };
  return tree.isDirectory(path) ? { kind: "directory", path, spelled: null } : null;
}

function lookAgain(tree: Tree, path: string): Followed | null {
  const spelled = otherSpelling(tree, path);
  const there = spelled === null ? null : look(tree, spelled);
  return there === null ? null : { ...there, spelled };
}

/** The link or submodule at the path, or at a directory above it. */
function firstSpecial(tree: Tree, path: string): TreeEntry | null {
  if (tree.isPlain) return null;
  for (let cut = path.indexOf("/"); ; cut = path.indexOf("/", cut + 1)) {
    const entry = tree.get(cut === -1 ? path : path.slice(0, cut));
    if (entry !== undefined && entry.kind !== "file") return entry;
    if (cut === -1) return null;
  }
}

function resolveLink(from: string, text: string, rest: string): string | null {
  if (text.startsWith("/")) return null;
  const target = posix.join(posix.dirname(from), text) + rest;
  const normal = posix.normalize(target).replace(/\/$/, "");
  if (normal === ".." || normal.startsWith("../")) return null;
  return normal === "." ? "" : normal;
}

function unverifiable(reason: string): Followed {
  return { kind: "unverifiable", reason };
}
