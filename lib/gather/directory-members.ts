// Which files of a directory DVC hashes.

import { isWithin } from "../dvc/locate.ts";
import type { Tree, TreeEntry } from "../git/tree.ts";
import type { ContentSource } from "./content-source.ts";

/** A directory that is hashed. */
export interface Asked {
  /** As recorded, and as it is with links followed. */
  readonly path: string;
  readonly directory: string;
  /** The projects whose entries ask. */
  readonly projects: ReadonlySet<string>;
}

interface Members {
  /** The files of git. */
  readonly entries: readonly TreeEntry[];
  /** Whether a file that may lie in the directory is one that DVC hashes. */
  readonly isMember: (path: string) => boolean;
}

/** What DVC hashes of a directory: no ignored files, no nested DVC repository, links to files only. */
export function membersOf(
  { tree, isIgnored }: Pick<ContentSource, "tree" | "isIgnored">,
  asked: Asked,
): Members {
  const { directory } = asked;
  if (isForeign(tree, asked)) return { entries: [], isMember: () => false };
  const all = tree.under(directory);
  const nested = all.flatMap(({ path }) => {
    const cut = `${path}/`.indexOf("/.dvc/", directory.length);
    return cut === -1 ? [] : [`${path.slice(0, cut)}/`];
  });
  const isMember = (path: string): boolean =>
    !isIgnored(path, false) &&
    !nested.some((prefix) => path.startsWith(prefix) && prefix !== `${directory}/`);
  return { entries: all.filter(({ path }) => isMember(path)), isMember };
}

/**
 * Of a project inside of the one that asks, DVC sees no file: any directory of it is empty. A link to
 * the root of any project, even of its own, is one to it.
 */
function isForeign(tree: Tree, { path, directory, projects }: Asked): boolean {
  const isRoot = (at: string): boolean => {
    const inner = at === "" ? ".dvc" : `${at}/.dvc`;
    return tree.isDirectory(inner) || tree.get(inner) !== undefined;
  };
  if (path !== directory && isRoot(directory)) return true;
  const roots = withParents(directory).filter(isRoot);
  const isNested = (own: string): boolean =>
    roots.some((root) => root !== own && isWithin(root, own));
  return projects.size > 0 && [...projects].every(isNested);
}

/** The directory and all above it but the root of the repository. */
function withParents(directory: string): readonly string[] {
  const names = directory.split("/");
  return directory === "" ? [] : names.map((_, index) => names.slice(0, index + 1).join("/"));
}
