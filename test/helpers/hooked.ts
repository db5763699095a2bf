// Repositories of every shape with both hooks installed and a server to push to: made once, then put back.

import { strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { lockNow } from "./pipeline.ts";
import { runProgram } from "./program.ts";
import { isolatedEnvironment, repositoryAt, type TestRepository } from "./repository.ts";

export interface GitRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Hooked {
  /** Everything is below it. */
  readonly root: string;
  /** Where git is started. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `<common dir>/tagproof`. */
  readonly home: string;
  readonly server: TestRepository;
  /** Git as a person starts it there. */
  readonly git: (...args: string[]) => GitRun;
  /** The same without hooks, for preparations; throws when it fails. */
  readonly quietly: (...args: string[]) => string;
  /** Every ref of the server with its object: `refs/tags/v1.0.0 <oid>`. */
  readonly published: () => readonly string[];
  /** True where a hook has started Node.js since the place was put back. */
  readonly startedNode: () => boolean;
}

interface Layout {
  readonly repository: TestRepository;
  readonly directory: string;
  readonly git: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A run of the pipeline with another rate, committed: a good state to release. */
function rerun(repository: TestRepository, rate: number): string {
  repository.write("params.yaml", `lr: ${rate}\n`);
  repository.write("model.json", `{"weight": ${rate}}\n`);
  const params = { "params.yaml": { lr: rate } };
  lockNow(repository, [{ name: "train", params, outs: ["model.json"] }]);
  return repository.commit(`a run with ${rate}`);
}

/**
 * Good: v1.0.0 (published), v1.1.0, v1.3.0 (a tag of the tag `inner`), v1.4.0 (a branch too), the
 * branch `next`. Not good: v1.2.0 is lightweight, v1.5.0 at main was never run. `before-refactor`
 * is no release. One release a commit.
 */
function fill(repository: TestRepository): void {
  const { git, write } = repository;
  write(".dvc/config", "");
  write("src/deep/file.txt", "text\n");
  rerun(repository, 0.1);
  git("tag", "-a", "-m", "released", "v1.0.0");
  rerun(repository, 0.2);
  git("tag", "-a", "-m", "released", "v1.1.0");
  rerun(repository, 0.3);
  git("tag", "v1.2.0");
  rerun(repository, 0.4);
  git("tag", "-a", "-m", "inner", "inner");
  git("tag", "-a", "-m", "released", "v1.3.0", "inner");
  rerun(repository, 0.5);
  git("tag", "-a", "-m", "released", "v1.4.0");
  git("branch", "v1.4.0");
  git("tag", "before-refactor");
  git("checkout", "--quiet", "-b", "next");
  rerun(repository, 0.6);
  git("checkout", "--quiet", "main");
  write("params.yaml", "lr: 0.7\n");
  repository.commit("not a run");
  git("tag", "-a", "-m", "released", "v1.5.0");
}

interface Made {
  readonly root: string;
  readonly repository: TestRepository;
}

function make(name = "work", ...initArguments: string[]): Made {
  const root = realpathSync(temporaryDirectory());
  const directory = join(root, name);
  mkdirSync(directory);
  const repository = repositoryAt(directory);
  repository.git("init", "--quiet", "--template=", "--initial-branch=main", ...initArguments);
  fill(repository);
  const format = repository.git("rev-parse", "--show-object-format");
  const server = join(root, "server.git");
  const asServer = ["--bare", "--initial-branch=main", `--object-format=${format}`];
  repository.git("init", "--quiet", "--template=", ...asServer, server);
  repository.git("remote", "add", "origin", server);
  repository.git("push", "--quiet", "origin", "v1.0.0^{commit}:refs/heads/main", "v1.0.0");
  return { root, repository };
}

function plain({ root, repository }: Made): Layout & { root: string } {
  const { directory } = repository;
  return { root, repository, directory, git: join(directory, ".git") };
}

function submodule(): Layout & { root: string } {
  const { root, repository } = make();
  const outer = repositoryAt(join(root, "outer"));
  mkdirSync(outer.directory);
  outer.git("init", "--quiet", "--template=", "--initial-branch=main");
  const add = ["submodule", "--quiet", "add", repository.directory, "part"];
  outer.git("-c", "protocol.file.allow=always", ...add);
  outer.commit("with a part");
  const part = repositoryAt(join(outer.directory, "part"));
  for (const name of ["next", "v1.4.0"]) part.git("branch", name, `origin/${name}`);
  part.git("remote", "set-url", "origin", join(root, "server.git"));
  return {
    root,
    repository: part,
    directory: part.directory,
    git: join(outer.directory, ".git/modules/part"),
  };
}

function bare(): Layout & { root: string } {
  const { root, repository } = make();
  const directory = join(root, "bare.git");
  repository.git("clone", "--quiet", "--template=", "--bare", ".", directory);
  const copy = repositoryAt(directory);
  copy.git("remote", "set-url", "origin", join(root, "server.git"));
  return { root, repository: copy, directory, git: directory };
}

function linked(): Layout & { root: string } {
  const main = plain(make());
  const directory = join(main.root, "linked tree");
  main.repository.git("worktree", "add", "--quiet", "--detach", directory, "main");
  return { ...main, repository: repositoryAt(directory), directory };
}

function withHooksPath(): Layout & { root: string } {
  const main = plain(make());
  main.repository.git("config", "core.hooksPath", "tools/git hooks");
  return main;
}

function separate(): Layout & { root: string } {
  const apart = join(realpathSync(temporaryDirectory()), "apart");
  const { root, repository } = make("work", `--separate-git-dir=${apart}`);
  const git = join(root, "apart");
  cpSync(apart, git, { recursive: true });
  repository.write(".git", `gitdir: ${git}\n`);
  return { root, repository, directory: repository.directory, git };
}

/** Git 2.45 and newer: refs in tables, which only git reads. */
function hasReftable(): boolean {
  const { stdout } = spawnSync("git", ["init", "-h"], { encoding: "utf8" });
  return stdout.includes("--ref-format") || stdout.includes("--[no-]ref-format");
}

const newer: Readonly<Record<string, () => Layout & { root: string }>> = hasReftable()
  ? { "a reftable repository": () => plain(make("work", "--ref-format=reftable")) }
  : {};

const layouts: Readonly<Record<string, () => Layout & { root: string }>> = {
  "a main worktree": () => plain(make()),
  "a linked worktree": linked,
  "a submodule": submodule,
  "a bare repository": bare,
  "GIT_DIR and GIT_WORK_TREE": () => {
    const main = plain(make());
    const environment = { GIT_DIR: main.git, GIT_WORK_TREE: main.directory };
    return { ...main, directory: main.root, environment };
  },
  "GIT_DIR alone, from another directory": () => {
    const main = plain(make());
    const directory = join(main.root, "elsewhere");
    mkdirSync(directory);
    return { ...main, directory, environment: { GIT_DIR: main.git } };
  },
  "a subdirectory": () => {
    const main = plain(make());
    return { ...main, directory: join(main.directory, "src/deep") };
  },
  "spaces, quotes and other scripts in the path": () => plain(make("it's a “wörk” $(id) 作業 `x`")),
  "a SHA-256 repository": () => plain(make("work", "--object-format=sha256")),
  "core.hooksPath": withHooksPath,
  "a separate git directory": separate,
  ...newer,
};

/** The names that `hooked` takes. */
export const hookedPlaces: readonly string[] = Object.keys(layouts);

interface Kept {
  readonly place: Hooked;
  readonly copy: string;
}

const kept = new Map<string, Kept>();

/** A place in the state of its making; whoever took it before has it no more. */
export function hooked(name = "a main worktree"): Hooked {
  const known = kept.get(name);
  if (known === undefined) {
    const place = prepare(name);
    const copy = join(temporaryDirectory(), "copy");
    copyTree(place.root, copy);
    kept.set(name, { place, copy });
    return place;
  }
  rmSync(known.place.root, { recursive: true });
  copyTree(known.copy, known.place.root);
  return known.place;
}

function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
}

function prepare(name: string): Hooked {
  const layout = layouts[name]?.();
  if (layout === undefined) throw new Error(`there is no place ${name}`);
  const { root, directory, git: common, repository } = layout;
  const environment = isolatedEnvironment(layout.environment);
  const installed = runProgram(directory, ["install"], environment);
  strictEqual(installed.code, 0, installed.stderr + installed.stdout);
  const home = join(common, "tagproof");
  const log = watchNode(root, home);
  const git = (...args: string[]): GitRun => runGitIn(directory, environment, args);
  const server = repositoryAt(join(root, "server.git"));
  const published = (): readonly string[] =>
    server.git("for-each-ref", "--format=%(refname) %(objectname)").split("\n");
  const quietly = (...args: string[]): string =>
    repository.git("-c", "core.hooksPath=/dev/null", ...args);
  const startedNode = (): boolean => existsSync(log);
  return { root, directory, environment, home, server, git, quietly, published, startedNode };
}

/** Git, with all that it says. */
export function runGitIn(
  directory: string,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): GitRun {
  const options = { cwd: directory, env: environment, encoding: "utf8" as const };
  const { status, stdout, stderr } = spawnSync("git", args, { ...options, maxBuffer: 1 << 28 });
  return { code: status, stdout, stderr };
}

/** A thousand lightweight tags of one object, without a process or a hook for each. */
export function addTags(
  { git, quietly }: Pick<Hooked, "git" | "quietly">,
  revision: string,
  name: (number: number) => string,
): void {
  const common = git("rev-parse", "--absolute-git-dir").stdout.trimEnd();
  const oid = quietly("rev-parse", revision);
  const added = Array.from({ length: 1000 }, (_, n) => `${oid} refs/tags/${name(n)}`);
  const known = quietly("for-each-ref", "--format=%(objectname) %(refname)").split("\n");
  const refOf = (line: string): string => line.split(" ")[1] ?? "";
  const lines = [...known, ...added].toSorted((one, other) => (refOf(one) < refOf(other) ? -1 : 1));
  writeFileSync(join(common, "packed-refs"), `${lines.join("\n")}\n`);
}

/** Has the hooks start Node.js by a script that leaves a trace. */
function watchNode(root: string, home: string): string {
  const log = join(root, "node-was-started");
  const script = join(root, "node");
  const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  writeFileSync(script, `#!/bin/sh\n: >${quote(log)}\nexec ${quote(process.execPath)} "$@"\n`);
  chmodSync(script, 0o755);
  writeFileSync(join(home, "node"), `${script}\n`);
  return log;
}
