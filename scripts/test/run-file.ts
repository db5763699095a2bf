// Runs one compiled test file in a process of its own, the leader of its process group.

import { spawn, type ChildProcess } from "node:child_process";

export interface Run {
  readonly code: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** The limit that held, in seconds. */
  readonly limit: number;
  /** True when a grandchild kept the pipes open after the file's own end. */
  readonly outputHeld: boolean;
  readonly startFailure: string | null;
  readonly stdout: string;
  /** Standard output and error as they came. */
  readonly output: string;
  readonly milliseconds: number;
}

/** How long a grandchild may keep the pipes open once the test file has ended. */
const GRACE = 2000;

const running = new Set<ChildProcess>();

/** Ends what is running: the children are groups of their own, so ^C does not reach them. */
export function stopRunning(): void {
  for (const child of running) killGroup(child);
}

/** Never rejects: what goes wrong is in the answer. */
export function runFile(
  compiled: string,
  place: { readonly root: string; readonly env: NodeJS.ProcessEnv; readonly limit: number },
): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--enable-source-maps", compiled], {
    cwd: place.root,
    env: place.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const text = collect(child);
  return ended(child, place.limit).then((end) => {
    running.delete(child);
    killGroup(child);
    return {
      ...end,
      ...text(),
      limit: place.limit,
      milliseconds: performance.now() - started,
    };
  });
}

function collect(child: ChildProcess): () => Pick<Run, "stdout" | "output"> {
  const stdout: Buffer[] = [];
  const output: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout.push(chunk);
    output.push(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => output.push(chunk));
  return () => ({
    stdout: Buffer.concat(stdout).toString("utf8"),
    output: Buffer.concat(output).toString("utf8"),
  });
}

type End = Pick<Run, "code" | "signal" | "timedOut" | "outputHeld" | "startFailure">;

/** Resolves once the pipes are closed, or the grace after the end is over. */
function ended(child: ChildProcess, limit: number): Promise<End> {
  return new Promise((resolve) => {
    let timedOut = false;
    let grace: NodeJS.Timeout | undefined;
    const clock = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, limit * 1000);
    const settle = (outputHeld: boolean, startFailure: string | null): void => {
      clearTimeout(clock);
      clearTimeout(grace);
      child.stdout?.destroy();
      child.stderr?.destroy();
      const { exitCode: code, signalCode: signal } = child;
      resolve({ code, signal, timedOut, outputHeld, startFailure });
    };
    child.on("error", (error) => settle(false, error.message));
    child.on("exit", () => {
      grace = setTimeout(() => settle(true, null), GRACE);
    });
    child.on("close", () => settle(false, null));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone already.
  }
}
