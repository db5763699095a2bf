// The commits of a history with their parents, streamed from one `git rev-list`.

import { startFailure } from "./failure.ts";
import type { Repository } from "./open.ts";
import { awaitEnd, startGit } from "./process.ts";

/**
 * Hands out every commit that some start (a commit, or a tag of one) reaches. False where git could not say them all: an object
 * on the way is not here, or there are more than `limit`. In a shallow repository the commits at the
 * edge have no parents here, although their objects name some.
 */
export async function listParents(
  repository: Repository,
  starts: readonly string[],
  {
    limit,
    onCommit,
  }: {
    readonly limit: number;
    readonly onCommit: (commit: string, parents: readonly string[]) => void;
  },
): Promise<boolean> {
  const args = ["rev-list", "--parents", "--ignore-missing", `--max-count=${limit}`, "--stdin"];
  const child = startGit(repository, args);
  const ended = awaitEnd(child);
  child.stdin.end(starts.map((start) => `${start}\n`).join(""));
  let rest = "";
  let count = 0;
  child.stdout.setEncoding("latin1");
  for await (const chunk of child.stdout) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    count += lines.length;
    for (const line of lines) {
      const [commit = "", ...parents] = line.split(" ");
      onCommit(commit, parents);
    }
  }
  const end = await ended;
  if (end.startError !== null) throw startFailure(end.startError);
  return end.code === 0 && count < limit;
}
