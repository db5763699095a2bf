// Real pushes from a repository that `tagproof install` has wired, into an empty bare remote.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { runProgram } from "./program.ts";
import { isolatedEnvironment, repositoryAt, type TestRepository } from "./repository.ts";

export interface Pushed {
  readonly code: number | null;
  readonly stderr: string;
  /** Short names at the remote: `main`, `v1.0.0`. */
  readonly arrived: readonly string[];
}

export interface Work {
  readonly repository: TestRepository;
  readonly hook: string;
  /** `<git common dir>/tagproof`. */
  readonly home: string;
  readonly push: (...args: string[]) => Pushed;
}

/** Gives a repository an empty bare remote and the hook. */
export function wire(
  repository: TestRepository,
  environment: NodeJS.ProcessEnv = isolatedEnvironment(),
  format = "sha1",
): Work {
  const remote = join(temporaryDirectory(), "remote.git");
  repository.git("init", "--quiet", "--bare", `--object-format=${format}`, remote);
  repository.git("remote", "add", "origin", remote);
  const { code, stderr } = runProgram(
    repository.directory,
    ["install", "--hooks", "pre-push"],
    environment,
  );
  assert.equal(code, 0, stderr);
  return {
    repository,
    hook: join(repository.directory, ".git/hooks/pre-push"),
    home: join(repository.directory, ".git/tagproof"),
    push: (...args) => pushFrom(repository.directory, args, environment),
  };
}

/** Pushes, and looks at what the remote has afterwards. */
export function pushFrom(
  directory: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = isolatedEnvironment(),
): Pushed {
  const pushed = spawnSync("git", ["push", "--quiet", ...args], {
    cwd: directory,
    env: environment,
    encoding: "utf8",
  });
  const refs = repositoryAt(directory).git("ls-remote", "--refs", "origin");
  const arrived = [...refs.matchAll(/\trefs\/(?:heads|tags)\/(.*)/g)].map(([, name]) => name ?? "");
  return { code: pushed.status, stderr: pushed.stderr, arrived };
}
