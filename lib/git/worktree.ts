// What is checked out, beside a commit.

import { runCommand } from "./command.ts";
import type { Repository } from "./open.ts";
import { isObjectId } from "./refs.ts";

/** A file that was only touched is not changed, whatever the configuration says. */
const REFRESH = ["-c", "diff.autoRefreshIndex=true"];
const DIFF = [
  "diff",
  "--name-only",
  "-z",
  "--no-renames",
  "--no-relative",
  "--no-ext-diff",
  "--ignore-submodules=dirty",
];

/**
 * Paths of the commit or of the index whose content in the working tree is not the commit's;
 * untracked files are not told. Null where nothing is checked out. Throws `AuditError` `git-failed`.
 */
export async function changedPaths(
  repository: Repository,
  commit: string,
): Promise<ReadonlySet<string> | null> {
  if (repository.worktree === null || !isObjectId(commit)) return null;
  const text = await runCommand(repository, [...REFRESH, ...DIFF, commit, "--"]);
  return new Set(text.split("\0").filter((path) => path !== ""));
}
