// Who records an out: the stages of the locks, and the pointer files.

import type { PipelineFacts } from "../evidence.ts";
import type { LocatedEntry, Pipeline, Stage } from "./project.ts";

/** A recorded out, and the stage or the pointer file that records it. */
export interface Producer {
  /** `stage train` or `data/raw.csv.dvc`. */
  readonly label: string;
  readonly stage: Stage | null;
  readonly entry: LocatedEntry;
  /** The file that records it: a lock or a pointer file. */
  readonly recordedIn: string;
}

/**
 * Every recorded out that counts. What only the lock knows, a stage that is gone or an out that its
 * stage no longer has, DVC passes over: it counts unless another one is, holds or lies in its path.
 */
export function listProducers(facts: PipelineFacts): readonly Producer[] {
  const ofStages: Producer[] = [];
  const leftOver: Producer[] = [];
  for (const producer of stageProducers(facts.pipelines))
    (isDeclared(producer) ? ofStages : leftOver).push(producer);
  const declared = [...ofStages, ...pointerProducers(facts)];
  if (leftOver.length === 0) return declared;
  const isTaken = overlapTest(declared.map(({ entry }) => insidePath(entry)));
  const free = leftOver.filter(({ entry }) => {
    const path = insidePath(entry);
    return path === null || !isTaken(path);
  });
  return [...declared, ...free];
}

/** The paths of the lock are matched as they are written; where a template hides them, all count. */
function isDeclared({ stage, entry }: Producer): boolean {
  const declared = stage?.declared ?? null;
  if (declared === null) return false;
  return declared.unresolved !== null || declared.outs.some(({ path }) => path === entry.path);
}

/** Whether a path is one of them, lies in one, or holds one. */
function overlapTest(paths: readonly (string | null)[]): (path: string) => boolean {
  const taken = new Set(paths.filter((path) => path !== null));
  const holders = holdersOf(taken);
  return (path) =>
    taken.has(path) || holders.has(path) || parentsOf(path).some((parent) => taken.has(parent));
}

function stageProducers(pipelines: readonly Pipeline[]): readonly Producer[] {
  return pipelines.flatMap(({ stages }) =>
    stages.flatMap((stage) =>
      stage.outs.map((entry) => ({
        label: `stage ${stage.address}`,
        stage,
        entry,
        recordedIn: stage.lockPath,
      })),
    ),
  );
}

function pointerProducers({ pointers }: PipelineFacts): readonly Producer[] {
  return pointers.flatMap(({ path, outs }) =>
    outs.map((entry) => ({ label: path, stage: null, entry, recordedIn: path })),
  );
}

/** From the root of the repository; null outside of it. */
export function insidePath(entry: LocatedEntry): string | null {
  return entry.at.kind === "inside" ? entry.at.path : null;
}

/** No file system takes a longer path, so no stage wrote it: its parents alone would fill the memory. */
const LONGEST_PATH = 4096;

/** The directories above the paths. */
export function holdersOf(paths: Iterable<string>): ReadonlySet<string> {
  const holders = new Set<string>();
  for (const path of paths) {
    for (const parent of parentsOf(path)) {
      // Whoever came here before went all the way up.
      if (holders.has(parent)) break;
      holders.add(parent);
    }
  }
  return holders;
}

/** The directory that a path lies in, the first of `parentsOf`; null where it has none. */
export function parentOf(path: string): string | null {
  if (path.length > LONGEST_PATH) return null;
  const cut = path.lastIndexOf("/");
  return cut > 0 ? path.slice(0, cut) : null;
}

/** `a` and `a/b` of `a/b/c`. */
export function parentsOf(path: string): string[] {
  if (path.length > LONGEST_PATH) return [];
  const parents: string[] = [];
  for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
    parents.push(path.slice(0, cut));
  }
  return parents;
}
