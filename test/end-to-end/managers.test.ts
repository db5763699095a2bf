// The real hook managers beside ours, in both orders of installation: who is started, and what comes back.

import { match, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import { managersDirectory } from "../../scripts/managers/find.ts";
import { setUpManagers } from "../../scripts/managers/install.ts";
import { dvcCommand } from "../helpers/dvc.ts";
import { hooked } from "../helpers/hooked.ts";
import { runProgram, type ProgramRun } from "../helpers/program.ts";
import { isolatedEnvironment, repositoryAt, type TestRepository } from "../helpers/repository.ts";

const test = suite("end-to-end/managers");
const managers = setUpManagers(process.cwd());

interface Place extends TestRepository {
  readonly environment: NodeJS.ProcessEnv;
  readonly run: (program: string, ...args: string[]) => ProgramRun;
  readonly tagproof: (...words: string[]) => ProgramRun;
  readonly hooks: string;
}

/** A repository with good and bad releases, without hooks, and the managers on PATH. */
function place(): Place {
  const { directory, home, root } = hooked();
  rmSync(home, { recursive: true });
  rmSync(join(home, "../hooks"), { recursive: true });
  mkdirSync(join(home, "../hooks"));
  const directories = [...managers.directories, managers.lfs, dirname(dvcCommand())];
  const path = [...directories.filter((name) => name !== null), process.env["PATH"]].join(":");
  const environment = isolatedEnvironment({ PATH: path, HOME: root });
  const run = (program: string, ...args: string[]): ProgramRun => {
    const options = { cwd: directory, env: environment, encoding: "utf8" as const };
    const { status, stdout, stderr } = spawnSync(program, args, options);
    return { code: status, stdout, stderr };
  };
  const tagproof = (...words: string[]) => runProgram(directory, words, environment);
  const hooks = join(directory, ".git/hooks");
  return { ...repositoryAt(directory, { PATH: path }), environment, run, tagproof, hooks };
}

/** What must hold wherever ours is wired: also a tag alone, whose commit is at the server already. */
function isGuarded({ run, git }: Place, what: string): void {
  git("-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", "main");
  const bad = run("git", "push", "origin", "v1.5.0");
  strictEqual(bad.code, 1, `${what}\n${bad.stdout}${bad.stderr}`);
  match(bad.stdout + bad.stderr, /v1\.5\.0 refused/, what);
  const passed = run("git", "push", "origin", "v1.1.0");
  strictEqual(passed.code, 0, `${what}\n${passed.stdout}${passed.stderr}`);
  match(passed.stdout + passed.stderr, /v1\.1\.0 passed/, what);
  git("-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", ":refs/tags/v1.1.0");
  const branch = run("git", "push", "--force", "origin", "next:topic");
  strictEqual(branch.code, 0, `${what}\n${branch.stdout}${branch.stderr}`);
  git("-c", "core.hooksPath=/dev/null", "push", "--quiet", "origin", ":topic");
}

function isUnguarded({ run }: Place): void {
  strictEqual(run("git", "push", "--dry-run", "origin", "v1.5.0").code, 0);
}

function good(ran: ProgramRun): void {
  strictEqual(ran.code, 0, ran.stdout + ran.stderr);
}

/** A repository that uses husky, with a hook of its own that writes down what it was given. */
function withHusky(): Place {
  const work = place();
  good(work.run("husky"));
  work.write(".husky/pre-push", "cat >../seen\n");
  return work;
}

test("husky first: --write puts ours before the team's hook, which gets all of the input", () => {
  const work = withHusky();
  const before = work.read(".husky/pre-push");
  const told = work.tagproof("install");
  strictEqual(told.code, 2);
  match(told.stdout, /husky owns pre-push[^]*install --write/);
  strictEqual(work.read(".husky/pre-push"), before);
  good(work.tagproof("install", "--write"));
  isGuarded(work, "husky");
  match(readFileSync(join(work.directory, "../seen"), "utf8"), /^refs\/heads\/next .*topic 0+\n$/);
  good(work.run("husky"));
  isGuarded(work, "husky again");
  good(work.tagproof("install"));
  strictEqual(work.tagproof("doctor").code, 0);
  const tag = work.run("git", "tag", "-a", "-m", "x", "v1.7.0", "main");
  strictEqual(tag.code, 128, "pre-tag too");
  good(work.tagproof("uninstall", "--write"));
  strictEqual(work.read(".husky/pre-push"), before);
  isUnguarded(work);
});

test("husky first: who has not installed tagproof is not held up by the team's lines", () => {
  const work = withHusky();
  good(work.tagproof("install", "--write"));
  rmSync(join(work.hooks, "../tagproof"), { recursive: true });
  good(work.run("git", "push", "--dry-run", "origin", "next"));
  isUnguarded(work);
});

test("ours first, then husky: ours is never started, doctor says so, install --write mends it", () => {
  const work = place();
  good(work.tagproof("install"));
  isGuarded(work, "ours alone");
  good(work.run("husky"));
  isUnguarded(work);
  const ill = work.tagproof("doctor");
  match(ill.stdout, /error +pre-push +husky is in charge/);
  good(work.tagproof("install", "--write"));
  isGuarded(work, "after husky");
  good(work.tagproof("uninstall", "--write"));
  ok(!existsSync(join(work.directory, ".husky/pre-push")));
  ok(!existsSync(join(work.hooks, "pre-push")));
});

const lefthookFile = "pre-push:\n  commands:\n    seen:\n      run: touch ../seen\n";

test("lefthook first: --write adds a script, which sees the push of a tag alone", () => {
  const work = place();
  work.write("lefthook.yml", lefthookFile);
  good(work.run("lefthook", "install"));
  const told = work.tagproof("install");
  strictEqual(told.code, 2);
  match(told.stdout, /lefthook owns pre-push[^]*use_stdin: true/);
  good(work.tagproof("install", "--write"));
  isGuarded(work, "lefthook");
  good(work.run("lefthook", "install"));
  isGuarded(work, "lefthook again");
  strictEqual(work.tagproof("doctor").code, 0);
  good(work.tagproof("uninstall", "--write"));
  strictEqual(work.read("lefthook.yml"), lefthookFile);
  ok(!existsSync(join(work.directory, ".lefthook")));
  isUnguarded(work);
});

test("ours first, then lefthook: it moves ours aside, install --write mends it, both go", () => {
  const work = place();
  good(work.tagproof("install"));
  work.write("lefthook.yml", lefthookFile);
  good(work.run("lefthook", "install"));
  match(work.tagproof("doctor").stdout, /error +pre-push +lefthook is in charge/);
  good(work.tagproof("install", "--write"));
  isGuarded(work, "after lefthook");
  good(work.run("lefthook", "uninstall"));
  isGuarded(work, "lefthook is gone and has put ours back");
  good(work.tagproof("uninstall", "--write"));
  isUnguarded(work);
});

test("pre-commit first: ours is its legacy hook, and sees what it passes over", () => {
  const work = place();
  const own = "id: seen, name: seen, language: system, entry: touch ../seen, stages: [pre-push]";
  const config = `repos: [{ repo: local, hooks: [{ ${own}, always_run: true, pass_filenames: false }] }]\n`;
  work.write(".pre-commit-config.yaml", config);
  work.commit("pre-commit");
  good(work.run("pre-commit", "install", "--hook-type", "pre-push"));
  good(work.tagproof("install"));
  isGuarded(work, "pre-commit");
  good(work.run("pre-commit", "install", "--hook-type", "pre-push"));
  isGuarded(work, "pre-commit again");
  strictEqual(work.tagproof("doctor").code, 0);
  good(work.run("pre-commit", "uninstall", "--hook-type", "pre-push"));
  isGuarded(work, "pre-commit is gone and has put ours into its place");
  good(work.tagproof("install"));
  good(work.tagproof("uninstall"));
  isUnguarded(work);
  ok(!existsSync(join(work.hooks, "pre-push")));
});

test("ours first, then pre-commit: ours becomes its legacy hook, and both go", () => {
  const work = place();
  work.write(".pre-commit-config.yaml", "repos: []\n");
  good(work.tagproof("install"));
  good(work.run("pre-commit", "install", "--hook-type", "pre-push"));
  isGuarded(work, "after pre-commit");
  strictEqual(work.tagproof("doctor").code, 0);
  good(work.tagproof("install"));
  good(work.tagproof("uninstall"));
  isUnguarded(work);
  ok(existsSync(join(work.hooks, "pre-push")), "pre-commit's own stays");
});

const packageFile = `${JSON.stringify({ name: "x", "simple-git-hooks": { "pre-commit": "true" } }, null, 2)}\n`;

test("simple-git-hooks first: --write names ours, and it does not delete it", () => {
  const work = place();
  work.write("package.json", packageFile);
  good(work.run("simple-git-hooks"));
  const told = work.tagproof("install");
  strictEqual(told.code, 2);
  match(
    told.stdout,
    /simple-git-hooks owns pre-push[^]*simple-git-hooks owns reference-transaction/,
  );
  good(work.tagproof("install", "--write"));
  match(work.tagproof("doctor").stdout, /error +pre-push[^]*npx simple-git-hooks/);
  good(work.run("simple-git-hooks"));
  isGuarded(work, "simple-git-hooks");
  strictEqual(work.tagproof("doctor").code, 0);
  strictEqual(work.run("git", "tag", "-a", "-m", "x", "v1.7.0", "main").code, 128, "pre-tag too");
  good(work.run("git", "fetch", "--quiet", "--tags", "--force", "origin"));
  good(work.tagproof("uninstall", "--write"));
  strictEqual(work.read("package.json"), packageFile);
  good(work.run("simple-git-hooks"));
  isUnguarded(work);
});

test("ours first, then simple-git-hooks: it deletes ours, doctor says so, --write mends it", () => {
  const work = place();
  good(work.tagproof("install"));
  work.write("package.json", packageFile);
  good(work.run("simple-git-hooks"));
  ok(!existsSync(join(work.hooks, "pre-push")), "that is what it does");
  match(work.tagproof("doctor").stdout, /error +pre-push +simple-git-hooks is in charge/);
  good(work.tagproof("install", "--write"));
  good(work.run("simple-git-hooks"));
  isGuarded(work, "after simple-git-hooks");
});

/** What is left where a manager goes that ours was started by: a doctor that says so, and a way back. */
const leaving: readonly {
  readonly name: string;
  readonly arrive: (work: Place) => void;
  readonly leave: (work: Place) => void;
}[] = [
  {
    name: "husky",
    arrive: (work) => good(work.run("husky")),
    leave: ({ git, directory }) => {
      git("config", "--unset", "core.hooksPath");
      rmSync(join(directory, ".husky"), { recursive: true });
    },
  },
  {
    name: "lefthook",
    arrive: (work) => {
      work.write("lefthook.yml", lefthookFile);
      good(work.run("lefthook", "install"));
    },
    leave: (work) => good(work.run("lefthook", "uninstall")),
  },
  {
    name: "simple-git-hooks",
    arrive: (work) => {
      work.write("package.json", packageFile);
      good(work.run("simple-git-hooks"));
    },
    leave: (work) => {
      const uninstall = "node_modules/simple-git-hooks/uninstall.js";
      good(work.run(process.execPath, join(managersDirectory(process.cwd()), uninstall)));
      work.write("package.json", '{ "name": "x" }\n');
    },
  },
];

for (const { name, arrive, leave } of leaving) {
  test(`${name} goes, and ours with it: doctor says so, install is the way back`, () => {
    const work = place();
    arrive(work);
    good(work.tagproof("install", "--write"));
    if (name === "simple-git-hooks") good(work.run("simple-git-hooks"));
    isGuarded(work, name);
    leave(work);
    isUnguarded(work);
    const ill = work.tagproof("doctor");
    strictEqual(ill.code, 1);
    match(ill.stdout, /error +pre-push +not wired/);
    good(work.tagproof("install"));
    isGuarded(work, `after ${name}`);
    strictEqual(work.tagproof("doctor").code, 0);
    good(work.tagproof("uninstall", "--write"));
    isUnguarded(work);
    ok(!existsSync(join(work.hooks, "pre-push")));
  });
}

if (managers.lfs !== null) {
  test("git-lfs first: both run, its objects are uploaded, and it comes back", () => {
    const work = place();
    good(work.run("git", "lfs", "install", "--local"));
    const before = readFileSync(join(work.hooks, "pre-push"), "utf8");
    work.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    work.write("data.bin", "large\n");
    work.commit("with an object");
    good(work.tagproof("install"));
    const pushed = work.run("git", "push", "origin", "main");
    good(pushed);
    ok(existsSync(join(work.directory, "../server.git/lfs/objects")), pushed.stderr);
    strictEqual(work.run("git", "push", "origin", "v1.5.0").code, 1);
    strictEqual(work.tagproof("doctor").code, 0);
    good(work.tagproof("uninstall"));
    strictEqual(readFileSync(join(work.hooks, "pre-push"), "utf8"), before);
  });

  test("git-lfs goes: what it left beside ours keeps nothing from being pushed, and goes as well", () => {
    const work = place();
    good(work.run("git", "lfs", "install", "--local"));
    good(work.tagproof("install"));
    work.run("git", "lfs", "uninstall", "--local");
    isGuarded(work, "git-lfs is taken out");
    strictEqual(work.tagproof("doctor").code, 0);
    good(work.tagproof("uninstall"));
    isUnguarded(work);
    work.run("git", "lfs", "uninstall", "--local");
    ok(!existsSync(join(work.hooks, "pre-push")));
  });

  test("ours first, then git-lfs: it refuses, doctor and install say the way out, which works", () => {
    const work = place();
    work.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    match(work.tagproof("install").stdout, /git lfs install refuses to work beside another/);
    strictEqual(work.run("git", "lfs", "install", "--local").code, 2);
    const repair = />\s+(tagproof uninstall && git lfs install && tagproof install)/;
    match(work.tagproof("doctor").stdout, repair);
    good(work.tagproof("uninstall"));
    good(work.run("git", "lfs", "install", "--local"));
    good(work.tagproof("install"));
    strictEqual(work.run("git", "push", "origin", "v1.5.0").code, 1);
  });
} else console.log("without git-lfs, which is not to be had here");

/** Its pre-push hook fails where it has nowhere to push to. */
function withRemote(): Place {
  const work = place();
  good(work.run("dvc", "remote", "add", "--default", "storage", "../storage"));
  return work;
}

test("dvc install first: its three hooks go on working beside ours, and stay", () => {
  const work = withRemote();
  good(work.run("dvc", "install"));
  const before = readFileSync(join(work.hooks, "pre-push"), "utf8");
  good(work.tagproof("install"));
  isGuarded(work, "dvc");
  for (const name of ["pre-commit", "post-checkout"]) ok(existsSync(join(work.hooks, name)));
  good(work.tagproof("uninstall"));
  strictEqual(readFileSync(join(work.hooks, "pre-push"), "utf8"), before);
  isUnguarded(work);
});

test("ours first, then dvc install: it refuses, and the way out works", () => {
  const work = withRemote();
  match(work.tagproof("install").stdout, /dvc install refuses to work beside another/);
  ok(work.run("dvc", "install").code !== 0);
  match(
    work.tagproof("doctor").stdout.replaceAll(/\s+/g, " "),
    /tagproof uninstall && dvc install && tagproof install/,
  );
  good(work.tagproof("uninstall"));
  good(work.run("dvc", "install"));
  good(work.tagproof("install"));
  isGuarded(work, "dvc");
});

const handWritten = "#!/bin/sh\ncat >../seen\n";

test("a hook by hand, before and after ours", () => {
  const work = place();
  const hook = join(work.hooks, "pre-push");
  const write = (): void => {
    writeFileSync(hook, handWritten);
    chmodSync(hook, 0o755);
  };
  write();
  good(work.tagproof("install"));
  isGuarded(work, "by hand");
  match(readFileSync(join(work.directory, "../seen"), "utf8"), /topic/);
  good(work.tagproof("uninstall"));
  strictEqual(readFileSync(hook, "utf8"), handWritten);
  rmSync(hook);
  good(work.tagproof("install"));
  write();
  isUnguarded(work);
  strictEqual(work.tagproof("doctor").code, 1);
  good(work.tagproof("install"));
  isGuarded(work, "by hand, after");
});

test.run();
