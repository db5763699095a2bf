// The errors that the edges throw. They are put into words in one place: lib/cli/complain.ts.

export type AuditErrorCode =
  | "usage"
  | "config-invalid"
  | "config-unreadable"
  | "git-missing"
  | "git-too-old"
  | "git-failed"
  | "not-a-repository"
  | "unknown-revision"
  | "unknown-release"
  | "hook-exists"
  | "hook-unwritable"
  | "hook-input"
  | "output-unwritable"
  | "out-of-time";

/**
 * Something outside the release keeps us from auditing: no git, no repository, a broken policy.
 * `message` says what and where, `hint` what to do about it, both as one sentence.
 */
export class AuditError extends Error {
  readonly code: AuditErrorCode;
  readonly hint: string;

  constructor(code: AuditErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AuditError";
    this.code = code;
    this.hint = hint;
  }
}
