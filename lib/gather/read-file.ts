// A file of the audited tree by its path, links followed, as whoever opens it on disk would.

import type { Tree, TreeEntry } from "../git/tree.ts";
import type { Reading } from "../reading.ts";
import type { Decoder } from "./decoder.ts";
import { follow } from "./follow.ts";

/** Read under its own name, which says what it is. A link that leaves the tree is unreadable. */
export async function readFile<Value>(
  { tree, decoder }: { readonly tree: Tree; readonly decoder: Decoder },
  path: string,
  read: (entry: TreeEntry) => Promise<Reading<Value>>,
): Promise<Reading<Value>> {
  const entry = tree.get(path);
  if (entry?.kind === "file") return read(entry);
  const source = { path, oid: entry?.oid ?? null };
  const followed = await follow(tree, decoder, path);
  if (followed.kind === "file") return read({ ...followed.entry, path });
  if (followed.kind !== "unverifiable") return { state: "absent", source };
  const problem = {
    cause: "unsupported",
    text: followed.reason,
    line: null,
    column: null,
  } as const;
  return { state: "unreadable", problem, source };
}
