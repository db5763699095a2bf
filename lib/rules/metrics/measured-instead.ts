// Whether metrics that are of the promoted model's kin are of itself, or of what was made of it.

import { posix } from "node:path";

import { effectiveHash } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { View } from "../../rule.ts";
import { holdsAny } from "./knows.ts";
import { COMPANION_WORDS, hasWord, isCalledOther } from "./model-names.ts";

export interface MeasuredInstead {
  readonly entry: LocatedEntry;
  readonly stage: Stage;
}

export interface Promoted {
  readonly path: string;
  readonly hashes: ReadonlySet<string>;
}

/**
 * A base that a training read is upstream of the metrics, and is not what they are of. So the way up ends where a
 * stage wrote another model, as a file of the model's own name is: null where the model is met before on some way.
 */
export function measuredInstead(
  writer: Stage,
  { path, hashes }: Promoted,
  { pipelines }: View<"pipelines">,
  isOther: (out: LocatedEntry) => boolean = (out) => isNamesake(out, nameOf(path)),
): MeasuredInstead | null {
  const producers = producersOf(pipelines);
  const { stages: upstream } = upstreamOf(writer, producers);
  const others: MeasuredInstead[] = [];
  // A set hands out what is added to it while it is walked.
  const ahead = new Set([writer]);
  for (const stage of ahead) {
    const other = stage.outs.find((out) => isOther(out));
    if (stage.outs.some((out) => holdsAny(out, hashes))) return null;
    if (other !== undefined) {
      others.push({ entry: other, stage });
      continue;
    }
    if (stage.deps.some((dep) => holdsAny(dep, hashes))) return null;
    const from = stage.deps.flatMap((dep) => producersFor(dep, producers));
    for (const { stage: next } of from) if (next !== null && upstream.has(next)) ahead.add(next);
  }
  return others[0] ?? null;
}

/** In a directory only a file that may be a model: trainings and evaluations both write `all_results.json`. */
function isNamesake(entry: LocatedEntry, name: string): boolean {
  const isBeside = isCalledOther(name) || hasWord(name, COMPANION_WORDS);
  if (entry.files !== null && isBeside) return false;
  if (entry.files !== null) return entry.files.some((file) => nameOf(file.path) === name);
  const hash = effectiveHash(entry, entry.insideProject)?.value;
  return hash !== undefined && !hash.endsWith(".dir") && nameOf(entry.path) === name;
}

function nameOf(path: string): string {
  return posix.basename(path).toLowerCase();
}
