// Does what a plan says. A file is there whole or not at all, and doing it twice does no harm.

import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, open, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AuditError } from "../../lib/error.ts";
import type { Step } from "./step.ts";

/** Throws `AuditError` `hook-unwritable`; the steps before the one that failed stay done. */
export async function applySteps(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    try {
      await applyStep(step);
    } catch (cause) {
      throw unwritable(step.path, cause);
    }
  }
}

async function applyStep(step: Step): Promise<void> {
  switch (step.kind) {
    case "make-directory":
      return makeDirectory(step.path);
    case "write":
      return replaceFile(step.path, step.text, step.mode);
    case "edit":
      return editFile(step.path, step.text);
    case "copy":
      return replaceFile(step.path, await readFile(step.from), step.mode);
    case "remove":
      return rm(step.path, { force: true });
    case "keep":
      return keepFile(step.path, step.to);
    case "restore":
      return rename(step.from, step.path).catch(unless("ENOENT"));
    case "remove-directory":
      return removeDirectory(step.path);
  }
}

/** Where the file system has no second names, the hook is away until the next step. */
async function keepFile(path: string, to: string): Promise<void> {
  await link(path, to).catch(async (error: unknown) => {
    unless("EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV")(error);
    await rename(path, to);
  });
}

async function editFile(path: string, text: string): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode & 0o7777,
    () => 0o644,
  );
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, text, mode);
}

async function makeDirectory(path: string): Promise<void> {
  await mkdir(path).catch(unless("EEXIST"));
}

async function removeDirectory(path: string): Promise<void> {
  await rmdir(path).catch(unless("ENOENT", "ENOTEMPTY", "EEXIST"));
}

/**
 * A new file beside the old one, written out and then renamed over it: git starts the old hook or
 * the new one. Its name is known to look.ts, for the case that it stays.
 */
async function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const temporary = join(dirname(path), `.tagproof-${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    // The mode as it was asked for, whatever the umask is: a hook that is not executable is ignored.
    await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

function unless(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!codes.includes(code)) throw error;
  };
}

function unwritable(path: string, cause: unknown): AuditError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AuditError(
    "hook-unwritable",
    `${path} cannot be written or removed: ${reason}`,
    "See who owns it and whether there is room, and run the same command again.",
    cause,
  );
}
