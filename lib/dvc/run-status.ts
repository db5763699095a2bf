// Runs `dvc status --no-updates --json` in a project, time-boxed; its exit code says nothing.

import { join } from "node:path";

import type { Problem, Reading } from "../reading.ts";
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
}

/** Never git's variables, which name our repository to every git that DVC starts. */
const KEPT =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|VIRTUAL_ENV|CONDA_PREFIX|LC_.*|XDG_.*|DVC_.*)$/;

/** Unreadable with the reason where DVC gives no answer: missing, locked, failing, too slow. */
export async function runDvcStatus(run: StatusRun): Promise<Reading<DvcStatus>> {
  const source = { path: run.root, oid: null };
  const { execa } = await import("execa");
  const child = execa(run.dvc, ["status", "--no-updates", "--json"], {
    cwd: join(run.directory, run.root),
    env: environmentOf(run.environment),
    extendEnv: false,
    detached: true,
    reject: false,
    stdin: "ignore",
    stripFinalNewline: false,
  });
  let isLate = false;
  // DVC starts others: the whole group has to go, or a grandchild holds the pipe open.
  const timer = setTimeout(() => {
    isLate = true;
    killGroup(child.pid);
  }, run.timeout);
  const result = await child.finally(() => {
    clearTimeout(timer);
  });
  if (isLate) return unreadable(source, `no answer within ${Math.round(run.timeout / 1000)} s`);
  const parsed = parseDvcStatus(result.stdout, run.root);
  if (!parsed.ok) return unreadable(source, lastLine(result.stderr) || parsed.problem.text);
  return { state: "present", value: { version: null, stages: parsed.value }, source };
}

function environmentOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    KEPT.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), DVC_NO_ANALYTICS: "1" };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

/** The last line that says something, without control characters. */
function lastLine(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/\p{Cc}(?:\[[\d;]*m)?/gu, "").trim());
  return (lines.findLast((line) => line !== "") ?? "").slice(0, 200);
}

function unreadable(source: { path: string; oid: null }, text: string): Reading<DvcStatus> {
  const problem: Problem = { cause: "unsupported", text, line: null, column: null };
  return { state: "unreadable", problem, source };
}
