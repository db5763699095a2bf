// The shim as git starts it: real pushes into a bare repository, in each shell.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../../helpers/repository.ts";
import {
  launchText,
  launchWithoutNode,
  pathOf,
  recordingBundle,
  shells,
  shimText,
  started,
  write,
} from "../../hooks/shells.ts";

const test = suite("end-to-end/hooks/pre-push-git");

interface Pushed {
  readonly status: number | null;
  readonly stderr: string;
  /** The refs that the bundle was given; null where it was not started. */
  readonly refs: readonly string[] | null;
}

interface Work {
  readonly repository: TestRepository;
  readonly push: (...args: string[]) => Pushed;
  readonly refuse: () => void;
}

function work(shebang: string, launch = launchText, env: NodeJS.ProcessEnv = {}): Work {
  const remote = join(temporaryDirectory(), "it's a remote.git");
  const repository = createRepository();
  repository.git("init", "--quiet", "--bare", remote);
  repository.git("remote", "add", "origin", remote);
  repository.commit("first: see refs/tags/v9 there");
  const hook = join(repository.directory, ".git/hooks/pre-push");
  write(hook, shimText.replace("#!/bin/sh", `#!${shebang}`), 0o755);
  const home = join(repository.directory, ".git/tagproof");
  write(join(home, "pre-push.cjs"), recordingBundle);
  write(join(home, "launch.sh"), launch);
  const push = (...args: string[]): Pushed => {
    rmSync(join(home, "started.json"), { force: true });
    const { status, stderr } = spawnSync("git", ["push", "--quiet", ...args], {
      cwd: repository.directory,
      env: isolatedEnvironment(env),
      encoding: "utf8",
    });
    const lines = started(home)?.input.trimEnd().split("\n");
    return { status, stderr, refs: lines?.map((text) => text.split(" ").at(-2) ?? "") ?? null };
  };
  return { repository, push, refuse: () => write(join(home, "exit-code"), "3") };
}

for (const { name, command } of shells) {
  test(`${name}: what git gives for each way to push`, () => {
    const { repository, push } = work(command.join(" "));
    const refsOf = (...args: string[]): readonly string[] | null => {
      const { status, stderr, refs } = push(...args);
      deepStrictEqual([status, stderr], [0, ""], args.join(" "));
      return refs;
    };
    strictEqual(refsOf("origin", "main"), null);
    strictEqual(refsOf("origin", "main"), null, "up to date");
    strictEqual(refsOf("origin", ":/see refs/tags/v9:refs/heads/a"), null);
    strictEqual(refsOf("origin", "main@{0}:refs/heads/b"), null);
    repository.git("tag", "light");
    repository.git("tag", "-a", "-m", "one", "v1.0.0");
    strictEqual(refsOf("origin", "refs/tags/light:refs/heads/c"), null);
    deepStrictEqual(refsOf("origin", "v1.0.0"), ["refs/tags/v1.0.0"]);
    deepStrictEqual(refsOf("origin", "main@{0}:refs/tags/expression"), ["refs/tags/expression"]);
    deepStrictEqual(refsOf("origin", "HEAD:refs/heads/d", "light"), [
      "refs/heads/d",
      "refs/tags/light",
    ]);
    deepStrictEqual(refsOf("origin", ":refs/tags/light"), ["refs/tags/light"]);
    strictEqual(refsOf("origin", ":refs/heads/d"), null);
    deepStrictEqual(refsOf("origin", "--tags", "--dry-run"), ["refs/tags/light"]);
  });

  test(`${name}: a refusal keeps everything of the push back, and --no-verify is git's own`, () => {
    const { repository, push, refuse } = work(command.join(" "));
    repository.git("tag", "v1.0.0");
    refuse();
    strictEqual(push("origin", "main", "v1.0.0").status, 1);
    strictEqual(repository.git("ls-remote", "origin"), "");
    strictEqual(push("origin", "main").status, 0);
    strictEqual(push("--no-verify", "origin", "v1.0.0").refs, null);
  });

  test(`${name}: without Node.js, git pushes branches and is told why no tag`, () => {
    const env = { PATH: pathOf("git", "git-receive-pack", "cat", "sh") };
    const { repository, push } = work(command.join(" "), launchWithoutNode, env);
    repository.git("tag", "v1.0.0");
    strictEqual(push("origin", "main").status, 0);
    const { status, stderr } = push("origin", "main:refs/heads/next", "v1.0.0");
    strictEqual(status, 1);
    ok(stderr.includes("found no Node.js to audit a tag with"), stderr);
    ok(stderr.includes("Without the tag: git push origin refs/heads/main:refs/heads/next"), stderr);
  });
}

test("two hundred tags and branches arrive whole", () => {
  const { repository, push } = work("/bin/sh");
  const names = Array.from({ length: 200 }, (_, index) => `v0.${index}`);
  for (const name of names.slice(0, 3)) repository.git("tag", name);
  const head = repository.git("rev-parse", "HEAD");
  write(
    join(repository.directory, ".git/packed-refs"),
    names.map((tag) => `${head} refs/tags/${tag}\n`).join(""),
  );
  strictEqual(push("origin", "main", "--tags").refs?.length, 201);
});

test.run();
