// Whether metrics that are of the promoted model's kin are of itself, or of what was made of it.

import { effectiveHash } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { View } from "../../rule.ts";

export interface MeasuredInstead {
  readonly entry: LocatedEntry;
  readonly stage: Stage;
}

interface Promoted {
  readonly path: string;
  readonly isModel: (hash: string) => boolean;
}

/**
 * A base that a training read is upstream of the metrics, and is not what they are of. So the way up ends where a
 * stage wrote another file of the model's own name: null where the model is met before on some way.
 */
export function measuredInstead(
  writer: Stage,
  promoted: Promoted,
  { pipelines }: View<"pipelines">,
): MeasuredInstead | null {
  const producers = producersOf(pipelines);
  const { stages: upstream } = upstreamOf(writer, producers);
  const others: MeasuredInstead[] = [];
  // A set hands out what is added to it while it is walked.
  const ahead = new Set([writer]);
  for (const stage of ahead) {
    const namesake = stage.outs.find((out) => isNamesake(out, promoted));
    if (stage.outs.some((out) => holds(out, promoted))) return null;
    if (namesake !== undefined) {
      others.push({ entry: namesake, stage });
      continue;
    }
    if (stage.deps.some((dep) => holds(dep, promoted))) return null;
    const from = stage.deps.flatMap((dep) => producersFor(dep, producers));
    for (const { stage: next } of from) if (next !== null && upstream.has(next)) ahead.add(next);
  }
  return others[0] ?? null;
}

function holds(entry: LocatedEntry, { isModel }: Promoted): boolean {
  const hash = effectiveHash(entry, entry.insideProject)?.value;
  if (hash !== undefined && isModel(hash)) return true;
  return entry.files?.some((file) => isModel(file.hash)) ?? false;
}

function isNamesake(entry: LocatedEntry, { path }: Promoted): boolean {
  const name = nameOf(path);
  if (entry.files !== null) return entry.files.some((file) => nameOf(file.path) === name);
  const hash = effectiveHash(entry, entry.insideProject)?.value;
  return hash !== undefined && !hash.endsWith(".dir") && nameOf(entry.path) === name;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}
