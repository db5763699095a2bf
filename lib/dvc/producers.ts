// Who wrote what: every recorded out of the locks and pointer files in scope, by path.

import type { PipelineFacts } from "../evidence.ts";
import { remembered } from "../remembered.ts";
import { byPath as byPathOrder, rangeBelow } from "../sorted.ts";
import { hashInside } from "./inside.ts";
import { effectiveHash, isWithin } from "./locate.ts";
import type { RecordedHash } from "./model.ts";
import {
  holdersOf,
  insidePath,
  listProducers,
  parentOf,
  parentsOf,
  type Producer,
} from "./producer.ts";
import type { LocatedEntry, Stage } from "./project.ts";

export type { Producer } from "./producer.ts";

export interface Producers {
  /** By exact path; several where the pipeline is ambiguous. */
  readonly at: (path: string) => readonly Producer[];
  /** The outs that are a directory above the path. */
  readonly above: (path: string) => readonly Producer[];
  /** The outs that lie below a directory. */
  readonly below: (directory: string) => readonly Producer[];
  readonly all: readonly Producer[];
}

/** `cache: false`: only git keeps it, and where git does not, nobody does. */
export function isLeftToGit({ stage, entry }: Pick<Producer, "stage" | "entry">): boolean {
  return stage?.declared?.outs.some((out) => out.path === entry.path && !out.cache) ?? false;
}

/** Indexed once per set of facts, however many rules ask. */
export const producersOf: (facts: PipelineFacts) => Producers = remembered(indexProducers);

const NONE: readonly Producer[] = [];
const NO_STAGES: ReadonlySet<Stage> = new Set();

function indexProducers(facts: PipelineFacts): Producers {
  const all = listProducers(facts);
  const byPath = new Map<string, Producer[]>();
  for (const producer of all) {
    const path = insidePath(producer.entry);
    if (path === null) continue;
    const there = byPath.get(path);
    if (there === undefined) byPath.set(path, [producer]);
    else there.push(producer);
  }
  // Sorted when a directory is asked for that holds outs: most pipelines have none.
  let sorted: readonly (readonly [path: string, there: Producer[]])[] | null = null;
  // Most paths are asked for by several rules, are in no out, and hold none: that is answered without a list.
  const holders = holdersOf(byPath.keys());
  return {
    all,
    at: (path) => byPath.get(path) ?? NONE,
    above: aboveIn(byPath),
    below: (directory) => {
      if (!holders.has(directory)) return NONE;
      sorted ??= [...byPath].toSorted(byPathOrder(([path]) => path));
      const [start, end] = rangeBelow(sorted, ([path]) => path, directory);
      return sorted.slice(start, end).flatMap(([, there]) => there);
    },
  };
}

/** All that lies in one directory has the same answer, and thousands of files may lie in it. */
function aboveIn(byPath: ReadonlyMap<string, readonly Producer[]>): Producers["above"] {
  const known = new Map<string, readonly Producer[]>();
  return (path) => {
    const parent = parentOf(path);
    if (parent === null) return NONE;
    const before = known.get(parent);
    if (before !== undefined) return before;
    const writers = parentsOf(path).flatMap((one) => byPath.get(one) ?? NONE);
    known.set(parent, writers);
    return writers;
  };
}

/** A stage with all that is upstream of it, and the links on the way that the records break. */
export interface Upstream {
  readonly stages: ReadonlySet<Stage>;
  /** Paths that a stage read as something else than their writer records: nothing behind is known. */
  readonly broken: readonly string[];
}

/**
 * The stage and every stage whose recorded output it read, directly or through others.
 * @param until of these nothing behind is followed
 */
export function upstreamOf(
  stage: Stage,
  producers: Producers,
  until: ReadonlySet<Stage> = NO_STAGES,
): Upstream {
  const stages = new Set<Stage>([stage]);
  const broken: string[] = [];
  for (const { dep, from, entry } of linksOf(stages, producers, until)) {
    if (isBroken(dep, entry)) broken.push(dep.path);
    else stages.add(from);
  }
  return { stages, broken };
}

/** Walks a set that may grow meanwhile: who reads what from which stage. */
function* linksOf(stages: ReadonlySet<Stage>, producers: Producers, until: ReadonlySet<Stage>) {
  for (const stage of stages) {
    if (!until.has(stage)) yield* stage.deps.flatMap((dep) => linksOfDep(dep, producers));
  }
}

function linksOfDep(dep: LocatedEntry, producers: Producers) {
  return producersFor(dep, producers).flatMap(({ stage: from, entry }) =>
    from === null ? [] : [{ dep, from, entry }],
  );
}

/** What a dep was made by: at its path, above it, or below it. */
export function producersFor(dep: LocatedEntry, producers: Producers): readonly Producer[] {
  const path = insidePath(dep);
  if (path === null) return NONE;
  const [there, above, below] = [producers.at(path), producers.above(path), producers.below(path)];
  return above.length + below.length === 0 ? there : [...there, ...above, ...below];
}

/** More are not walked: a few thousand stages that all read and write one directory have millions. */
export const MOST_LINKS = 2_000_000;

/** Whether what the stages read has more writers, all in all, than can be compared one by one. */
export function hasTooManyLinks(facts: PipelineFacts): boolean {
  const producers = producersOf(facts);
  let left = MOST_LINKS;
  for (const { deps } of facts.pipelines.flatMap(({ stages }) => stages)) {
    for (const dep of deps) left -= writersAround(dep, producers);
    if (left < 0) return true;
  }
  return false;
}

/** Above a path there are as many as it has names: only the others can be many. */
function writersAround(dep: LocatedEntry, producers: Producers): number {
  const path = insidePath(dep);
  return path === null ? 0 : producers.at(path).length + producers.below(path).length;
}

/** The deps that a stage read as something else than their writers record: it was not run on what these wrote. */
export function brokenDepsOf(stage: Stage, producers: Producers): readonly LocatedEntry[] {
  return stage.deps.filter((dep) =>
    linksOfDep(dep, producers).some(({ entry }) => isBroken(dep, entry)),
  );
}

/** Only equal kinds of hash can contradict each other. */
function isBroken(dep: LocatedEntry, out: LocatedEntry): boolean {
  const [read, wrote] = comparable(dep, out);
  return read !== null && wrote !== null && read.kind === wrote.kind && read.value !== wrote.value;
}

/** What was read and what was written at the path of the narrower of the two. */
function comparable(
  dep: LocatedEntry,
  out: LocatedEntry,
): readonly [read: RecordedHash | null, wrote: RecordedHash | null] {
  const [at, from] = [insidePath(dep) ?? "", insidePath(out) ?? ""];
  const read = effectiveHash(dep, dep.insideProject);
  const wrote = effectiveHash(out, out.insideProject);
  if (at === from) return [read, wrote];
  return isWithin(at, from)
    ? [read, hashInside(out, at.slice(from.length + 1))]
    : [hashInside(dep, from.slice(at.length + 1)), wrote];
}
