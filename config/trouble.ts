// The errors of loading a policy.

import { AuditError } from "../lib/error.ts";
import { printable } from "../lib/reporters/printable.ts";
import type { ConfigProblem } from "./plain.ts";

/** A policy that is there, or is named, and cannot be read. */
export function unreadable(text: string, cause?: unknown): AuditError {
  const hint = "Make it a readable file of the repository, or name another with --config.";
  return new AuditError("config-unreadable", text, hint, cause);
}

/** All that is wrong in a policy: one line a problem, `<source>:<line>: <text>`. */
export function invalid(source: string, problems: readonly ConfigProblem[]): AuditError {
  const lines = problems.map(({ line, text }) =>
    printable(`${source}${line === null ? "" : `:${line}`}: ${text}`),
  );
  const hint = "Correct the policy and run the audit again: nothing was audited.";
  return new AuditError("config-invalid", lines.join("\n"), hint);
}
