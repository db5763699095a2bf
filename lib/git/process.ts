// Starting git: the environment, the directory and the count of one repository.

import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** What the audit cost, for the report. */
export interface GitStatistics {
  processes: number;
  objects: number;
  bytes: number;
}

export interface GitContext {
  readonly environment: NodeJS.ProcessEnv;
  /** The current directory of every child. */
  readonly directory: string;
  readonly statistics: GitStatistics;
}

export type GitChild = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts git with three pipes. Arguments are an array: no shell sees them. */
export function startGit(context: GitContext, args: readonly string[]): GitChild {
  return spawn("git", args, { ...counted(context), stdio: ["pipe", "pipe", "pipe"] });
}

/** What every child is started with; it is counted. */
function counted({ directory, environment, statistics }: GitContext) {
  statistics.processes += 1;
  return { cwd: directory, env: environment, windowsHide: true };
}

/** How a child ended: its code, or null where a signal or a failed start ended it. */
export interface GitEnd {
  readonly code: number | null;
  readonly stderr: string;
  readonly startError: Error | null;
}

const STDERR_LIMIT = 1 << 16;

/** Waits for a child, keeping the start of what it complains about. Never rejects. */
export function awaitEnd(
  child: ChildProcessByStdio<Writable | null, Readable, Readable>,
): Promise<GitEnd> {
  let stderr = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    if (stderr.length < STDERR_LIMIT) stderr += text;
  });
  // A child that ends early breaks the pipe; its exit says why.
  child.stdin?.on("error", () => {});
  return new Promise((resolve) => {
    child.on("error", (startError) => resolve({ code: null, stderr, startError }));
    child.on("close", (code) => resolve({ code, stderr, startError: null }));
  });
}

/** Runs a short command that reads nothing, and whose whole output is text of a bounded size. */
export async function runGit(
  context: GitContext,
  args: readonly string[],
): Promise<GitEnd & { readonly stdout: string }> {
  const child = spawn("git", args, { ...counted(context), stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    stdout += text;
  });
  return { ...(await awaitEnd(child)), stdout };
}
