// The real DVC without its start-up, which is most of what a short command of it takes.

import { execFileSync, spawn } from "node:child_process";
import { openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";

export interface DvcRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `dvc <args>` in a directory. */
export type DvcSession = (cwd: string, args: readonly string[]) => DvcRun;

/** The script lies in the sources, not in dist. */
const SCRIPT = join(process.cwd(), "test/helpers/dvc-session.py");

/** Started at once; it ends with this process, whose end closes the requests. */
export function openDvcSession(python: string, env: NodeJS.ProcessEnv): DvcSession {
  const directory = temporaryDirectory({ prefix: "dvc-session-" });
  const [requests, answers] = [join(directory, "requests"), join(directory, "answers")];
  execFileSync("mkfifo", [requests, answers]);
  spawn(python, [SCRIPT, requests, answers], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  }).unref();
  // Each waits for the other end, which is there once DVC is imported.
  const input = openSync(requests, "w");
  const output = openSync(answers, "r");
  return (cwd, args) => {
    writeSync(input, `${JSON.stringify({ cwd, args })}\n`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own script's answer
    return JSON.parse(readLine(output, `dvc ${args.join(" ")}`)) as DvcRun;
  };
}

function readLine(file: number, what: string): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(1 << 16);
  do {
    const length = readSync(file, chunk);
    if (length === 0) throw new Error(`DVC ended at: ${what}`);
    chunks.push(Buffer.from(chunk.subarray(0, length)));
  } while (chunks.at(-1)?.at(-1) !== 0x0a);
  return Buffer.concat(chunks).toString("utf8");
}
