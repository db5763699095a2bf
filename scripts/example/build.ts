// Builds the example: a real DVC repository with four stages, a release bundle and a remote.

import { cpSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Runs a program in the example's repository; returns its output, throws when it fails. */
export type Command = (...args: string[]) => string;

/**
 * What its programs run in: DVC before all others on PATH, and a home of its own, so that nothing of the
 * person who runs it counts.
 */
export function exampleEnvironment(dvc: string, home: string): NodeJS.ProcessEnv {
  return {
    PATH: `${dirname(dvc)}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: home,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.org",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.org",
    DVC_NO_ANALYTICS: "1",
    DVC_SITE_CACHE_DIR: join(home, "site"),
  };
}

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
