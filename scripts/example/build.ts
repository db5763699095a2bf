// Builds the example: a real DVC repository with four stages, a release bundle and a remote.

import { cpSync } from "node:fs";
import { join } from "node:path";

/** Runs a program in the example's repository; returns its output, throws when it fails. */
export type Command = (...args: string[]) => string;

/** Where the sources of the example lie, from tagproof's own root. */
export const EXAMPLE_SOURCES = "scripts/example/project";

/**
 * Fills `directory`, an empty one, with the example: its data tracked by `dvc add`, its pipeline
 * run, the data pushed to the DVC remote `storage` (a directory beside the repository), all
 * committed as one commit on `main`. `git` and `dvc` run in `directory`.
 */
export function buildExample(directory: string, git: Command, dvc: Command): void {
  copySources(directory);
  runExample(git, dvc);
}

export function copySources(directory: string): void {
  cpSync(join(process.cwd(), EXAMPLE_SOURCES), directory, { recursive: true });
}

/** Makes a repository of the sources, and its first commit. */
export function runExample(git: Command, dvc: Command): void {
  git("init", "--quiet", "--initial-branch=main");
  dvc("init", "--quiet");
  dvc("remote", "add", "--quiet", "--default", "storage", "../storage");
  dvc("add", "--quiet", "data/raw.csv");
  dvc("repro", "--quiet");
  dvc("push", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "publish v1: threshold 0.5");
}
