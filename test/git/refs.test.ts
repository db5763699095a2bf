// Tags, ancestry, configuration and the working tree, asked of real git.

import { deepEqual, equal, rejects } from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { runCommand } from "../../lib/git/command.ts";
import { readConfig } from "../../lib/git/config.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { isAncestor, listTags, mergeBase } from "../../lib/git/refs.ts";
import { changedPaths } from "../../lib/git/worktree.ts";
import { createRepository, isolatedEnvironment, repositoryAt } from "../helpers/repository.ts";

const test = suite("git/refs");

async function using<Value>(
  directory: string,
  look: (repository: Repository) => Promise<Value>,
  environment = isolatedEnvironment(),
): Promise<Value> {
  const repository = await openRepository(directory, environment);
  try {
    return await look(repository);
  } finally {
    await repository.close();
  }
}

function sorted(paths: ReadonlySet<string> | null): string[] {
  return [...(paths ?? ["none"])].toSorted();
}

function moduleUrl(name: string): string {
  return JSON.stringify(new URL(`file://${process.cwd()}/dist/lib/git/${name}`).href);
}

test("tags with odd names, of every kind, and those at a commit", async () => {
  const fixture = createRepository();
  fixture.write("file", "one");
  const one = fixture.commit("one");
  const two = fixture.commit("two");
  fixture.git("tag", "--annotate", "v1", "-m", "one", one);
  fixture.git("tag", "--annotate", "nested", "-m", "nested", "v1");
  fixture.git("update-ref", "refs/tags/v1$(id);|'\"%00", one);
  fixture.git("update-ref", "refs/tags/-x", two);
  fixture.git("update-ref", "refs/tags/ω․", fixture.git("rev-parse", "HEAD:file"));
  const oidOf = (ref: string) => fixture.git("rev-parse", "--verify", ref);
  await using(fixture.directory, async (repository) => {
    deepEqual(await listTags(repository), [
      { ref: "refs/tags/-x", oid: two, type: "commit", peeledOid: two },
      { ref: "refs/tags/nested", oid: oidOf("refs/tags/nested"), type: "tag", peeledOid: one },
      { ref: "refs/tags/v1", oid: oidOf("refs/tags/v1"), type: "tag", peeledOid: one },
      { ref: "refs/tags/v1$(id);|'\"%00", oid: one, type: "commit", peeledOid: one },
      { ref: "refs/tags/ω․", oid: oidOf("HEAD:file"), type: "blob", peeledOid: oidOf("HEAD:file") },
    ]);
    const at = await listTags(repository, { pointsAt: two });
    deepEqual(
      at.map(({ ref }) => ref),
      ["refs/tags/-x"],
    );
    equal((await listTags(repository, { pointsAt: one })).length, 3);
    equal(repository.statistics.processes, 2, "the names are read from their files");
  });
});

test("no tags is an empty list, and a tag whose object is gone does not hide the others", async () => {
  const fixture = createRepository();
  const one = fixture.commit("one");
  await using(fixture.directory, async (repository) => deepEqual(await listTags(repository), []));
  fixture.git("tag", "light");
  fixture.git("tag", "--annotate", "gone", "-m", "gone");
  const gone = fixture.git("rev-parse", "refs/tags/gone");
  unlinkSync(join(fixture.directory, ".git/objects", gone.slice(0, 2), gone.slice(2)));
  await using(fixture.directory, async (repository) => {
    deepEqual(await listTags(repository), [
      { ref: "refs/tags/gone", oid: gone, type: null, peeledOid: null },
      { ref: "refs/tags/light", oid: one, type: "commit", peeledOid: one },
    ]);
  });
});

test("ancestry, in a full and in a shallow history", async () => {
  const fixture = createRepository();
  const root = fixture.commit("root");
  const main = fixture.commit("main");
  fixture.git("checkout", "--quiet", "-b", "side", root);
  const side = fixture.commit("side");
  fixture.git("checkout", "--quiet", "--orphan", "other");
  const other = fixture.commit("other");
  await using(fixture.directory, async (repository) => {
    equal(await isAncestor(repository, root, main), true);
    equal(await isAncestor(repository, main, main), true);
    equal(await isAncestor(repository, main, root), false);
    equal(await isAncestor(repository, main, side), false);
    equal(await isAncestor(repository, other, main), false);
    equal(await isAncestor(repository, "1".repeat(40), main), "unknown");
    equal(await isAncestor(repository, "--all", main), "unknown");
    deepEqual(await mergeBase(repository, side, main), { state: "found", oid: root });
    deepEqual(await mergeBase(repository, other, main), { state: "none" });
  });
  const clone = join(temporaryDirectory(), "clone");
  const url = `file://${fixture.directory}`;
  fixture.git("clone", "--quiet", "--depth=1", "--no-single-branch", url, clone);
  await using(clone, async (repository) => {
    equal(await isAncestor(repository, main, main), true);
    equal(await isAncestor(repository, side, main), "unknown");
    deepEqual(await mergeBase(repository, side, main), { state: "unknown" });
  });
});

test("grafts do not change the history that is told", async () => {
  const fixture = createRepository();
  const root = fixture.commit("root");
  const head = fixture.commit("head");
  fixture.write(".git/info/grafts", `${head}\n`);
  await using(fixture.directory, async (repository) =>
    equal(await isAncestor(repository, root, head), true),
  );
});

test("a bare repository with a working tree that the caller names", async () => {
  const fixture = createRepository();
  fixture.write("file", "one");
  const commit = fixture.commit("one");
  fixture.git("config", "core.bare", "true");
  fixture.write("file", "two");
  const environment = isolatedEnvironment({
    GIT_DIR: join(fixture.directory, ".git"),
    GIT_WORK_TREE: fixture.directory,
  });
  await using(
    temporaryDirectory(),
    async (repository) => {
      equal(repository.worktree, fixture.directory);
      deepEqual(sorted(await changedPaths(repository, commit)), ["file"]);
    },
    environment,
  );
});

test("configuration with its scope: command, worktree, local; nothing else is told", async () => {
  const fixture = createRepository();
  fixture.git("config", "tagproof.policy", "origin/main:policy.yaml");
  fixture.git("config", "remote.a.b.mirror", "true");
  fixture.git("config", "user.signingKey", "secret");
  fixture.git("config", "core.hooksPath", "line\nbreak");
  writeFileSync(
    join(fixture.directory, ".git/config"),
    `${fixture.read(".git/config")}[tagproof "Sub.Name"]\n\tFlag\n`,
  );
  const scoped = isolatedEnvironment({
    GIT_CONFIG_PARAMETERS: "'tagproof.waive'='v1 lock/present: a=b' 'core.fsmonitor'='false'",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "core.hooksPath",
    GIT_CONFIG_VALUE_0: "/dev/null",
  });
  const entries = await using(fixture.directory, readConfig, scoped);
  const local = { scope: "local", origin: `file:${fixture.directory}/.git/config` };
  deepEqual(
    entries.toSorted((left, right) => (left.key + left.value < right.key + right.value ? -1 : 1)),
    [
      { scope: "command", origin: "command line:", key: "core.hookspath", value: "/dev/null" },
      { ...local, key: "core.hookspath", value: "line\nbreak" },
      { ...local, key: "remote.a.b.mirror", value: "true" },
      { ...local, key: "tagproof.Sub.Name.flag", value: null },
      { ...local, key: "tagproof.policy", value: "origin/main:policy.yaml" },
      {
        scope: "command",
        origin: "command line:",
        key: "tagproof.waive",
        value: "v1 lock/present: a=b",
      },
    ],
  );
  const plain = createRepository();
  deepEqual(await using(plain.directory, readConfig), []);
});

test("command-scope configuration does not reach any other command", async () => {
  const fixture = createRepository();
  fixture.commit("one");
  const environment = isolatedEnvironment({
    GIT_CONFIG_PARAMETERS: "'core.bare'='true' 'alias.show-me'='!true'",
  });
  await using(
    fixture.directory,
    async (repository) => rejects(runCommand(repository, ["show-me"]), { code: "git-failed" }),
    environment,
  );
});

test("the caller's editor, pager, prefix and git reach no command, and stop none", async () => {
  const fixture = createRepository();
  fixture.commit("one");
  const environment = isolatedEnvironment({
    EDITOR: "vi",
    VISUAL: "vi",
    PAGER: "less",
    PREFIX: "/opt/conda",
    SSH_ASKPASS: "/bin/ask",
    GIT_EDITOR: ":",
    GIT_PAGER: "cat",
    GIT_SSH_COMMAND: "ssh",
    GIT_EXTERNAL_DIFF: "/bin/false",
    GIT_EXEC_PATH: fixture.git("--exec-path"),
    GITHUB_TOKEN: "t",
  });
  await using(
    fixture.directory,
    async (repository) => deepEqual(await listTags(repository), []),
    environment,
  );
});

test("an exit code without a complaint is a failure", async () => {
  const fixture = createRepository();
  const commit = fixture.commit("one");
  await using(fixture.directory, async (repository) => {
    await rejects(runCommand(repository, ["rev-parse", "--verify", "--quiet", "none"]), {
      code: "git-failed",
      message: "git rev-parse ended with 1",
    });
    equal(await runCommand(repository, ["rev-parse", "HEAD"]), `${commit}\n`);
  });
});

test("what differs from a commit: modified, staged, deleted, of another commit; not what is touched", async () => {
  const fixture = createRepository();
  for (const path of ["same", "touched", "modified", "staged", "deleted", "dir/é x", "older"]) {
    fixture.write(path, path);
  }
  fixture.commit("one");
  fixture.write("older", "newer");
  fixture.git("config", "diff.autoRefreshIndex", "false");
  const commit = fixture.commit("two");
  utimesSync(join(fixture.directory, "touched"), 1, 1);
  fixture.write("modified", "other");
  fixture.write("dir/é x", "other");
  fixture.write("staged", "other");
  fixture.git("add", "staged");
  unlinkSync(join(fixture.directory, "deleted"));
  fixture.write("untracked", "new");
  await using(join(fixture.directory, "dir"), async (repository) => {
    const expected = ["deleted", "dir/é x", "modified", "staged"];
    deepEqual(sorted(await changedPaths(repository, commit)), expected);
    const parent = fixture.git("rev-parse", "HEAD^");
    deepEqual(sorted(await changedPaths(repository, parent)), [...expected, "older"].toSorted());
  });
  await using(join(fixture.directory, ".git"), async (repository) =>
    equal(await changedPaths(repository, commit), null),
  );
});

test("a pre-receive hook asks short commands about what is in quarantine", async () => {
  const bare = join(temporaryDirectory(), "server.git");
  mkdirSync(bare);
  repositoryAt(bare).git("init", "--quiet", "--bare");
  writeFileSync(
    join(bare, "ask.mjs"),
    `import { openRepository } from ${moduleUrl("open.js")};
     import { isAncestor, listTags } from ${moduleUrl("refs.js")};
     import { readFileSync } from "node:fs";
     const [, oid] = readFileSync(0, "utf8").trim().split(" ");
     const repository = await openRepository(process.cwd(), process.env);
     console.log(await isAncestor(repository, oid, oid), (await listTags(repository)).length);
     await repository.close();`,
  );
  const hook = join(bare, "hooks/pre-receive");
  writeFileSync(hook, `#!/bin/sh\nexec '${process.execPath}' ask.mjs > '${bare}/said' 2>&1\n`);
  chmodSync(hook, 0o755);
  const client = createRepository();
  client.commit("one");
  client.git("push", "--quiet", bare, "main");
  equal(readFileSync(join(bare, "said"), "utf8"), "true 0\n");
});

test.run();
