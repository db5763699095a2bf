// What is checked out, beside a commit.

import { runCommand } from "./command.ts";
import { exitFailure, startFailure } from "./failure.ts";
import type { Repository } from "./open.ts";
import { runGit } from "./process.ts";
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
 * Not through simple-git: each audit asks this, and would pay the 20 ms of its start.
 */
export async function changedPaths(
  repository: Repository,
  commit: string,
): Promise<ReadonlySet<string> | null> {
  if (repository.worktree === null || !isObjectId(commit)) return null;
  const end = await runGit(repository, [...REFRESH, ...DIFF, commit, "--"]);
  if (end.startError !== null) throw startFailure(end.startError);
  if (end.code !== 0) throw exitFailure("git diff", end.code, end.stderr);
  return new Set(end.stdout.split("\0").filter((path) => path !== ""));
}

/**
 * Files below directories of the working tree that are in no commit, ignored ones too: git calls
 * the directory unchanged, and who hashes it does not. Throws `AuditError` `git-failed`.
 */
export async function untrackedPaths(
  repository: Repository,
  directories: readonly string[],
): Promise<readonly string[]> {
  if (repository.worktree === null || directories.length === 0) return [];
  const specs = directories.map((directory) => `:(top,literal)${directory}`);
  const text = await runCommand(repository, ["ls-files", "-z", "--others", "--", ...specs]);
  return text.split("\0").filter((path) => path !== "");
}
