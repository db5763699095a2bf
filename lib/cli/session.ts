// What the commands work with, handed in from outside so that none of them reaches for it.

import type { Report } from "../report.ts";
import type { AnyRule } from "../rule.ts";
import type { Progress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

export interface AuditOptions {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly revisions: readonly string[];
  readonly as: string | null;
  readonly all: boolean;
  readonly since: string | null;
  readonly config: string | null;
  readonly onProgress?: (progress: Progress) => void;
}

export interface HookOptions {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `pre-push`, `pre-tag`, `pre-receive`. */
  readonly hooks: readonly string[];
  /** Only says what would be done. */
  readonly dryRun: boolean;
  /** Whether the configuration of a hook manager, which git tracks, may be edited. */
  readonly write: boolean;
}

/** What an installer did, or with `dryRun` would do, and what is left to the user. */
export interface HookResult {
  readonly done: readonly string[];
  readonly next: readonly string[];
  /** False where something is left that only a person can wire. */
  readonly wired: boolean;
}

/** One thing that the doctor looked at, with what to type where it is not well. */
export interface DoctorCheck {
  readonly level: "ok" | "warning" | "error";
  readonly subject: string;
  readonly text: string;
  readonly repair: string | null;
}

/** The rest of tagproof, loaded when a command needs it. */
export interface Dependencies {
  readonly version: string;
  readonly audit: (options: AuditOptions) => Promise<Report>;
  readonly rules: () => Promise<readonly AnyRule[]>;
  readonly installHooks: (options: HookOptions) => Promise<HookResult>;
  readonly uninstallHooks: (options: HookOptions) => Promise<HookResult>;
  /** What was waived here, one line each, for people. */
  readonly ledger: (
    directory: string,
    environment: NodeJS.ProcessEnv,
  ) => Promise<readonly string[]>;
  readonly doctor: (
    directory: string,
    environment: NodeJS.ProcessEnv,
  ) => Promise<readonly DoctorCheck[]>;
}

export interface Session {
  readonly terminal: Terminal;
  readonly dependencies: Dependencies;
  /** Set by the command that ran. */
  exitCode: number;
}
