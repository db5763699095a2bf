// A long history of locks, of which one recorded a content that the release holds and its own lock does not.

import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";

const CMD = "python train.py";
const STAGES = 40;

export interface History {
  readonly directory: string;
  /** Commits, each with a lock of its own. */
  readonly count: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** Writes it by one `git fast-import`. The answer is the md5 that only the first lock recorded. */
export function writeHistory({ directory, count, environment }: History): string {
  const input = Buffer.from(Array.from({ length: count }, (_, n) => commit(n + 1, count)).join(""));
  const options = { cwd: directory, env: environment, input };
  const { status, stderr } = spawnSync("git", ["fast-import", "--quiet"], options);
  if (status !== 0) throw new Error(`git fast-import: ${stderr.toString()}`);
  return md5(model(1));
}

function commit(number: number, count: number): string {
  const who = `Ada <ada@example.org> ${1_700_000_000 + number} +0000`;
  const files = {
    ".dvc/config": "",
    "dvc.yaml": `stages:\n${stages(declaredStage)}`,
    // The release holds the model of the first run.
    "m0.json": model(number === count ? 1 : number),
    "dvc.lock": `schema: '2.0'\nstages:\n${stages((n) => lockedStage(n, number))}`,
  };
  return [
    `commit refs/heads/main\ncommitter ${who}\n${data(`run ${number}`)}`,
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
  ].join("");
}

function stages(write: (n: number) => string): string {
  return Array.from({ length: STAGES }, (_, n) => write(n)).join("");
}

function declaredStage(n: number): string {
  const flags = n === 0 ? ":\n        cache: false" : "";
  return `  s${n}:\n    cmd: ${CMD}\n    outs:\n    - ${pathOf(n)}${flags}\n`;
}

function lockedStage(n: number, run: number): string {
  const text = n === 0 ? model(run) : `${n} of ${run}`;
  return `  s${n}:\n    cmd: ${CMD}\n    outs:\n    - path: ${pathOf(n)}\n      hash: md5\n      md5: ${md5(text)}\n      size: ${text.length}\n`;
}

/** Only the first is in git; the others are DVC's. */
function pathOf(n: number): string {
  return `m${n}.json`;
}

function model(run: number): string {
  return `{"weight": ${run}}\n`;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
