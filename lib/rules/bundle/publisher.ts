// Stages that publish metrics which others measured: what they have them from, and whether that is all that they can know.

import { posix } from "node:path";

import { isStructured } from "../../document/structured.ts";
import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { hashesIn, pathsIn } from "../../dvc/inside.ts";
import { effectiveHash, isWithin } from "../../dvc/locate.ts";
import { producersOf, type Producers } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { recordedParamsOf } from "../../dvc/recorded-params.ts";
import type { BundleFacts, PipelineFacts } from "../../evidence.ts";
import { remembered } from "../../remembered.ts";
import { isRequirement } from "../configuration.ts";
import { isProgram } from "../programs.ts";
import { isPage, isTemplate } from "../texts.ts";

interface Seen {
  readonly pipelines: PipelineFacts;
  readonly bundle: BundleFacts | null;
}

const PICTURE = /\.(?:gif|jpe?g|pdf|png|svg|webp)$/i;

/** Metrics of other stages among the deps of a stage, or in a directory that it reads: declared as such, or taken for some. */
export function metricsReadBy(
  stage: Stage,
  isMetrics: (path: string) => boolean,
  { pipelines }: Pick<Seen, "pipelines">,
): readonly string[] {
  const producers = producersOf(pipelines);
  const isOthers = (path: string): boolean =>
    [...producers.at(path), ...producers.above(path)].some(
      (other) => other.stage !== null && other.stage !== stage,
    );
  const read = stage.deps.flatMap((dep) => [dep, ...outsBelow(dep, producers)]);
  const named = read.flatMap(pathsIn).filter((path) => isMetrics(path));
  const declared = declaredMetrics(pipelines).filter((path) =>
    stage.deps.some((dep) => dep.at.kind === "inside" && isWithin(path, dep.at.path)),
  );
  return [...new Set([...declared, ...named])].filter(isOthers);
}

/** Metrics of the published file's own name that another stage of the project measured. */
export function namesakesOf(
  stage: Stage,
  published: string,
  { pipelines }: Seen,
): readonly string[] {
  const project = stage.outs[0]?.projectRoot;
  const others = producersOf(pipelines).all.filter(
    ({ stage: other, entry }) =>
      other !== null && other !== stage && entry.projectRoot === project && !isCopier(other),
  );
  const name = posix.basename(published);
  const paths = others.flatMap(({ entry }) => pathsIn(entry));
  return [...new Set(paths)].filter((path) => posix.basename(path) === name);
}

/** By what it is called: as metrics are, or as what is published. */
export function isCalledMetrics(path: string, published: string): boolean {
  const name = posix.basename(path).toLowerCase();
  if (!isStructured(name)) return false;
  return name === posix.basename(published).toLowerCase() || /metric/.test(name);
}

/** The outs that a directory consists of, where it is none itself. */
export function outsBelow({ at }: LocatedEntry, producers: Producers): readonly LocatedEntry[] {
  return at.kind === "inside" ? producers.below(at.path).map(({ entry }) => entry) : [];
}

/**
 * True where a stage has nothing to measure with: beside metrics, params, programs, texts and pictures it reads only
 * what stands in the bundle as it is, or the model that stands there in another form.
 */
export function onlyPassesOn(stage: Stage, metrics: readonly string[], view: Seen): boolean {
  const promoted = promotedHashes(view);
  const isCopied = (hash: string | undefined): boolean => hash !== undefined && promoted.has(hash);
  const models = modelNames(view);
  const isKnown = harmlessIn(view, metrics);
  const isHarmless = (path: string): boolean =>
    isKnown(path) || isTemplate(path) || isRequirement(path) || models.has(stemOf(path));
  return stage.deps.every((dep) => {
    const { at, files } = dep;
    if (isCopied(effectiveHash(dep, dep.insideProject)?.value)) return true;
    if (at.kind !== "inside") return false;
    if (files === null) return isHarmless(at.path) || isPage(at.path);
    return files.every((file) => isCopied(file.hash) || isHarmless(`${at.path}/${file.path}`));
  });
}

/** Whether a path is of metrics, params, a program or a picture: of nothing that could be measured or learned from. */
export function harmlessIn(
  { pipelines }: Pick<Seen, "pipelines">,
  metrics: readonly string[] = [],
): (path: string) => boolean {
  const known = knownPaths(pipelines);
  return (path) =>
    known.has(path) || metrics.includes(path) || isProgram(path) || PICTURE.test(path);
}

/** Asked for each stage that wrote some metrics. */
const knownPaths: (facts: PipelineFacts) => ReadonlySet<string> = remembered((facts) => {
  const stages = facts.pipelines.flatMap((pipeline) => pipeline.stages);
  const params = recordedParamsOf(stages).flatMap(({ file }) => file ?? []);
  return new Set([...declaredMetrics(facts), ...params]);
});

function promotedHashes({ bundle }: Seen): ReadonlySet<string | null> {
  return new Set(
    (bundle?.files ?? []).flatMap(({ content }) =>
      content.kind === "unverifiable" ? [] : [content.md5, content.legacyMd5],
    ),
  );
}

/** Whether a stage reads a promoted file, or the model in another form. */
export function readsPromoted({ deps }: Stage, view: Seen): boolean {
  const promoted = promotedHashes(view);
  const models = modelNames(view);
  return deps.some(
    (dep) => hashesIn(dep).some((hash) => promoted.has(hash)) || models.has(stemOf(dep.path)),
  );
}

/** What the promoted models are called, without their endings. */
function modelNames({ bundle }: Seen): ReadonlySet<string> {
  const models = (bundle?.files ?? []).filter(({ role }) => role === "model");
  return new Set(models.map(({ path }) => stemOf(path)));
}

/** What a file is called, without any ending: `model` of `out/model.tar.gz`. */
export function stemOf(path: string): string {
  return posix.basename(path).toLowerCase().replace(/\..*$/, "");
}

/** Whether a stage makes a bundle of what others made: it copies something, or writes the promoted model. */
export function isPublisher(stage: Stage, view: Seen): boolean {
  const models = (view.bundle?.files ?? []).filter(({ role }) => role === "model");
  const isOut = (path: string): boolean =>
    stage.outs.some(({ at }) => at.kind === "inside" && isWithin(path, at.path));
  return isCopier(stage) || models.some(({ path }) => isOut(path));
}

/** Whether a stage copies what it read: it writes a content that is among its deps, and is not this one. */
export function isCopier({ deps, outs }: Stage, but: string | null = null): boolean {
  const read = new Set(deps.flatMap(hashesIn));
  return outs.flatMap(hashesIn).some((hash) => read.has(hash) && hash !== but);
}
