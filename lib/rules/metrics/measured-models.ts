// Which recorded files that lead to some metrics are models, and whether it is they that were measured.

import { posix } from "node:path";

import { isWithin } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { isStructured } from "../../document/structured.ts";
import type { BundleFile } from "../../evidence.ts";
import { roleOf } from "../../roles.ts";
import type { View } from "../../rule.ts";
import { stemOf } from "../bundle/publisher.ts";
import { entriesBehind } from "./knows.ts";
import { measuredInstead } from "./measured-instead.ts";
import {
  COMPANION_WORDS,
  hasWord,
  isCalledData,
  isCalledModel,
  isCalledTraining,
  kindOfDirectory,
} from "./model-names.ts";
import { siblingRead } from "./sibling-read.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

/**
 * What leads to the metrics and is a model: by the name that the promoted one has, whatever its ending, or that of a
 * model; by its path, or by the stage that made it, unless another model was made of it.
 */
export function modelsBehind(
  writer: Stage,
  promoted: BundleFile,
  view: Seen,
): readonly LocatedEntry[] {
  const seen = entriesBehind(writer, view);
  const trained = hashesOfTrainings(writer, view);
  const named = seen.filter((entry) => isNamed(entry, promoted, view));
  const called = seen.filter(({ path }) => isCalledModel(path));
  const made = seen.filter((entry) => trained.has(hashOf(entry)));
  const all = [...new Set([...named, ...called, ...made])];
  const isEarlier = earlierIn(all, view);
  return all.filter((entry) => {
    if (named.includes(entry)) return true;
    const others = called.includes(entry)
      ? all.filter(({ path }) => isOther(path, entry.path))
      : all;
    return !isEarlier(entry, others);
  });
}

function isNamed({ at }: LocatedEntry, promoted: BundleFile, { policy }: Seen): boolean {
  if (at.kind !== "inside") return false;
  const { path } = at;
  return stemOf(path) === stemOf(promoted.path) || roleOf(posix.basename(path), policy) === "model";
}

function hashesOfTrainings(writer: Stage, { pipelines }: Seen): ReadonlySet<string | null> {
  const stages = [...upstreamOf(writer, producersOf(pipelines)).stages];
  const outs = stages.flatMap((stage) => (isCalledTraining(stage.name) ? stage.outs : []));
  return new Set(outs.filter(isTrained).map(hashOf));
}

function isTrained({ path }: LocatedEntry): boolean {
  if (isCalledData(path) || hasWord(path, COMPANION_WORDS)) return false;
  return kindOfDirectory(posix.dirname(path)) !== "data";
}

/** Whether one of the other models was made of it, or of what was made with it. */
function earlierIn(all: readonly LocatedEntry[], { pipelines }: Seen) {
  const producers = producersOf(pipelines);
  const makersOf = (entry: LocatedEntry): readonly Stage[] =>
    producersFor(entry, producers).flatMap(({ stage }) => stage ?? []);
  const madeWith = new Map(
    [...new Set(all.flatMap(makersOf))].map((maker) => {
      const { stages } = upstreamOf(maker, producers);
      return [maker, { stages, read: hashesReadBy(stages) }] as const;
    }),
  );
  return (entry: LocatedEntry, others: readonly LocatedEntry[]): boolean => {
    const own = makersOf(entry);
    const isMadeWith = (maker: Stage): boolean => {
      const { stages, read } = madeWith.get(maker) ?? {};
      return read?.has(hashOf(entry)) === true || own.some((stage) => stages?.has(stage));
    };
    return others.some((other) =>
      makersOf(other).some((maker) => !own.includes(maker) && isMadeWith(maker)),
    );
  };
}

function hashesReadBy(stages: ReadonlySet<Stage>): ReadonlySet<string | null> {
  return new Set([...stages].flatMap(({ deps }) => deps.map(hashOf)));
}

/** Not a base that it was trained from, nor another state of the training, nor a directory of several. */
export function isMeasured(entry: LocatedEntry, writer: Stage, view: Seen): boolean {
  const { path } = entry;
  const model = { path, hashes: new Set(hashesIn(entry)) };
  return (
    isReadWhole(entry, writer, view) &&
    measuredInstead(writer, model, view) === null &&
    measuredInstead(writer, model, view, (out) => isOther(out.path, path)) === null &&
    siblingRead(writer, model, view) === null
  );
}

/** A threshold that is kept among the models is none: it has another ending, and values under names. */
function isOther(path: string, model: string): boolean {
  const isAlike = posix.extname(path) === posix.extname(model);
  return isCalledModel(path) && (isAlike || !isStructured(path));
}

function isReadWhole({ at }: LocatedEntry, writer: Stage, { pipelines }: Seen): boolean {
  if (at.kind !== "inside") return true;
  const { stages } = upstreamOf(writer, producersOf(pipelines));
  const read = [...stages].flatMap(({ deps }) =>
    deps.flatMap((dep) => (dep.at.kind === "inside" ? [dep.at.path] : [])),
  );
  const within = read.filter((path) => isWithin(path, at.path));
  return within.length === 0 || within.includes(at.path);
}

/** Its own, and those of the files in it. */
export function hashesIn({ hash, files }: LocatedEntry): readonly string[] {
  const inside = files?.map((file) => file.hash) ?? [];
  return hash === null ? inside : [hash.value, ...inside];
}

function hashOf({ hash }: LocatedEntry): string | null {
  return hash?.value ?? null;
}
