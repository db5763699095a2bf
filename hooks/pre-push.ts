// The bundle that the pre-push shim starts.

import type { LoadEngine } from "./engine.ts";
import { runPrePush } from "./run.ts";
import { explainError } from "./words.ts";

const loadEngine: LoadEngine = () => import("./load-engine.ts").then(({ engine }) => engine);

/**
 * Called by the shim with git's input and arguments. It must set the exit code: the shim has set one
 * that says "could not be loaded". The shim starts this only for a push with a tag, so that an error
 * out of nowhere blocks.
 */
export async function main(): Promise<void> {
  process.stderr.on("error", () => {});
  process.on("uncaughtException", (error) => {
    const { text, exitCode } = explainError(error, process.env);
    process.stderr.write(text);
    process.exit(exitCode);
  });
  const [remote = "", url = ""] = process.argv.slice(2);
  process.exitCode = await runPrePush(
    {
      input: process.stdin,
      remote,
      url,
      directory: process.cwd(),
      environment: process.env,
      stderr: process.stderr,
    },
    loadEngine,
  );
}
