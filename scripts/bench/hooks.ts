// What the hooks cost, beside no hook and beside an empty one, which git itself pays for.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { race, show, type Contestant } from "./measure.ts";

export interface HookBench {
  readonly top: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly tagproof: string;
}

const KINDS = ["no hook", "an empty sh hook", "tagproof"] as const;

interface Place {
  readonly kind: (typeof KINDS)[number];
  readonly directory: string;
}

/** The same repository three times, each with its server beside it. */
function places({ top, environment, tagproof }: HookBench): readonly Place[] {
  return KINDS.map((kind, index) => {
    const directory = join(top, `hooks-${index}`, "work");
    const git = (...args: string[]): void => {
      execFileSync("git", args, { cwd: directory, env: environment, stdio: "ignore" });
    };
    mkdirSync(directory, { recursive: true });
    git("init", "--quiet", "--template=", "--initial-branch=main");
    git("init", "--quiet", "--template=", "--bare", "../server.git");
    git("remote", "add", "origin", "../server.git");
    git("commit", "--quiet", "--allow-empty", "-m", "first");
    git("push", "--quiet", "origin", "main");
    if (kind === "an empty sh hook") writeEmptyHooks(directory);
    if (kind === "tagproof")
      execFileSync(process.execPath, [tagproof, "install"], { cwd: directory, env: environment });
    return { kind, directory };
  });
}

function writeEmptyHooks(directory: string): void {
  mkdirSync(join(directory, ".git/hooks"), { recursive: true });
  for (const name of ["pre-push", "reference-transaction"]) {
    const path = join(directory, ".git/hooks", name);
    writeFileSync(path, "#!/bin/sh\n");
    chmodSync(path, 0o755);
  }
}

interface Task {
  readonly title: string;
  /** Undoes what the command did, so that each round is like the first; not measured. */
  readonly script: string;
  readonly rounds: number;
}

const many = `git -C ../server.git for-each-ref --format='delete %(refname)' refs/tags | git -C ../server.git update-ref --stdin
oid=$(git -C ../server.git rev-parse main)
seq 1 1000 | sed "s,.*,create refs/tags/t& $oid," | git -C ../server.git update-ref --stdin`;

const tasks: readonly Task[] = [
  {
    title: "push of a branch without a tag",
    script: "git commit -q --allow-empty -m x && git push -q origin main",
    rounds: 60,
  },
  { title: "commit", script: "git commit -q --allow-empty -m x", rounds: 60 },
  { title: "checkout of a branch", script: "git checkout -q -B other main", rounds: 60 },
  {
    title: "rebase of 100 commits",
    script:
      "git checkout -q -B topic base && git rebase -q --force-rebase --onto elsewhere main topic",
    rounds: 9,
  },
  { title: "fetch of 1,000 new tags", script: "git fetch -q --tags origin", rounds: 9 },
  { title: "pack-refs of 1,000 tags", script: "git pack-refs --all", rounds: 9 },
];

/** Prints a table for each task: × what the first contestant needs. */
export function benchHooks(bench: HookBench): void {
  const made = places(bench);
  for (const { title, script, rounds } of tasks) {
    const prepared = made.map((place) => prepare(place, title, bench.environment));
    const contestants = prepared.map(({ kind, directory }): Contestant => ({
      name: kind,
      directory,
      command: "sh",
      args: ["-c", `${reset(title)}${script}`],
      environment: bench.environment,
      accepted: [0],
    }));
    show(`${title} (× no hook; git itself pays the empty one)`, race(contestants, rounds));
  }
}

/** What has to be there before the first round. */
function prepare(place: Place, title: string, environment: NodeJS.ProcessEnv): Place {
  const sh = (script: string): void => {
    execFileSync("sh", ["-c", script], { cwd: place.directory, env: environment, stdio: "ignore" });
  };
  const quiet = "git -c core.hooksPath=/dev/null";
  if (title.startsWith("rebase")) {
    sh(`${quiet} checkout -q -B elsewhere main && ${quiet} commit -q --allow-empty -m e
${quiet} checkout -q -B base main
for n in $(seq 100); do ${quiet} commit -q --allow-empty -m $n; done`);
  }
  if (title.startsWith("fetch")) sh(many);
  if (title.startsWith("pack-refs")) {
    sh(
      "mkdir -p ../loose; oid=$(git rev-parse main); for n in $(seq 1000); do echo $oid >../loose/p$n; done",
    );
  }
  return place;
}

/** The part of a round that brings the state of before back, the same for every contestant. */
function reset(title: string): string {
  if (title.startsWith("fetch"))
    return "rm -rf .git/refs/tags .git/packed-refs; mkdir -p .git/refs/tags; ";
  if (title.startsWith("pack-refs"))
    return "rm -f .git/packed-refs; mkdir -p .git/refs/tags; cp -r ../loose/. .git/refs/tags; ";
  return "";
}
