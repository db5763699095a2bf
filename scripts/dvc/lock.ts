// A lock between processes, held by a file that names its holder.

import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Milliseconds between two looks at a lock that somebody holds. */
const PAUSE = 100;

/**
 * Calls `work` while no other process holds `path`, waiting at most `limit` seconds for it. A lock
 * whose holder is dead is taken over. Synchronous: its callers have nothing else to do.
 */
export function withLock<Answer>(path: string, limit: number, work: () => Answer): Answer {
  const deadline = Date.now() + limit * 1000;
  while (!take(path)) {
    if (Date.now() > deadline) throw new Error(`${path} is held by process ${holder(path)}`);
    if (!isAlive(holder(path))) breakLock(path);
    else pause();
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** The process id in the lock; null while it is being written, or once it is gone. */
function holder(path: string): number | null {
  try {
    return Number(readFileSync(path, "utf8")) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/** Moves a dead lock away; a live one that was moved by mistake, in a race, is put back. */
function breakLock(path: string): void {
  const away = `${path}.${process.pid}`;
  try {
    renameSync(path, away);
  } catch {
    return;
  }
  if (isAlive(holder(away))) renameSync(away, path);
  else rmSync(away, { force: true });
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
