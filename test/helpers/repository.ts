// Real git repositories in temporary directories, isolated from the configuration of the machine.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";

/** The environment of every child of a test: no user configuration, fixed people and dates. */
export function isolatedEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: process.env["TAGPROOF_TEST_HOME"] ?? "/nonexistent",
    TMPDIR: process.env["TMPDIR"],
    ...sharedCache(),
    LC_ALL: "C",
    TZ: "UTC",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.org",
    GIT_AUTHOR_DATE: "2026-03-02T10:00:00Z",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.org",
    GIT_COMMITTER_DATE: "2026-03-02T10:00:00Z",
    ...(process.env["NODE_V8_COVERAGE"] === undefined
      ? {}
      : { NODE_V8_COVERAGE: process.env["NODE_V8_COVERAGE"] }),
    ...extra,
  };
}

/** Where the program keeps its compiled code: once for all tests of a run, which start it often. */
function sharedCache(): NodeJS.ProcessEnv {
  const shared = process.env["TAGPROOF_TEST_SHARED"];
  return shared === undefined ? {} : { XDG_CACHE_HOME: join(shared, "cache") };
}

export interface TestRepository {
  readonly directory: string;
  /** Runs git and returns its standard output without the last newline; throws when it fails. */
  readonly git: (...args: string[]) => string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly read: (path: string) => string;
  /** Adds everything, commits, returns the commit's object id. */
  readonly commit: (message: string) => string;
}

/** Wraps a directory that holds, or will hold, a repository. */
export function repositoryAt(directory: string, env: NodeJS.ProcessEnv = {}): TestRepository {
  const git = (...args: string[]): string =>
    execFileSync("git", args, {
      cwd: directory,
      env: isolatedEnvironment(env),
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "pipe"],
    }).replace(/\n$/, "");
  return {
    directory,
    git,
    write: (path, content) => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    },
    read: (path) => readFileSync(join(directory, path), "utf8"),
    commit: (message) => {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
  };
}

/** A new repository with one branch, `main`, and no commit. */
export function createRepository(...initArguments: string[]): TestRepository {
  const repository = repositoryAt(temporaryDirectory());
  repository.git("init", "--quiet", "--initial-branch=main", ...initArguments);
  return repository;
}
