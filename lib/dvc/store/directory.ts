// One directory of a cache or a remote: whether it answers, how its files are read, and how they are laid out.

import { atOnce, byThread, type Files } from "./files.ts";
import { openLayouts, type Layouts } from "./layouts.ts";
import { askAnswering, inTime, type Patience } from "./patience.ts";

/** What lies in a directory; `nowhere` where there is none, `silent` where it does not answer. */
export type Directory = OpenDirectory | "nowhere" | "silent";

export interface OpenDirectory {
  readonly layouts: Layouts;
  readonly files: Files;
}

/** Looks once. Never rejects. */
export async function lookAt(directory: string, patience: Patience): Promise<Directory> {
  const answering = await askAnswering(directory, patience);
  if (answering === "never") return "silent";
  const files = answering === "at-once" ? atOnce : byThread;
  return (await waitFor(files, lookInto(directory, files), directory, patience)) ?? "silent";
}

async function lookInto(directory: string, files: Files): Promise<Directory> {
  const isThere = await files.stat(directory).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isThere ? { layouts: await openLayouts(directory, files), files } : "nowhere";
}

/** What it answers; null where the directory has fallen silent. */
export async function waitFor<Value>(
  { mayHang }: Files,
  answer: Promise<Value>,
  directory: string,
  patience: Patience,
): Promise<Value | null> {
  return mayHang ? inTime(answer, directory, patience) : answer;
}
