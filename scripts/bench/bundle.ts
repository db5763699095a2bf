// A release whose bundle has many files, made by DVC itself.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../example/build.ts";

/** Fills an empty directory with a repository whose stage writes a bundle of so many files. */
export function writeBundle(directory: string, files: number, git: Command, dvc: Command): void {
  git("init", "--quiet", "--initial-branch=main");
  dvc("init", "--quiet");
  const loop = `for n in $(seq ${files}); do echo "part $n" > publish/v1/part-$n.txt; done`;
  writeFileSync(
    join(directory, "dvc.yaml"),
    `stages:\n  publish:\n    cmd: mkdir -p publish/v1 && ${loop}\n    outs:\n    - publish/v1:\n        cache: false\n`,
  );
  dvc("repro", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "publish");
  git("tag", "--annotate", "v1.0.0", "--message", "release");
}
