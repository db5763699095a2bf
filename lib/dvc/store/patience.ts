// Directories that do not answer, such as those of a file server that is gone: asked once, and not waited for.
//
// A call of the system that never ends cannot be given up: it keeps one of the few threads that Node
// has for files, and holds up the end of the process. So whoever could be silent is asked by a child first.

import { spawn } from "node:child_process";
import { lstatSync } from "node:fs";
import { join, parse, relative, sep } from "node:path";

import { orNull } from "../../at-hand.ts";
import { OBJECTS } from "./layouts.ts";
import { isLocal, readMounts, type Mount } from "./mounts.ts";

export interface Patience {
  /** Milliseconds that one question may take. */
  readonly limit: number;
  /** Directories on a file system that answers already: those of the working trees. */
  readonly answering: readonly string[];
  /** What is mounted here; null where that is not known. */
  readonly mounts: readonly Mount[] | null;
  /** Those that did not answer, for everybody who asks after that. */
  readonly silent: Set<string>;
  /** True where the directory can be asked; false where it never answered. */
  readonly knock: (directory: string, limit: number) => Promise<boolean>;
}

const LIMIT = 3000;

export function openPatience(answering: readonly string[]): Patience {
  return { limit: LIMIT, answering, mounts: readMounts(), silent: new Set(), knock };
}

/** When a directory answers, be it that there is nothing: `soon` where it did, and may fall silent. */
export type Answering = "at-once" | "soon" | "never";

export async function askAnswering(directory: string, patience: Patience): Promise<Answering> {
  const { limit, silent } = patience;
  if (silent.has(directory)) return "never";
  if (isNear(directory, patience)) return "at-once";
  if (await patience.knock(directory, limit)) return "soon";
  silent.add(directory);
  return "never";
}

/**
 * Whether it lies on the file system of a working tree or on a disk of this machine. One mount may hide
 * another: all on the way and all in it count. What is below them is only looked at once they are known.
 */
function isNear(directory: string, { answering, mounts }: Patience): boolean {
  const base = answering.find((one) => isBelow(directory, one));
  if (base === undefined && mounts === null) return false;
  const crossed = (mounts ?? []).filter(({ path }) =>
    isBelow(directory, path)
      ? base === undefined || !isBelow(base, path)
      : isBelow(path, directory),
  );
  const deepest = join(directory, OBJECTS);
  return crossed.every(isLocal) && !isLinkedAway(deepest, base ?? parse(directory).root);
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

/** Or the same; both as `resolve` gives them. */
function isBelow(directory: string, base: string): boolean {
  return directory === base || directory.startsWith(base.endsWith(sep) ? base : `${base}${sep}`);
}

/** Whether a link on the way down leads to a place that may lie anywhere. */
function isLinkedAway(directory: string, base: string): boolean {
  let path = base;
  for (const name of relative(base, directory).split(sep)) {
    path = join(path, name);
    const found = orNull(() => lstatSync(path));
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
