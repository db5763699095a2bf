// What the entries of the bundle share: the streams of the process, and an exit code in any case.

import { dirname } from "node:path";
import type { LoadEngine } from "./engine.ts";
import type { HookRun } from "./hook-run.ts";
import { runHook } from "./run.ts";
import { explainError } from "./words.ts";

/**
 * Runs a hook on the input of this process. It must set the exit code: the shim has set one that
 * says "could not be loaded". The shim starts this only where a tag is at stake, so that an error
 * out of nowhere blocks where anything may. Returns whether something was to be audited.
 */
export async function startHook(
  hook: Pick<HookRun, "place" | "parse" | "remote" | "mayStop">,
): Promise<boolean> {
  let isAudit = false;
  const loadEngine: LoadEngine = async () => {
    isAudit = true;
    return (await import("./load-engine.ts")).engine;
  };
  process.stderr.on("error", () => {});
  process.on("uncaughtException", (error) => {
    const { text, exitCode } = explainError(error, process.env);
    process.stderr.write(text);
    process.exit(hook.mayStop ? exitCode : 0);
  });
  process.exitCode = await runHook(
    {
      ...hook,
      input: process.stdin,
      directory: process.cwd(),
      environment: process.env,
      stderr: process.stderr,
      // The shim starts the entry by its path there.
      home: dirname(process.argv[1] ?? ""),
    },
    loadEngine,
  );
  return isAudit;
}
