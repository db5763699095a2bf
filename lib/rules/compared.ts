// Two releases side by side: which stages ran alike, and which records are the same in both.

import { pythonEquals } from "../document/value.ts";
import { effectiveHash } from "../dvc/locate.ts";
import type { LockedParams } from "../dvc/model.ts";
import type { LocatedEntry, PointerFacts, Stage } from "../dvc/project.ts";
import type { PipelineFacts, Released } from "../evidence.ts";

/** `v1.0.0 (3f2a91c)`. */
export function labelOf({ release, commit }: Released): string {
  return `${release.name} (${commit.slice(0, 7)})`;
}

/** The stages that a lock records, by their addresses. */
export function lockedStages({ pipelines }: PipelineFacts): ReadonlyMap<string, Stage> {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  return new Map(
    stages.filter(({ locked }) => locked !== null).map((stage) => [stage.address, stage]),
  );
}

/** The same command, the same deps with the same content, the same values of the same params. */
export function hasSameInputs(now: Stage, before: Stage): boolean {
  return (
    JSON.stringify(now.locked?.command) === JSON.stringify(before.locked?.command) &&
    areSame(now.deps, before.deps) &&
    haveSameParams(now.locked?.params ?? [], before.locked?.params ?? [])
  );
}

/** Equal digits prove equal content across kinds of hash; what has no hash is never the same. */
function areSame(now: readonly LocatedEntry[], before: readonly LocatedEntry[]): boolean {
  const hashes = new Map(before.map((entry) => [placeOf(entry), hashOf(entry)]));
  return (
    now.length === before.length &&
    now.every((entry) => {
      const hash = hashOf(entry);
      return hash !== null && hash === hashes.get(placeOf(entry));
    })
  );
}

function haveSameParams(now: readonly LockedParams[], before: readonly LockedParams[]): boolean {
  const known = new Map(valuesIn(before));
  const mine = valuesIn(now);
  return (
    mine.length === known.size &&
    mine.every(([key, value]) => {
      const other = known.get(key);
      return other !== undefined && pythonEquals(value, other);
    })
  );
}

function valuesIn(files: readonly LockedParams[]) {
  return files.flatMap(({ path, values }) =>
    values.map(({ key, value }) => [JSON.stringify([path, key]), value] as const),
  );
}

export interface ChangedOut {
  readonly path: string;
  readonly now: LocatedEntry;
  readonly before: LocatedEntry;
}

/** Outs of the same path whose content differs; hashes of two kinds prove no difference. */
export function changedOuts(now: Stage, before: Stage): readonly ChangedOut[] {
  const others = new Map(before.outs.map((entry) => [placeOf(entry), entry]));
  return now.outs.flatMap((entry) => {
    const other = others.get(placeOf(entry));
    if (other === undefined) return [];
    const [mine, its] = [entry, other].map((each) => effectiveHash(each, each.insideProject));
    const differs = mine != null && its != null && mine.kind === its.kind;
    return differs && mine.value !== its.value
      ? [{ path: placeOf(entry), now: entry, before: other }]
      : [];
  });
}

/** Whether a stage is recorded with the same inputs and the same outs. */
export function isSameRun(now: Stage, before: Stage): boolean {
  return hasSameInputs(now, before) && areSame(now.outs, before.outs);
}

/** Whether every lock and every `*.dvc` file in scope records the same; false where there is none. */
export function hasSameRecords(now: PipelineFacts, before: PipelineFacts): boolean {
  const [mine, its] = [lockedStages(now), lockedStages(before)];
  const pointers = new Map(before.pointers.map((pointer) => [pointer.path, pointer]));
  return (
    mine.size + now.pointers.length > 0 &&
    mine.size === its.size &&
    now.pointers.length === pointers.size &&
    [...mine].every(([address, stage]) => {
      const other = its.get(address);
      return other !== undefined && isSameRun(stage, other);
    }) &&
    now.pointers.every((pointer) => isSamePointer(pointer, pointers.get(pointer.path)))
  );
}

function isSamePointer(now: PointerFacts, before: PointerFacts | undefined): boolean {
  return before !== undefined && areSame(now.outs, before.outs) && areSame(now.deps, before.deps);
}

/** Where an entry is, inside or outside of the repository. */
function placeOf({ at }: LocatedEntry): string {
  return at.kind === "inside" ? at.path : at.text;
}

/** What a hash says about the content, `.dir` and all; null where nothing is recorded. */
export function hashOf(entry: LocatedEntry): string | null {
  return effectiveHash(entry, entry.insideProject)?.value ?? null;
}
