// Symbolic links inside of the audited tree: followed in the tree, never on disk.

import { posix } from "node:path";

import type { Tree, TreeEntry } from "../git/tree.ts";
import type { Decoder } from "./decoder.ts";

const MOST_LINKS = 8;

/** What a path of the tree is, links followed. */
export type Followed =
  | { readonly kind: "file"; readonly entry: TreeEntry }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unverifiable"; readonly reason: string };

/** Resolves links at the path and in the middle of it, within the tree, at most 8 of them. */
export async function follow(tree: Tree, decoder: Decoder, path: string): Promise<Followed> {
  let current = path;
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const there = look(tree, current);
    if (there !== null) return there;
    const link = firstSpecial(tree, current);
    if (link === null) return { kind: "absent" };
    if (link.kind === "submodule") return unverifiable("it lies in a git submodule");
    const text = await decoder.text(link);
    if (text.state !== "present") return unverifiable("it is a symbolic link that cannot be read");
    const target = resolveLink(link.path, text.value, current.slice(link.path.length));
    if (target === null) return unverifiable("it is a symbolic link that leaves the repository");
    current = target;
  }
  return unverifiable("it is a chain of too many symbolic links");
}

function look(tree: Tree, path: string): Followed | null {
  const entry = tree.get(path);
  if (entry?.kind === "file") return { kind: "file", entry };
  return tree.isDirectory(path) ? { kind: "directory", path } : null;
}

/** The link or submodule at the path, or at a directory above it. */
function firstSpecial(tree: Tree, path: string): TreeEntry | null {
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
