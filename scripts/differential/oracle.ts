// The Python child that asks DVC itself: one request a line, one answer a line.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Oracle {
  /** The answer to a request, as JSON. */
  readonly ask: (request: unknown) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** `python` is the interpreter beside `dvc`; the script lies in the sources, not in dist. */
export function startOracle(python: string, script: string): Oracle {
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done === true) throw new Error("the oracle ended");
      // DVC greets the project that it makes.
      if (value.startsWith("{")) return value;
    }
  };
  return {
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return next();
    },
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
