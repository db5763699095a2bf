// Records as the gatherer would have them, by hand: stages, their entries, and the facts of them.

import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import type { LocatedEntry, Stage } from "../../lib/dvc/project.ts";
import type { PipelineFacts } from "../../lib/evidence.ts";
import { md5 } from "./pipeline.ts";

type Files = Readonly<Record<string, string>>;

/** An out or a dep inside of the project. */
export function entry(path: string, value: string, files: Files | null = null): LocatedEntry {
  return {
    path,
    line: 1,
    hash: { kind: "md5", value },
    hashSpelled: true,
    size: null,
    fileCount: null,
    files:
      files === null
        ? null
        : Object.entries(files).map(([name, text]) => ({
            path: name,
            hash: md5(text),
            size: null,
          })),
    cloud: null,
    dataset: null,
    at: { kind: "inside", path },
    insideProject: true,
    projectRoot: "",
  };
}

/** A recorded directory; its files are listed, or only its hash is known. */
export function directory(path: string, files: Files, isListed = true): LocatedEntry {
  const all = Object.entries(files).map(([name, text]) => ({ path: name, md5: md5(text) }));
  return entry(path, directoryHash(all), isListed ? files : null);
}

/** A stage that only the lock knows. */
export function stage(
  name: string,
  deps: readonly LocatedEntry[],
  outs: readonly LocatedEntry[],
): Stage {
  const locked = { name, line: 1, command: name, commandLine: 1, deps, outs, params: [] };
  const place = { pipelinePath: "dvc.yaml", lockPath: "dvc.lock", directory: "" };
  return { address: name, name, ...place, declared: null, locked, deps, outs, params: [] };
}

/** One pipeline at the root. */
export function factsOf(stages: readonly Stage[]): PipelineFacts {
  const missing = { state: "absent", source: { path: "", oid: null } } as const;
  return {
    projects: [{ root: "", configured: true, withoutGit: false }],
    pipelines: [
      {
        path: "dvc.yaml",
        lockPath: "dvc.lock",
        directory: "",
        projectRoot: "",
        file: missing,
        lock: missing,
        declared: missing,
        stages,
      },
    ],
    pointers: [],
    leftOut: [],
  };
}
