// Builds the history of a shape once, by real DVC, and keeps the trees of its runs.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { dvcEnvironment, runDvc } from "../helpers/dvc.ts";
import { isolatedEnvironment, repositoryAt, type TestRepository } from "../helpers/repository.ts";
import { readKept } from "./kept.ts";
import type { RunName, Shape } from "./shape.ts";

export interface Builder extends TestRepository {
  readonly dvc: (...args: string[]) => string;
  /** Replaces a text that has to be there. */
  readonly edit: (path: string, from: string | RegExp, to: string) => void;
  readonly remove: (path: string) => void;
  readonly copy: (from: string, to: string) => void;
  /** Runs a step of work.py outside of the pipeline. */
  readonly work: (directory: string, ...args: string[]) => void;
  /** Commits all of it, and keeps the state under a name. */
  readonly run: (name: RunName, subject: string) => void;
  /** An annotated tag on HEAD. */
  readonly release: (tag: string) => void;
}

export interface File {
  readonly mode: string;
  readonly bytes: Buffer;
}

export interface Run {
  readonly commit: string;
  readonly files: ReadonlyMap<string, File>;
}

/** A built shape: what each case copies. */
export interface Built {
  readonly directory: string;
  readonly runs: ReadonlyMap<RunName, Run>;
  /** Commits of tags by name. */
  readonly releases: ReadonlyMap<string, string>;
}

/** The sources that a shape's stages run. */
export const WORK: string = join(process.cwd(), "test", "corpus", "work.py");

export function buildShape(shape: Shape): Built {
  const directory = join(temporaryDirectory({ prefix: "corpus-" }), shape.name);
  mkdirSync(directory);
  const runs = new Map<RunName, Run>();
  const releases = new Map<string, string>();
  const builder = builderAt(shape, directory, runs, releases);
  builder.git("init", "--quiet", "--initial-branch=main");
  shape.build(builder);
  // Nothing is checked out: a case is judged by its commit alone.
  builder.git("symbolic-ref", "HEAD", "refs/heads/nothing");
  builder.git("gc", "--quiet");
  rmSync(join(directory, ".git", "hooks"), { recursive: true, force: true });
  return { directory, runs, releases };
}

function builderAt(
  shape: Shape,
  directory: string,
  runs: Map<RunName, Run>,
  releases: Map<string, string>,
): Builder {
  const repository = repositoryAt(directory, { PATH: dvcEnvironment()["PATH"] });
  const { git, read, write, commit } = repository;
  return {
    ...repository,
    dvc: (...args) => runDvc(directory, ...args),
    edit: (path, from, to) => write(path, replaced(path, read(path), from, to)),
    remove: (path) => rmSync(join(directory, path), { recursive: true }),
    copy: (from, to) => write(to, read(from)),
    work: (at, ...args) => {
      execFileSync("python3", [WORK, ...args], {
        cwd: join(directory, at),
        env: isolatedEnvironment(),
      });
    },
    run: (name, subject) => {
      const oid = commit(subject);
      const files = [...readFiles(directory, oid), ...readKept(directory, shape.kept)];
      runs.set(name, { commit: oid, files: new Map(files) });
    },
    release: (tag) => {
      git("tag", "--annotate", "--message", `release ${tag}`, tag);
      releases.set(tag, git("rev-parse", "HEAD"));
    },
  };
}

/** The text with a replacement; throws where there is nothing to replace. */
export function replaced(path: string, text: string, from: string | RegExp, to: string): string {
  const after = text.replace(from, to);
  if (after === text) throw new Error(`${path} does not hold ${String(from)}:\n${text}`);
  return after;
}

/** Every file of a commit. */
export function readFiles(directory: string, commit: string): ReadonlyMap<string, File> {
  const git = (args: readonly string[], input = ""): Buffer =>
    execFileSync("git", args, { cwd: directory, env: isolatedEnvironment(), input });
  const lines = git(["ls-tree", "-r", "-z", commit]).toString("utf8").split("\0").filter(Boolean);
  const entries = lines.map((line) => {
    const [, mode = "", oid = "", path = ""] = /^(\d+) \w+ (\w+)\t([^]*)$/.exec(line) ?? [];
    return { mode, oid, path };
  });
  const all = git(["cat-file", "--batch"], entries.map(({ oid }) => `${oid}\n`).join(""));
  let offset = 0;
  return new Map(
    entries.map(({ mode, path }) => {
      const end = all.indexOf("\n", offset);
      const size = Number(all.toString("utf8", offset, end).split(" ")[2]);
      const bytes = all.subarray(end + 1, end + 1 + size);
      offset = end + size + 2;
      return [path, { mode, bytes }] as const;
    }),
  );
}

/** What a case needs of the built shape: its objects and refs, and DVC's cache. */
export function copyBuilt({ directory, runs }: Built): string {
  const copy = temporaryDirectory({ prefix: "case-" });
  const paths = [...(runs.get("tip")?.files.keys() ?? [])];
  const projects = paths.filter((path) => path.endsWith(".dvc/config")).map(dirname);
  for (const name of [".git", ...projects]) {
    cpSync(join(directory, name), join(copy, name), { recursive: true });
  }
  return copy;
}
