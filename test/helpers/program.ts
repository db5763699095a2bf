// The built program, as a user starts it: `npm run build` makes it.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { isolatedEnvironment } from "./repository.ts";

/** The command line in one file, with its chunks beside it. */
export const program: string = join(process.cwd(), "dist", "bundle", "tagproof.cjs");

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `tagproof <words>` in a directory, in the isolated environment of the tests or in `environment`. */
export function runProgram(
  directory: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = isolatedEnvironment(),
): ProgramRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: directory,
    env: environment,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}
