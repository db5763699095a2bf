// The real DVC without its start-up: many commands in one process, for tables of repositories.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { dvcCommand, dvcEnvironment } from "./dvc.ts";

/** Runs `dvc <args>` in a directory and gives what it printed; rejects when it fails. */
export type Dvc = (directory: string, ...args: string[]) => Promise<string>;

export interface DvcSession {
  readonly dvc: Dvc;
  readonly close: () => Promise<void>;
}

/** The script lies in the sources, not in dist. */
const SCRIPT = join(process.cwd(), "test/helpers/dvc-session.py");

export function openDvcSession(): DvcSession {
  const python = join(dirname(dvcCommand()), "python");
  const child = spawn(python, [SCRIPT], {
    env: dvcEnvironment(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    dvc: async (cwd, ...args) => {
      child.stdin.write(`${JSON.stringify({ cwd, args })}\n`);
      const { done, value } = await lines.next();
      if (done === true) throw new Error(`DVC ended at: dvc ${args.join(" ")}`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own script's answer
      const { code, text } = JSON.parse(value) as { code: number; text: string };
      if (code !== 0) throw new Error(`dvc ${args.join(" ")} failed (${code}):\n${text}`);
      return text;
    },
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
