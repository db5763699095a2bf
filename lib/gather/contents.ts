// The contents of the tree that a lock, a pointer file or the bundle names, hashed as DVC hashes them.

import type { LocatedEntry } from "../dvc/project.ts";
import type { Content, ContentFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";
import { requestsOf, type Request } from "./content-requests.ts";
import { unverifiable, type ContentSource } from "./content-source.ts";
import { directoryContent } from "./directory-content.ts";
import { fileContent } from "./file-content.ts";
import { follow, isAbsent } from "./follow.ts";

export type { ContentSource } from "./content-source.ts";

/** Hashes every path of the tree among the entries, and the further paths given. */
export async function gatherContents(
  source: ContentSource,
  entries: readonly LocatedEntry[],
  paths: readonly string[],
): Promise<ContentFacts> {
  const contents = new Map<string, Content>();
  const inTree = entriesInTree(source.tree, entries);
  const requests = requestsOf(inTree, paths);
  await Promise.all(
    [...requests].map(async ([path, request]) => {
      const content = await contentOf(source, path, request);
      if (content !== null) contents.set(path, content);
    }),
  );
  return contents;
}

/** What one stage wrote another one read: each path is looked for once. */
function entriesInTree(tree: Tree, entries: readonly LocatedEntry[]): readonly LocatedEntry[] {
  const known = new Map<string, boolean>();
  const isThere = (path: string): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = !isAbsent(tree, path);
    known.set(path, found);
    return found;
  };
  return entries.filter(({ at }) => at.kind === "inside" && isThere(at.path));
}

async function contentOf(
  source: ContentSource,
  path: string,
  request: Request,
): Promise<Content | null> {
  const followed = await follow(source.tree, source.decoder, path);
  if (followed.kind === "unverifiable") return unverifiable(path, followed.reason, false);
  if (followed.kind === "absent") {
    if (followed.link === null) return null;
    const reason = `the symbolic link ${followed.link} leads to what git does not hold`;
    return unverifiable(path, reason, false);
  }
  const spelled = followed.spelled ?? path;
  return followed.kind === "directory"
    ? directoryContent(source, spelled, followed.path, request)
    : fileContent(source, spelled, followed.entry, request);
}
