// Writes a report to a file, whole or not at all.

import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { AuditError } from "../error.ts";

/** What to write over; null for what can only be written through: a device, a link to nothing. */
function replaceable(path: string): { readonly path: string; readonly mode: number | null } | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { path, mode: null };
  if (found.isSymbolicLink()) return existsSync(path) ? replaceable(realpathSync(path)) : null;
  return found.isFile() ? { path, mode: found.mode & 0o777 } : null;
}

function writeAside(path: string, mode: number | null, text: string): void {
  const suffix = randomBytes(6).toString("hex");
  const aside = join(dirname(path), `.${basename(path)}.${suffix}.tmp`);
  try {
    writeFileSync(aside, text, { flag: "wx", mode: mode ?? 0o666 });
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/**
 * Replaces the file by a rename, so that nobody reads half a report, and a report that could not
 * be written leaves the last one. `file` is relative to `directory`.
 */
export function writeOutput(directory: string, file: string, text: string): void {
  const path = resolve(directory, file);
  try {
    const target = replaceable(path);
    if (target === null) writeFileSync(path, text);
    else writeAside(target.path, target.mode, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AuditError(
      "output-unwritable",
      `the report cannot be written to ${file}: ${reason}`,
      "Name a file in a directory that exists and can be written to.",
      error,
    );
  }
}
