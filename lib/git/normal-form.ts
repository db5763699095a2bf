// Paths of a tree by their Unicode normal form: macOS may have written another one than a record has.

import { remembered } from "../remembered.ts";
import { isAscii } from "../wide-pattern.ts";
import type { Tree } from "./tree.ts";

/** How the tree spells a path that it does not hold as it is given; null where it has none such. */
export function otherSpelling(tree: Tree, path: string): string | null {
  if (!hasForms(path)) return null;
  return spellingsOf(tree).get(path.normalize("NFC")) ?? null;
}

const spellingsOf: (tree: Tree) => ReadonlyMap<string, string> = remembered(indexTree);

/** Files and directories whose path differs between the normal forms, by their composed one. */
function indexTree(tree: Tree): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const { path } of tree.entries) {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const part = path.slice(0, end);
      if (!hasForms(part)) break;
      index.set(part.normalize("NFC"), part);
    }
  }
  return index;
}

function hasForms(path: string): boolean {
  // All of ASCII has one form.
  return !isAscii(path) && path.normalize("NFC") !== path.normalize("NFD");
}
