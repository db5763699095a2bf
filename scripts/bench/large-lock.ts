// A repository with very many stages, written directly: DVC itself would take minutes to make it.

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes `dvc.yaml`, `dvc.lock` and `params.yaml` of a chain of stages into a directory. */
export function writeLargePipeline(directory: string, stages: number): void {
  mkdirSync(join(directory, ".dvc"), { recursive: true });
  writeFileSync(join(directory, ".dvc/config"), "");
  writeFileSync(join(directory, "params.yaml"), "train:\n  lr: 0.1\n");
  const numbers = Array.from({ length: stages }, (_, index) => index);
  const declared = numbers.map(
    (n) =>
      `  stage${n}:\n    cmd: ./run ${n}\n    deps:\n    - ${inputOf(n)}\n    params:\n    - train.lr\n    outs:\n    - data/${n}.csv\n`,
  );
  const locked = numbers.map(
    (n) =>
      `  stage${n}:\n    cmd: ./run ${n}\n    deps:\n${entry(inputOf(n))}    params:\n      params.yaml:\n        train.lr: 0.1\n    outs:\n${entry(`data/${n}.csv`)}`,
  );
  writeFileSync(join(directory, "dvc.yaml"), `stages:\n${declared.join("")}`);
  writeFileSync(join(directory, "dvc.lock"), `schema: '2.0'\nstages:\n${locked.join("")}`);
  mkdirSync(join(directory, "data"), { recursive: true });
  writeFileSync(join(directory, "data/raw.csv"), "raw\n");
}

function inputOf(n: number): string {
  return n === 0 ? "data/raw.csv" : `data/${n - 1}.csv`;
}

function entry(path: string): string {
  const content = path === "data/raw.csv" ? "raw\n" : path;
  const md5 = createHash("md5").update(content).digest("hex");
  return `    - path: ${path}\n      hash: md5\n      md5: ${md5}\n      size: ${content.length}\n`;
}
