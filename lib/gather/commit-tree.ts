// The tree of a commit.

import { parseCommit } from "../git/objects.ts";
import type { Repository } from "../git/open.ts";
import { readTree } from "../git/read-tree.ts";
import type { Tree } from "../git/tree.ts";
import type { Reading } from "../reading.ts";

/** The tree of a commit, or why it cannot be read. */
export async function treeOf({ reader }: Repository, commit: string): Promise<Reading<Tree>> {
  const source = { path: "<commit>", oid: commit };
  const object = await reader.read(commit);
  if (object.state !== "present") return unreadable(source, "the commit is missing in this clone");
  const parsed = parseCommit(commit, object.bytes);
  if (!parsed.ok) return { state: "unreadable", problem: parsed.problem, source };
  return readTree(reader, parsed.value.tree);
}

function unreadable<Value>(
  source: { path: string; oid: string | null },
  text: string,
): Reading<Value> {
  const problem = { cause: "missing-object" as const, text, line: null, column: null };
  return { state: "unreadable", problem, source };
}
