// The files that the records of a commit name below a directory.

import { effectiveHash } from "./locate.ts";
import { isLeftToGit, type Producer, type Producers } from "./producers.ts";

export interface RecordedBelow {
  /** From the root of the repository, in no order, perhaps twice. */
  readonly files: readonly string[];
  /** A recorded directory, here or around, whose files nothing names; null where there is none. */
  readonly closed: "here" | "around" | null;
}

/** Outs below the directory that DVC keeps, and the listed files of one that is the directory, or above it. */
export function recordedBelow(directory: string, producers: Producers): RecordedBelow {
  const here = producers.at(directory);
  const above = producers.above(directory);
  const named = [...producers.below(directory), ...here, ...above]
    .filter((producer) => !isLeftToGit(producer))
    .flatMap(filesOf);
  return {
    files: named.filter((path) => path.startsWith(`${directory}/`)),
    closed: here.some(isClosed) ? "here" : above.some(isClosed) ? "around" : null,
  };
}

function filesOf({ entry }: Producer): readonly string[] {
  if (entry.at.kind !== "inside") return [];
  const { path } = entry.at;
  if (entry.files !== null) return entry.files.map((file) => `${path}/${file.path}`);
  const hash = effectiveHash(entry, entry.insideProject);
  return hash === null || hash.value.endsWith(".dir") ? [] : [path];
}

function isClosed({ entry }: Producer): boolean {
  const hash = effectiveHash(entry, entry.insideProject);
  return entry.files === null && hash?.value.endsWith(".dir") === true;
}
