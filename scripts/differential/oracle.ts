// The Python child that asks DVC itself: one request a line, one answer a line.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Oracle {
  /** The answer to a request, as JSON. */
  readonly ask: (request: unknown) => Promise<string>;
  readonly close: () => Promise<void>;
  /** Without waiting for an answer. */
  readonly kill: () => void;
}

/**
 * `python` is the interpreter beside `dvc`; the script lies in the sources, not in dist. It makes
 * a DVC project of the directory. What DVC says beside its answers goes nowhere.
 */
export function startOracle(python: string, script: string, directory: string): Oracle {
  const child = spawn(python, ["-B", script, directory], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { done, value } = await lines.next();
      if (done === true) throw new Error("the oracle ended");
      return value;
    },
    kill: () => child.kill("SIGKILL"),
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
