// Runs `dvc status --no-updates --json` in a project, time-boxed; its exit code says nothing.

import { realpath } from "node:fs/promises";
import { join } from "node:path";

import type { Problem, Reading } from "../reading.ts";
import { complaintOf } from "./complaint.ts";
import { parseDvcStatus } from "./parse-status.ts";
import type { DvcStatus } from "./status.ts";

export interface StatusRun {
  /** Absolute path of the program. */
  readonly dvc: string;
  /** Absolute root of the working tree. */
  readonly directory: string;
  /** The project, from the root of the repository; `""` is the root itself. */
  readonly root: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly environment: NodeJS.ProcessEnv;
  /** Stops DVC and all that it started. */
  readonly signal?: AbortSignal;
}

/** Never git's variables, which name our repository to every git that DVC starts. */
const KEPT =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|VIRTUAL_ENV|CONDA_PREFIX|LC_.*|XDG_.*|DVC_.*)$/;

/** Set always. Asking for a newer DVC would be a process of its own that talks to the network. */
const FORCED = { DVC_NO_ANALYTICS: "1", CI: "true" } as const;

interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** Why DVC was stopped, or could not be started; null where it ended by itself. */
  readonly failure: string | null;
}

/** Unreadable with the reason where DVC gives no answer: missing, locked, failing, too slow. */
export async function runDvcStatus(run: StatusRun): Promise<Reading<DvcStatus>> {
  const source = { path: run.root, oid: null };
  const directory = await realpath(run.directory).catch(() => run.directory);
  const { stdout, stderr, failure } = await ask(run, join(directory, run.root));
  if (failure !== null) return unreadable(source, failure);
  const parsed = parseDvcStatus(stdout, run.root, directory);
  if (!parsed.ok) return unreadable(source, complaintOf(stderr) || parsed.problem.text);
  return { state: "present", value: { version: null, stages: parsed.value }, source };
}

async function ask(run: StatusRun, cwd: string): Promise<Answer> {
  const { execa } = await import("execa");
  const child = execa(run.dvc, ["status", "--no-updates", "--json"], {
    cwd,
    env: environmentOf(run.environment),
    extendEnv: false,
    detached: true,
    reject: false,
    stdin: "ignore",
    stripFinalNewline: false,
  });
  const settled = new AbortController();
  const ended = child.then(({ stdout, stderr, exitCode, ...end }): Answer => ({
    // What never started has no output at all, whatever the types say.
    stdout: stdout ?? "",
    stderr: stderr ?? "",
    failure: exitCode === undefined ? failureOf(end) : null,
  }));
  const answer = await Promise.race([ended, stopReason(run, settled.signal)]);
  settled.abort();
  if (typeof answer !== "string") return answer;
  // DVC starts others: the whole group has to go, and who left the group must not hold the pipes.
  killGroup(child.pid);
  child.stdout.destroy();
  child.stderr.destroy();
  return { stdout: "", stderr: "", failure: answer };
}

/** Gives a reason once the time is up or the caller has enough; never where `settled` is first. */
function stopReason({ timeout, signal }: StatusRun, settled: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const seconds = Number((timeout / 1000).toFixed(1));
    const timer = setTimeout(() => resolve(`no answer within ${seconds} s`), timeout);
    const onAbort = (): void => resolve("it was stopped");
    settled.addEventListener("abort", () => clearTimeout(timer));
    signal?.addEventListener("abort", onAbort, { signal: settled });
    if (signal?.aborted === true) onAbort();
  });
}

/** Of a program that could not be started, or that a signal ended. */
function failureOf(end: {
  readonly originalMessage?: string | undefined;
  readonly signal?: string | undefined;
}): string {
  if (end.signal !== undefined) return `it was ended by ${end.signal}`;
  return complaintOf(end.originalMessage ?? "") || "it could not be started";
}

function environmentOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    KEPT.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), ...FORCED };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

function unreadable(source: { path: string; oid: null }, text: string): Reading<DvcStatus> {
  const problem: Problem = { cause: "unsupported", text, line: null, column: null };
  return { state: "unreadable", problem, source };
}
