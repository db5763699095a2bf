// A short git command through simple-git, which is only loaded when one is run.

import type { AuditError } from "../error.ts";
import { allowedNames } from "./environment.ts";
import { exitFailure, startFailure } from "./failure.ts";
import type { GitContext } from "./process.ts";

/**
 * Runs git and returns its standard output as UTF-8, nothing trimmed. simple-git takes an exit code
 * without a complaint for success, so the codes are looked at here: any but 0 and `accepted` throws
 * `AuditError` `git-failed`. Whatever is not a fixed argument must be an object id or stand
 * behind `--end-of-options`.
 */
export async function runCommand(
  context: GitContext,
  args: readonly string[],
  accepted: readonly number[] = [],
): Promise<string> {
  const { simpleGit } = await import("simple-git");
  const { environment, directory, statistics } = context;
  const what = `git ${args[0] ?? ""}`;
  // Kept aside: simple-git wraps what its handler returns.
  let failure: AuditError | null = null;
  const git = simpleGit({
    baseDir: directory,
    trimmed: false,
    allowEnvironment: allowedNames(environment),
    // Both only name files and the git that the caller runs; they come from the caller itself.
    unsafe: { allowUnsafeExec: true, allowUnsafeConfigPaths: true },
    completion: { onClose: true, onExit: false },
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0 || accepted.includes(exitCode)) return undefined;
      if (exitCode > 0) failure = exitFailure(what, exitCode, Buffer.concat(stdErr).toString());
      return failure ?? error;
    },
  });
  statistics.processes += 1;
  try {
    return await git.env({ ...environment }).raw([...args]);
  } catch (error) {
    throw failure ?? startFailure(error);
  }
}
