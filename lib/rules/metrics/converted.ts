// Whether a promoted model is another form of the measured one: exported, packed, or written anew by a publishing stage.

import { posix } from "node:path";

import { isStructured } from "../../document/structured.ts";
import { pathsIn } from "../../dvc/inside.ts";
import { producersFor, producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import { roleOf } from "../../roles.ts";
import type { View } from "../../rule.ts";
import { harmlessIn, stemOf } from "../bundle/publisher.ts";
import { producersWithContent } from "../bundle/writers.ts";
import { isConfiguration } from "../configuration.ts";
import { entriesBehind, isClosed } from "./knows.ts";
import { isMeasured, modelHashesIn, modelsBehind } from "./measured-models.ts";
import {
  COMPANION_WORDS,
  hasWord,
  isCalledData,
  isCalledModel,
  isCalledTraining,
} from "./model-names.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

export interface Converted {
  /** The stage that wrote the promoted form. */
  readonly stage: Stage;
  /** What was measured. */
  readonly measured: LocatedEntry;
  /** `unseen`: the same only where its values are, or another form of what lies in a directory, and that is not at hand. */
  readonly as: "packed" | "converted" | "unseen";
}

const ARCHIVE = /\.(?:7z|bz2|gz|mar|tar|tgz|txz|whl|xz|zip|zst)$/i;

/**
 * By stages that read the measured model and nothing to learn from: else it was trained on, and is another model.
 * Null where no such way leads to it.
 */
export function convertedFrom(model: BundleFile, writer: Stage, view: Seen): Converted | null {
  const models = modelsBehind(writer, model, view);
  const measured = { writer, promoted: model, models };
  const behind = {
    models: hashesOfAll(models),
    companions: hashesOfAll(entriesBehind(writer, view).filter(isCompanion)),
  };
  for (const { stage } of producersWithContent(model, view)) {
    if (stage === null) continue;
    const origins = originsOf(stage, behind, view);
    const [origin] = origins;
    const as = origin === undefined ? null : wayOf(origin, model, view);
    if (origin === undefined || as === null) continue;
    if (!origins.every((one) => isMeasured(one, measured, view))) continue;
    const isDirect = stage.deps.includes(origin);
    return { stage, measured: origin, as: as === "packed" && !isDirect ? "converted" : as };
  }
  return null;
}

function hashesOfAll(entries: readonly LocatedEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(modelHashesIn));
}

/** What the model is served with: nothing to learn from. */
function isCompanion({ path }: LocatedEntry): boolean {
  return hasWord(path, COMPANION_WORDS) && !isCalledData(path);
}

/** Null for a file of the same ending that is another one. */
function wayOf(origin: LocatedEntry, model: BundleFile, view: Seen): Converted["as"] | null {
  if (isClosed(origin)) return "unseen";
  const to = endingOf(model.path);
  const { path, at, files } = origin;
  const isAlike = files === null ? endingOf(path) === to : holdsAlike(files, model, view);
  if (!isAlike) return ARCHIVE.test(model.path) ? "packed" : "converted";
  if (at.kind !== "inside" || !isStructured(path)) return null;
  return view.contents.has(at.path) || view.documents.has(at.path) ? null : "unseen";
}

/** A model of the promoted one's ending, among what comes with it. */
function holdsAlike(
  files: NonNullable<LocatedEntry["files"]>,
  model: BundleFile,
  { policy }: Seen,
): boolean {
  return files.some(({ path }) => {
    if (endingOf(path) !== endingOf(model.path)) return false;
    const name = posix.basename(path);
    return (
      stemOf(name) === stemOf(model.path) || roleOf(name, policy) === "model" || isCalledModel(name)
    );
  });
}

function endingOf(path: string): string {
  return posix.extname(path).toLowerCase();
}

interface Behind {
  readonly models: ReadonlySet<string>;
  readonly companions: ReadonlySet<string>;
}

/** The models at the start of a way of stages that only convert; none where anything else is. */
function originsOf(last: Stage, behind: Behind, { pipelines }: Seen): readonly LocatedEntry[] {
  const producers = producersOf(pipelines);
  const isHarmless = harmlessDeps(pipelines);
  const isKnown = (dep: LocatedEntry): boolean =>
    behind.companions.has(dep.hash?.value ?? "") || isHarmless(dep);
  const origins: LocatedEntry[] = [];
  // A set hands out what is added to it while it is walked.
  const stages = new Set([last]);
  for (const stage of stages) {
    // What it was trained on may be fetched by its program.
    if (isCalledTraining(stage.name)) return [];
    const models = stage.deps.filter(({ hash }) => behind.models.has(hash?.value ?? ""));
    const from = stage.deps.filter((dep) => !models.includes(dep) && !isKnown(dep));
    origins.push(...models);
    if (models.length + from.length === 0) return [];
    for (const dep of from) {
      const makers = producersFor(dep, producers).flatMap((producer) => producer.stage ?? []);
      if (makers.length === 0) return [];
      for (const maker of makers) stages.add(maker);
    }
  }
  return origins;
}

/** Programs, with what they require and are configured by; of a directory each file of it. */
function harmlessDeps(pipelines: Seen["pipelines"]): (dep: LocatedEntry) => boolean {
  const producers = producersOf(pipelines);
  const isHarmless = harmlessIn({ pipelines });
  return (dep) => {
    if (dep.at.kind !== "inside") return false;
    const isMade = producersFor(dep, producers).length > 0;
    return pathsIn(dep).every((path) => isHarmless(path) || (!isMade && isConfiguration(path)));
  };
}
