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
 * What leads to the metrics and may be a model: by the name that the promoted one has, whatever its ending, or that of a
 * model; by its path, or by the stage that made it.
 */
export function modelsBehind(
  writer: Stage,
  promoted: BundleFile,
  view: Seen,
): readonly LocatedEntry[] {
  const trained = hashesOfTrainings(writer, view);
  return entriesBehind(writer, view).filter(
    (entry) =>
      trained.has(hashOf(entry)) || isCalledModel(entry.path) || isNamed(entry, promoted, view),
  );
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

export interface Measured {
  readonly writer: Stage;
  readonly promoted: BundleFile;
  readonly models: readonly LocatedEntry[];
}

/** Not a base that it was trained from, nor another state of the training, nor a directory of several. */
export function isMeasured(entry: LocatedEntry, measured: Measured, view: Seen): boolean {
  const { writer, promoted } = measured;
  const { path } = entry;
  const model = { path, hashes: new Set(modelHashesIn(entry)) };
  return (
    (isNamed(entry, promoted, view) || !isEarlier(entry, measured, view)) &&
    isReadWhole(entry, writer, view) &&
    measuredInstead(writer, model, view) === null &&
    measuredInstead(writer, model, view, (out) => isOther(out.path, path)) === null &&
    siblingRead(writer, model, view) === null
  );
}

/** Whether one of the other models was made of it, or of what was made with it: then it is data, or a base. */
function isEarlier(
  entry: LocatedEntry,
  { models }: Measured,
  { pipelines }: View<"pipelines">,
): boolean {
  const producers = producersOf(pipelines);
  const makersOf = (one: LocatedEntry): readonly Stage[] =>
    producersFor(one, producers).flatMap(({ stage }) => stage ?? []);
  const own = makersOf(entry);
  const isCalled = isCalledModel(entry.path);
  const others = isCalled ? models.filter(({ path }) => isOther(path, entry.path)) : models;
  const makers = [...new Set(others.flatMap(makersOf))].filter((maker) => !own.includes(maker));
  return makers.some((maker) =>
    [...upstreamOf(maker, producers).stages].some(
      (stage) => own.includes(stage) || stage.deps.some((dep) => hashOf(dep) === hashOf(entry)),
    ),
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

/** Its own, and those of the files in it that are no data. */
export function modelHashesIn({ hash, files }: LocatedEntry): readonly string[] {
  const inside = (files ?? []).flatMap((file) => (isCalledData(file.path) ? [] : file.hash));
  return hash === null ? inside : [hash.value, ...inside];
}

function hashOf({ hash }: LocatedEntry): string | null {
  return hash?.value ?? null;
}
