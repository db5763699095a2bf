// One temporary directory for all that a run leaves behind, which is gone with the run.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

export interface RunDirectory {
  /** Real, not a link: macOS has its temporary directory behind one. Short, as sockets must fit into it. */
  readonly path: string;
  readonly remove: () => void;
}

/** Made below the system's; removed by `remove`, or when a signal ends the run, after `stop`. */
export function openRunDirectory(name: string, stop: () => void): RunDirectory {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `tagproof-${name}-`)));
  const remove = (): void => removeDirectory(path);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stop();
      remove();
      process.exit(128 + constants.signals[signal]);
    });
  }
  return { path, remove };
}

/** Best effort: a grandchild may still be writing there, and that is no failure of the run. */
function removeDirectory(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    console.error(`could not remove ${directory}: ${String(error)}`);
  }
}
