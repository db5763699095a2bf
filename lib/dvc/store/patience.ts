// Directories that do not answer, such as those of a file server that is gone: asked once, and not waited for.
//
// A call of the system that never ends cannot be given up: it keeps one of the few threads that Node
// has for files, and holds up the end of the process. So whoever could be silent is asked by a child first.

import { spawn } from "node:child_process";
import { lstat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";

export interface Patience {
  /** Milliseconds that one question may take. */
  readonly limit: number;
  /** Directories on a file system that answers already: those of the working trees. */
  readonly answering: readonly string[];
  /** Those that did not answer, for everybody who asks after that. */
  readonly silent: Set<string>;
  /** True where the directory can be asked; false where it never answered. */
  readonly knock: (directory: string, limit: number) => Promise<boolean>;
}

const LIMIT = 3000;

export function openPatience(answering: readonly string[]): Patience {
  return { limit: LIMIT, answering, silent: new Set(), knock };
}

/** Whether a directory answers at all, be it that there is nothing. */
export async function isAnswering(directory: string, patience: Patience): Promise<boolean> {
  const { limit, answering, silent } = patience;
  if (silent.has(directory)) return false;
  const base = answering.find((one) => isBelow(directory, one));
  if (base !== undefined && !(await isLinkedAway(directory, base))) return true;
  const answers = await patience.knock(directory, limit);
  if (!answers) silent.add(directory);
  return answers;
}

/** The answer, or null once the time is over: then the directory is not asked again. */
export async function inTime<Value>(
  answer: Promise<Value>,
  directory: string,
  { limit, silent }: Patience,
): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limit);
  });
  try {
    const first = await Promise.race([answer, over]);
    if (first === null) silent.add(directory);
    return first;
  } finally {
    clearTimeout(timer);
  }
}

function isBelow(directory: string, base: string): boolean {
  const path = relative(base, directory);
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** Whether a link on the way down leads to a place that may lie anywhere. */
async function isLinkedAway(directory: string, base: string): Promise<boolean> {
  let path = base;
  for (const name of relative(base, directory).split(sep)) {
    path = join(path, name);
    const found = await lstat(path).catch(() => null);
    if (found === null) return false;
    if (found.isSymbolicLink()) return true;
  }
  return false;
}

/** Where there is no shell to ask with, there is nothing to be afraid of either. */
async function knock(directory: string, limit: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", 'test -d "$1/."', "sh", directory], { stdio: "ignore" });
    const timer = setTimeout(() => {
      // Who waits for a server that is gone may not even hear this: nobody waits for its end.
      child.kill("SIGKILL");
      child.unref();
      resolve(false);
    }, limit);
    const answered = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    child.once("exit", answered);
    child.once("error", answered);
  });
}
