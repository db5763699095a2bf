// hooks/reference-transaction.sh under real git: a person's tag is audited, all else goes through.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { parseTransaction } from "../../../hooks/transaction.ts";
import { createRepository, isolatedEnvironment, repositoryAt } from "../../helpers/repository.ts";
import {
  launchText,
  launchWithoutNode,
  oid,
  pathOf,
  recordingBundle,
  runShim,
  shells,
  started,
  write,
  zero,
} from "../../hooks/shells.ts";

const test = suite("end-to-end/hooks/reference-transaction");

const shim = readFileSync(join(process.cwd(), "hooks/reference-transaction.sh"), "utf8");

interface Work {
  readonly directory: string;
  readonly home: string;
  readonly remote: string;
  /** Runs a program and returns its code, what it printed, and what the bundle was given. */
  readonly run: (program: string, ...args: string[]) => Ran;
}

interface Ran {
  readonly status: number | null;
  readonly stderr: string;
  readonly writer: string | null;
  readonly tags: readonly string[];
}

/** A repository whose hook refuses every tag, and a remote with branches and tags that it lacks. */
function work(shebang: string, env: NodeJS.ProcessEnv = {}, launch = launchText): Work {
  const remote = createRepository();
  remote.commit("first");
  for (const name of ["v1.0.0", "v1.1.0"]) remote.git("tag", "-a", "-m", name, name);
  const directory = join(temporaryDirectory(), "it's a clone");
  remote.git("clone", "--quiet", "--no-tags", remote.directory, directory);
  remote.commit("second");
  remote.git("tag", "v2.0.0");
  const home = join(directory, ".git/tagproof");
  write(join(home, "reference-transaction.cjs"), recordingBundle);
  write(join(home, "launch.sh"), launch);
  write(join(home, "exit-code"), "1");
  const hook = join(directory, ".git/hooks/reference-transaction");
  write(hook, shim.replace("#!/bin/sh", `#!${shebang}`), 0o755);
  const run = (program: string, ...args: string[]): Ran => {
    rmSync(join(home, "started.json"), { force: true });
    const { status, stderr } = spawnSync(program, args, {
      cwd: directory,
      env: isolatedEnvironment(env),
      encoding: "utf8",
    });
    const record = started(home);
    const lines = record?.input.trimEnd().split("\n") ?? [];
    return {
      status,
      stderr,
      writer: record?.arguments[0] ?? null,
      tags: lines.map((line) => line.split(" ")[2] ?? "").filter((ref) => /^refs.tags/.test(ref)),
    };
  };
  return { directory, home, remote: remote.directory, run };
}

/** What a person types; each must be stopped. */
const persons: readonly (readonly string[])[] = [
  ["tag", "v3.0.0"],
  ["tag", "-a", "-m", "fix fetch bug", "v3.0.0"],
  ["tag", "-a", "-m", "/usr/bin/gitfetch\n git fetch \n", "v3.0.0"],
  ["-c", "user.name=fetch", "tag", "-a", "-m", "x", "v3.0.0"],
  ["-C", ".", "--no-pager", "tag", "v3.0.0"],
  ["-C", "fetch/..", "tag", "v3.0.0"],
  ["--git-dir", ".git", "tag", "v3.0.0"],
  ["update-ref", "refs/tags/v3.0.0", "HEAD"],
  ["-c", "alias.release=tag -a -m x", "release", "v3.0.0"],
  ["-c", "alias.release=!git tag", "release", "v3.0.0"],
  ["-c", "alias.fetch-release=tag -a -m x", "fetch-release", "v3.0.0"],
  ["-c", "alias.pack-refs2=!git tag", "pack-refs2", "v3.0.0"],
];

const letThrough: readonly (readonly string[])[] = [
  ["fetch", "--quiet"],
  ["fetch", "--quiet", "--tags"],
  ["fetch", "--quiet", "--tags", "--atomic"],
  ["fetch", "--quiet", "--tags", "--no-write-fetch-head"],
  ["-c", "fetch.parallel=2", "fetch", "--quiet", "--all", "--tags", "-j2"],
  ["fetch", "--quiet", "origin", "refs/tags/v1.0.0:refs/tags/renamed-1.0"],
  ["pull", "--quiet", "--tags"],
  ["remote", "update"],
  ["--no-pager", "fetch", "--quiet", "--tags"],
  ["pack-refs", "--all"],
  ["gc", "--quiet"],
  ["maintenance", "run", "--task=pack-refs"],
  ["tag", "-d", "v0.1.0"],
  ["tag", "-f", "v0.1.0", "v0.1.0"],
  ["update-ref", "-d", "refs/tags/v0.1.0"],
  ["fetch", "--quiet", "--prune", "--prune-tags"],
  ["commit", "--quiet", "--allow-empty", "-m", "tag v9 refs/tags/v9"],
  ["branch", "refs/tags/v1"],
  ["checkout", "--quiet", "-b", "v4.0.0"],
  ["worktree", "add", "--quiet", "../linked"],
  ["stash"],
  ["reset", "--quiet", "--hard", "HEAD"],
];

for (const { name, command } of shells) {
  const shebang = command.join(" ");

  test(`${name}: a person's tag is audited and stopped, however it is made`, () => {
    for (const args of persons) {
      const { run, directory } = work(shebang);
      write(join(directory, "fetch/.keep"), "");
      const { status, writer, tags, stderr } = run("git", ...args);
      deepStrictEqual([writer, tags], ["person", ["refs/tags/v3.0.0"]], args.join(" ") + stderr);
      ok(status !== 0 && run("git", "rev-parse", "-q", "--verify", "v3.0.0").status !== 0);
    }
  });

  test(`${name}: a passed tag is made, and one of several lines is seen`, () => {
    const { run, home } = work(shebang);
    write(join(home, "exit-code"), "0");
    strictEqual(run("git", "tag", "v3.0.0").status, 0);
    const lines = Array.from({ length: 7 }, (_, n) => `create refs/heads/b${n} HEAD\n`).join("");
    write(join(home, "lines"), `${lines}create refs/tags/v4.0.0 HEAD\n`);
    write(join(home, "exit-code"), "1");
    const batch = run("sh", "-c", "git update-ref --stdin <.git/tagproof/lines");
    deepStrictEqual([batch.writer, batch.tags], ["person", ["refs/tags/v4.0.0"]]);
    ok(batch.status !== 0);
    write(join(home, "lines"), lines);
    strictEqual(run("sh", "-c", "git update-ref --stdin <.git/tagproof/lines").status, 0);
  });

  test(`${name}: without Node.js a version is not made, and everything else is`, () => {
    const env = { PATH: pathOf("git", "cat", "sh", "tr") };
    const { run } = work(shebang, env, launchWithoutNode);
    const { status, stderr } = run("git", "tag", "v3.0.0");
    ok(status !== 0);
    match(stderr, /found no Node\.js to audit a tag with/);
    strictEqual(run("git", "tag", "before-refactor").status, 0);
    strictEqual(run("git", "fetch", "--quiet", "--tags").status, 0);
  });

  test(`${name}: an unknown writer is audited and not stopped by the shim's own troubles`, () => {
    const { run, home } = work(shebang, {}, "exit 1\n");
    rmSync(join(home, "reference-transaction.cjs"));
    const script = `printf '%s %s refs/tags/v3.0.0\\n' ${zero} ${oid} | .git/hooks/reference-transaction prepared`;
    const { status, stderr } = run("setsid", "--wait", "sh", "-c", `(${script}) & wait $!`);
    strictEqual(status, 0, stderr);
    match(stderr, /not fully installed/);
  });

  test(`${name}: other states end at once, and an unknown one too`, () => {
    const { directory, home } = work(shebang);
    const input = `${zero} ${oid} refs/tags/v3.0.0\n`;
    for (const state of ["preparing", "committed", "aborted", "something", ""]) {
      const { status, stderr } = runShim({
        shell: { name, command },
        cwd: directory,
        input,
        shim: ".git/hooks/reference-transaction",
        arguments: [state],
      });
      deepStrictEqual([status, stderr], [0, ""], state);
    }
    strictEqual(started(home), null);
  });

  test(`${name}: the hook of before gets every state with all of its input, and can veto`, () => {
    const { run, directory, home } = work(shebang);
    write(join(home, "exit-code"), "0");
    const previous = join(directory, ".git/hooks/reference-transaction.tagproof-previous");
    write(previous, '#!/bin/sh\n{ echo "$1"; cat; } >>seen\n', 0o755);
    strictEqual(run("git", "tag", "v3.0.0").status, 0);
    const head = run("git", "rev-parse", "HEAD");
    strictEqual(head.status, 0);
    const seen = readFileSync(join(directory, "seen"), "utf8");
    match(seen, /^prepared\n0+ [0-9a-f]+ refs\/tags\/v3\.0\.0\ncommitted\n0+ /m);
    write(previous, "#!/bin/sh\nexit 1\n", 0o755);
    ok(run("git", "tag", "v3.1.0").status !== 0);
    ok(run("git", "branch", "x").status !== 0);
  });
}

for (const { name, command } of [shells[0]!, shells.at(-1)!]) {
  test(`${name}: what is let through goes without Node.js, where tags are there and come`, () => {
    for (const args of letThrough) {
      const { run, home } = work(command.join(" "));
      write(join(home, "exit-code"), "0");
      for (const tag of ["v0.1.0", "v0.2.0"]) run("git", "tag", tag);
      write(join(home, "exit-code"), "1");
      const { status, writer, stderr } = run("git", ...args);
      deepStrictEqual([status, writer], [0, null], args.join(" ") + stderr);
    }
  });
}

test("a clone whose template carries the hook is let through", () => {
  const { run, remote, directory } = work("/bin/sh");
  const template = temporaryDirectory();
  write(join(template, "hooks/keep"), "");
  copyFileSync(
    join(directory, ".git/hooks/reference-transaction"),
    join(template, "hooks/reference-transaction"),
  );
  const to = join(temporaryDirectory(), "clone");
  strictEqual(run("git", "clone", "--quiet", `--template=${template}`, remote, to).status, 0);
  strictEqual(repositoryAt(to).git("tag").split("\n").length, 3);
});

test("the lines of a transaction: tags that are made, and nothing else", () => {
  const other = "2".repeat(40);
  const lines = [
    `${zero} ${oid} refs/tags/v1`,
    `${oid} ${other} refs/tags/v2`,
    `${oid} ${oid} refs/tags/v3`,
    `${zero} ${zero} refs/tags/v4`,
    `${oid} ${zero} refs/tags/v5`,
    `${zero} ref:refs/tags/v1 refs/tags/v6`,
    `ref:refs/heads/main ${oid} HEAD`,
    `${zero} ${oid} refs/heads/main`,
  ];
  const result = parseTransaction(`${lines.join("\n")}\n`);
  ok(result.ok);
  deepStrictEqual(
    result.value.map(({ ref }) => ref),
    ["refs/tags/v1", "refs/tags/v2"],
  );
  ok(!parseTransaction("nonsense refs/tags/v1\n").ok);
});

test.run();
