// What an installer did, in a few lines: each hook by name, the files of the bundle by number.

import { basename, dirname, isAbsolute, relative } from "node:path";
import type { Step } from "./step.ts";

export interface SummaryPlace {
  /** Paths below it are shown from there. */
  readonly directory: string;
  readonly dryRun: boolean;
}

/** One line a hook, one for the files of `<common dir>/tagproof`. */
export function summarize(steps: readonly Step[], place: SummaryPlace): readonly string[] {
  const lines = steps.flatMap((step) => hookLines(step, place));
  const files = steps.filter(isBundleFile);
  const written = files.filter(({ kind }) => kind !== "remove");
  const removed = files.filter(({ kind }) => kind === "remove");
  return [...lines, ...count("write", written, place), ...count("remove", removed, place)];
}

function isBundleFile({ kind, path }: Step): boolean {
  const isFile = kind === "write" || kind === "copy" || kind === "remove";
  return isFile && basename(dirname(path)) === "tagproof";
}

function hookLines(step: Step, place: SummaryPlace): string[] {
  if (isBundleFile(step)) return [];
  const path = shown(step.path, place);
  switch (step.kind) {
    case "write":
    case "edit":
      return [`${verb("write", place)} ${path}`];
    case "remove":
      return [`${verb("remove", place)} ${path}`];
    case "keep":
      return [`${verb("keep", place)} the hook that was there: ${shown(step.to, place)}`];
    case "restore":
      return [`${verb("restore", place)} ${path}`];
    default:
      return [];
  }
}

function count(word: Verb, files: readonly Step[], place: SummaryPlace): string[] {
  const [first] = files;
  if (first === undefined) return [];
  const noun = files.length === 1 ? "file" : "files";
  const where = word === "write" ? "into" : "from";
  return [
    `${verb(word, place)} ${files.length} ${noun} ${where} ${shown(dirname(first.path), place)}`,
  ];
}

const past = { write: "wrote", remove: "removed", keep: "kept", restore: "restored" } as const;

type Verb = keyof typeof past;

function verb(word: Verb, { dryRun }: SummaryPlace): string {
  return dryRun ? `would ${word}` : past[word];
}

function shown(path: string, { directory }: SummaryPlace): string {
  const way = relative(directory, path);
  return way === "" || way.startsWith("..") || isAbsolute(way) ? path : way;
}
