// What went wrong with git, as the error that the edges throw.

import { AuditError } from "../error.ts";

/** git did not start at all. */
export function startFailure(cause: unknown): AuditError {
  if (isMissing(cause)) {
    return new AuditError(
      "git-missing",
      "git is not on PATH",
      "Install git 2.30 or newer, or put it on PATH.",
      cause,
    );
  }
  return new AuditError("git-failed", "git could not be started", "Try `git --version`.", cause);
}

/** git ended with an error. `what` is the command as a person would type it. */
export function exitFailure(what: string, code: number | null, stderr: string): AuditError {
  const reason = firstLine(stderr);
  const ending = code === null ? "was killed" : `ended with ${code}`;
  return new AuditError(
    "git-failed",
    reason === "" ? `${what} ${ending}` : `${what} ${ending}: ${reason}`,
    `Run \`${what}\` in the repository to see it fail.`,
  );
}

/** Why a directory cannot be opened, from what `git rev-parse` wrote to stderr; null: not known. */
export function openFailure(directory: string, stderr: string): AuditError | null {
  const owned = /(?:dubious ownership|unsafe repository)[^']*'(?<path>[^\n]*)'/.exec(stderr);
  if (owned !== null) {
    const path = printable(owned.groups?.["path"] ?? directory);
    return new AuditError(
      "git-failed",
      `git does not read ${path}: it belongs to another user`,
      `If you trust it: git config --global --add safe.directory '${path}'`,
    );
  }
  if (/not a git repository|cannot change to|must be run in/i.test(stderr)) {
    return notARepository(directory);
  }
  return null;
}

export function notARepository(directory: string): AuditError {
  return new AuditError(
    "not-a-repository",
    `${printable(directory)} is not inside a git repository`,
    "Run this in a clone, or name its directory.",
  );
}

export function tooOld(version: string): AuditError {
  return new AuditError(
    "git-too-old",
    `git ${printable(version)} is too old`,
    "Install git 2.30 or newer.",
  );
}

/** The line of git's complaint that says why, without control characters. */
function firstLine(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /^(?:fatal|error): /.test(text)) ?? lines[0] ?? "";
  return printable(line).slice(0, 300);
}

function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}
