// Whether a promoted model is another form of the measured one: exported, packed, or written anew by a publishing stage.

import { posix } from "node:path";

import { isStructured } from "../../document/structured.ts";
import { producersFor, producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import { roleOf } from "../../roles.ts";
import type { View } from "../../rule.ts";
import { harmlessIn, stemOf } from "../bundle/publisher.ts";
import { producersWithContent } from "../bundle/writers.ts";
import { entriesBehind } from "./knows.ts";
import { measuredInstead } from "./measured-instead.ts";
import { siblingRead } from "./sibling-read.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

export interface Converted {
  /** The stage that wrote the promoted form. */
  readonly stage: Stage;
  /** What was measured. */
  readonly measured: LocatedEntry;
  /** `unseen`: of the same ending, so that it is the same only where its values are, and those are not at hand. */
  readonly as: "packed" | "converted" | "unseen";
}

const ARCHIVE = /\.(?:7z|bz2|gz|mar|tar|tgz|txz|whl|xz|zip|zst)$/i;

/**
 * By stages that read the measured model and nothing to learn from: else it was trained on, and is another model.
 * Null where no such way leads to it.
 */
export function convertedFrom(model: BundleFile, writer: Stage, view: Seen): Converted | null {
  const measured = new Set(
    entriesBehind(writer, view)
      .filter((entry) => isModel(entry, model, view))
      .flatMap(({ hash }) => hash?.value ?? []),
  );
  for (const { stage } of producersWithContent(model, view)) {
    if (stage === null) continue;
    const origin = originOf(stage, measured, view);
    const as = origin === null ? null : wayOf(origin, model, view);
    if (origin === null || as === null || !isMeasured(origin, writer, view)) continue;
    const isDirect = stage.deps.includes(origin);
    return { stage, measured: origin, as: as === "packed" && !isDirect ? "converted" : as };
  }
  return null;
}

/** Not a base that it was trained from, nor another state of the training. */
function isMeasured({ path, hash }: LocatedEntry, writer: Stage, view: Seen): boolean {
  const model = { path, hashes: new Set(hash === null ? [] : [hash.value]) };
  return measuredInstead(writer, model, view) === null && siblingRead(writer, model, view) === null;
}

/** Null for a file of the same ending that is another one. */
function wayOf({ path, at }: LocatedEntry, model: BundleFile, view: Seen): Converted["as"] | null {
  const [from, to] = [path, model.path].map((name) => posix.extname(name).toLowerCase());
  if (from !== to) return ARCHIVE.test(model.path) ? "packed" : "converted";
  if (at.kind !== "inside" || !isStructured(path)) return null;
  return view.contents.has(at.path) || view.documents.has(at.path) ? null : "unseen";
}

/** By the name that the promoted one has, whatever its ending, or by that of a model. */
function isModel({ at }: LocatedEntry, model: BundleFile, { policy }: Seen): boolean {
  if (at.kind !== "inside") return false;
  const { path } = at;
  return stemOf(path) === stemOf(model.path) || roleOf(posix.basename(path), policy) === "model";
}

/** The measured model at the start of a way of stages that only convert. */
function originOf(
  last: Stage,
  measured: ReadonlySet<string>,
  { pipelines }: Seen,
): LocatedEntry | null {
  const producers = producersOf(pipelines);
  const isHarmless = harmlessIn({ pipelines });
  let origin: LocatedEntry | null = null;
  // A set hands out what is added to it while it is walked.
  const stages = new Set([last]);
  for (const stage of stages) {
    const read = stage.deps.filter(({ at }) => at.kind !== "inside" || !isHarmless(at.path));
    const from = read.filter(({ hash }) => !measured.has(hash?.value ?? ""));
    origin ??= read.find((dep) => !from.includes(dep)) ?? null;
    if (read.length === 0) return null;
    for (const dep of from) {
      const makers = producersFor(dep, producers).flatMap((producer) => producer.stage ?? []);
      if (makers.length === 0) return null;
      for (const maker of makers) stages.add(maker);
    }
  }
  return origin;
}
