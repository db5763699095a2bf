// One temporary directory for all that a run leaves behind, which is gone with the run.

import {
  accessSync,
  constants as modes,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

/** Where Linux keeps files in memory: git's many small ones are written twice as fast there. */
const IN_MEMORY = "/dev/shm";
/** Bytes that must be free before a run goes there; one leaves less than a third of them. */
const ROOM = 4 * 2 ** 30;

export interface RunDirectory {
  /** Real, not a link: macOS has its temporary directory behind one. Short, as sockets must fit into it. */
  readonly path: string;
  readonly remove: () => void;
}

/** Made in memory or below the system's; removed by `remove`, or when a signal ends the run, after `stop`. */
export function openRunDirectory(name: string, stop: () => void): RunDirectory {
  const path = realpathSync(mkdtempSync(join(outerDirectory(), `tagproof-${name}-`)));
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

/** The one that was asked for, or the fastest that takes a whole run. */
function outerDirectory(): string {
  const asked = process.env["TMPDIR"] !== undefined;
  return !asked && hasRoom(IN_MEMORY) && startsPrograms(IN_MEMORY) ? IN_MEMORY : tmpdir();
}

function hasRoom(directory: string): boolean {
  if (!existsSync(directory)) return false;
  const { bavail, bsize } = statfsSync(directory);
  return Math.min(bavail * bsize, process.availableMemory()) >= ROOM;
}

/** Containers often have it for data alone, and hooks are started from there too. */
function startsPrograms(directory: string): boolean {
  const probe = join(directory, `tagproof-probe-${process.pid}`);
  try {
    writeFileSync(probe, "", { mode: 0o700 });
    accessSync(probe, modes.X_OK);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Best effort: a grandchild may still be writing there, and that is no failure of the run. */
function removeDirectory(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    console.error(`could not remove ${directory}: ${String(error)}`);
  }
}
