// Where a repository is, however the caller stands in it.

import { deepEqual, equal, match } from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { AuditError } from "../../lib/error.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { createRepository, isolatedEnvironment, repositoryAt } from "../helpers/repository.ts";

const test = suite("git/open");

async function opened<Value>(
  directory: string,
  look: (repository: Repository) => Value | Promise<Value>,
  environment: NodeJS.ProcessEnv = isolatedEnvironment(),
): Promise<Value> {
  const repository = await openRepository(directory, environment);
  try {
    return await look(repository);
  } finally {
    await repository.close();
  }
}

async function refusal(
  directory: string,
  environment = isolatedEnvironment(),
): Promise<AuditError> {
  try {
    await opened(directory, () => {}, environment);
  } catch (error) {
    if (error instanceof AuditError) return error;
    throw error;
  }
  throw new Error("it was opened");
}

/** A `git` in front of the real one. */
function wrapper(script: string): NodeJS.ProcessEnv {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "git"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, "git"), 0o755);
  return isolatedEnvironment({ PATH: `${directory}:${process.env["PATH"]}` });
}

function standing(): { main: string; linked: string; bare: string; commit: string } {
  const repository = createRepository();
  repository.write("sub/deep/file", "one\n");
  const commit = repository.commit("one");
  const linked = join(temporaryDirectory(), "linked");
  repository.git("worktree", "add", "--quiet", linked);
  const bare = join(temporaryDirectory(), "bare.git");
  repository.git("clone", "--quiet", "--bare", ".", bare);
  return { main: repository.directory, linked, bare, commit };
}

test("the main worktree, a directory of it, a linked worktree, a bare repository", async () => {
  const { main, linked, bare, commit } = standing();
  const git = join(main, ".git");
  const places: [string, string, string, string | null, boolean][] = [
    [main, git, git, main, false],
    [join(main, "sub/deep"), git, git, main, false],
    [linked, join(git, "worktrees/linked"), git, linked, false],
    [bare, bare, bare, null, true],
    [join(bare, "refs"), bare, bare, null, true],
    [git, git, git, null, false],
  ];
  for (const [from, gitDirectory, commonDirectory, worktree, isBare] of places) {
    await opened(from, async (repository) => {
      deepEqual(
        [repository.gitDirectory, repository.commonDirectory, repository.worktree, repository.bare],
        [gitDirectory, commonDirectory, worktree, isBare],
      );
      deepEqual([repository.shallow, repository.promisor], [false, false]);
      equal(repository.statistics.processes, 1);
      const head = await repository.reader.info("HEAD");
      equal(head.state === "present" && head.oid, commit);
      equal(repository.statistics.processes, 2);
    });
  }
});

test("a directory reached through a symbolic link opens at its real place", async () => {
  const { main } = standing();
  const link = join(temporaryDirectory(), "link");
  const { symlinkSync } = await import("node:fs");
  symlinkSync(join(main, "sub"), link);
  await opened(link, (repository) => equal(repository.worktree, main));
});

test("a separate git directory and a submodule", async () => {
  const inner = createRepository();
  inner.write("file", "inner\n");
  const commit = inner.commit("inner");
  const place = temporaryDirectory();
  const separate = createRepository("--separate-git-dir", join(place, "apart.git"));
  separate.commit("apart");
  await opened(separate.directory, (repository) => {
    equal(repository.gitDirectory, join(place, "apart.git"));
    equal(repository.worktree, separate.directory);
  });
  const outer = createRepository();
  outer.git(
    "-c",
    "protocol.file.allow=always",
    "submodule",
    "--quiet",
    "add",
    inner.directory,
    "m",
  );
  await opened(join(outer.directory, "m"), async (repository) => {
    equal(repository.gitDirectory, join(outer.directory, ".git/modules/m"));
    equal(repository.worktree, join(outer.directory, "m"));
    const head = await repository.reader.info("HEAD");
    equal(head.state === "present" && head.oid, commit);
  });
});

test("the caller's GIT_DIR decides, and nothing else of its GIT_* reaches the children", async () => {
  const { main, commit } = standing();
  const elsewhere = createRepository();
  elsewhere.commit("elsewhere");
  const environment = isolatedEnvironment({
    GIT_DIR: join(main, ".git"),
    GIT_INDEX_FILE: "/nonexistent/index",
    GIT_OBJECT_DIRECTORY: "/nonexistent/objects",
    GIT_NAMESPACE: "other",
  });
  await opened(
    elsewhere.directory,
    async (repository) => {
      equal(repository.gitDirectory, join(main, ".git"));
      const head = await repository.reader.info("HEAD");
      equal(head.state === "present" && head.oid, commit);
      equal(repository.environment["GIT_INDEX_FILE"], undefined);
    },
    environment,
  );
});

test("a SHA-256 repository", async () => {
  const repository = createRepository("--object-format=sha256");
  repository.write("file", "one\n");
  const commit = repository.commit("one");
  await opened(repository.directory, async ({ objectFormat, reader }) => {
    equal(objectFormat, "sha256");
    const head = await reader.info("HEAD");
    equal(head.state === "present" && head.oid, commit);
    equal(commit.length, 64);
  });
});

test("a shallow clone says so", async () => {
  const repository = createRepository();
  repository.commit("one");
  repository.commit("two");
  const clone = join(temporaryDirectory(), "clone");
  repository.git("clone", "--quiet", "--depth=1", `file://${repository.directory}`, clone);
  await opened(clone, ({ shallow }) => equal(shallow, true));
});

test("a partial clone says so, and a missing object is not fetched", async () => {
  const repository = createRepository();
  repository.git("config", "uploadpack.allowFilter", "true");
  repository.write("file", "one\n");
  repository.commit("one");
  const blob = repository.git("rev-parse", "HEAD:file");
  const clone = join(temporaryDirectory(), "clone");
  const url = `file://${repository.directory}`;
  repository.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", url, clone);
  await opened(clone, async ({ promisor, reader }) => {
    equal(promisor, true);
    equal((await reader.info("HEAD")).state, "present");
    equal((await reader.read(blob)).state, "missing");
    equal((await reader.info("HEAD")).state, "present");
  });
  const listing = repositoryAt(clone).git("cat-file", "--batch-all-objects", "--batch-check");
  equal(listing.includes(blob), false);
});

test("replace refs and grafts show nothing else than what is pushed", async () => {
  const repository = createRepository();
  repository.write("file", "good\n");
  const good = repository.commit("good");
  repository.write("file", "evil\n");
  const evil = repository.commit("evil");
  repository.git("replace", evil, good);
  repository.write(".git/info/grafts", `${evil}\n`);
  await opened(repository.directory, async ({ reader }) => {
    const commit = await reader.read(evil);
    match(commit.state === "present" ? commit.bytes.toString() : "", /\n\nevil\n$/);
    const blob = await reader.read(`${evil}:file`);
    equal(blob.state === "present" && blob.bytes.toString(), "evil\n");
  });
});

test("a pre-receive hook reads what is in quarantine", async () => {
  const bare = join(temporaryDirectory(), "server.git");
  mkdirSync(bare);
  repositoryAt(bare).git("init", "--quiet", "--bare");
  const url = new URL(`file://${process.cwd()}/dist/lib/git/open.js`).href;
  writeFileSync(
    join(bare, "read.mjs"),
    `import { openRepository } from ${JSON.stringify(url)};
     import { readFileSync } from "node:fs";
     const [, oid] = readFileSync(0, "utf8").trim().split(" ");
     const repository = await openRepository(process.cwd(), process.env);
     const object = await repository.reader.read(oid);
     console.log("READ", object.state, object.type, repository.bare, repository.worktree);
     await repository.close();`,
  );
  const hook = join(bare, "hooks/pre-receive");
  writeFileSync(hook, `#!/bin/sh\nexec '${process.execPath}' read.mjs > '${bare}/said' 2>&1\n`);
  chmodSync(hook, 0o755);
  const client = createRepository();
  client.commit("one");
  client.git("push", "--quiet", bare, "main");
  equal(readFileSync(join(bare, "said"), "utf8"), "READ present commit true null\n");
});

test("no repository, no directory, no git, an old git, a repository of somebody else", async () => {
  const nowhere = realpathSync(temporaryDirectory());
  equal((await refusal(nowhere)).code, "not-a-repository");
  equal((await refusal(join(nowhere, "gone"))).code, "not-a-repository");
  equal((await refusal(nowhere, isolatedEnvironment({ PATH: nowhere }))).code, "git-missing");
  const old = wrapper(
    `case $1 in --version) echo git version 2.25.1 ;; *) echo '--show-object-format' ;; esac`,
  );
  const refused = await refusal(nowhere, old);
  deepEqual([refused.code, refused.message], ["git-too-old", "git 2.25.1 is too old"]);
  const broken = wrapper(
    `case $1 in --version) echo git version 2.50.0 ;; *) echo 'fatal: \x1b[31mbad config' >&2; exit 128 ;; esac`,
  );
  match((await refusal(nowhere, broken)).message, /ended with 128: fatal: \?\[31mbad config$/);
  const foreign = createRepository();
  const environment = isolatedEnvironment({ GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" });
  const dubious = wrapper(`export GIT_TEST_ASSUME_DIFFERENT_OWNER=1
    PATH=${JSON.stringify(environment["PATH"])} exec git "$@"`);
  const owned = await refusal(foreign.directory, dubious);
  match(owned.message, /belongs to another user/);
  match(owned.hint, /^If you trust it: git config --global --add safe\.directory '/);
});

test("git -c safe.directory of the caller is heard while opening", async () => {
  const foreign = createRepository();
  foreign.commit("one");
  const dubious = wrapper(`export GIT_TEST_ASSUME_DIFFERENT_OWNER=1
    PATH=${JSON.stringify(process.env["PATH"])} exec git "$@"`);
  const environment = {
    ...dubious,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: "*",
  };
  await opened(
    foreign.directory,
    async ({ reader }) => equal((await reader.info("HEAD")).state, "present"),
    environment,
  );
});

test.run();
