// The stages that measured a metrics file, also where another one only passes their numbers on.

import { isStructured } from "../../document/structured.ts";
import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { fileInside } from "../../dvc/inside.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import { producersFor, producersOf, upstreamOf, type Producer } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { recordedParamsOf } from "../../dvc/recorded-params.ts";
import { remembered } from "../../remembered.ts";
import { DOCUMENT_ENDINGS } from "../../roles.ts";
import { sourcesOf } from "../bundle/rewritten.ts";
import { writersOf } from "../bundle/writers.ts";
import { isProgram } from "../programs.ts";
import { firstOf, modelOf, stagesOf, type MetricsFile, type Side } from "./side.ts";

/** The stages that wrote a metrics file. */
export function writersOfMetrics({ path, file }: MetricsFile, side: Side): readonly Stage[] {
  return file === null ? stagesOf(producersAt(path, side)) : writersOf(file, side);
}

/** One of them with the stages whose numbers it passes on, by what it reads or by the numbers themselves. */
export function measuredBy(metrics: MetricsFile, writer: Stage, side: Side): readonly Stage[] {
  const found = new Set([writer, ...firstOf(sourcesOf(metrics, writer, side), side)]);
  // A set hands out what is added to it while it is walked.
  for (const stage of found) {
    for (const source of passedOnBy(stage, side)) found.add(source);
  }
  return [...found];
}

/** At the path, or of a directory around it that holds the file or may hold it. */
function producersAt(path: string, { pipelines }: Side): readonly Producer[] {
  const producers = producersOf(pipelines);
  const there = producers.at(path);
  if (there.length > 0) return there;
  return producers.above(path).filter(({ entry }) => {
    if (entry.at.kind !== "inside" || entry.files === null) return true;
    return fileInside(entry, path.slice(entry.at.path.length + 1)) !== null;
  });
}

/**
 * Of a stage that has nothing to measure with, as it reads only numbers: the stages that wrote those. Numbers are the
 * declared metrics and, where it is known what the model is, each structured file that was made with it.
 */
function passedOnBy(stage: Stage, side: Side): readonly Stage[] {
  const producers = producersOf(side.pipelines);
  const { metrics, params } = numbersIn(side);
  const sources: Stage[] = [];
  for (const dep of stage.deps) {
    if (dep.at.kind !== "inside") return [];
    const { path } = dep.at;
    const writers = stagesOf(producersFor(dep, producers));
    if (writers.length === 0 && (params.has(path) || isAside(path))) continue;
    if (!metrics.has(path) && !isMadeWithModel(dep, path, writers, side)) return [];
    sources.push(...writers);
  }
  return sources;
}

const numbersIn: (side: Side) => {
  readonly metrics: ReadonlySet<string>;
  readonly params: ReadonlySet<string | null>;
} = remembered(({ pipelines }) => ({
  metrics: new Set(declaredMetrics(pipelines)),
  params: new Set(
    recordedParamsOf(pipelines.pipelines.flatMap(({ stages }) => stages)).map(({ file }) => file),
  ),
}));

/** Its code, and what it writes into. */
function isAside(path: string): boolean {
  return isProgram(path) || DOCUMENT_ENDINGS.some((ending) => path.endsWith(ending));
}

function isMadeWithModel(
  dep: LocatedEntry,
  path: string,
  writers: readonly Stage[],
  side: Side,
): boolean {
  if (!isStructured(path)) return false;
  const { hashes, stages } = modelOf(side);
  if (hashes.has(effectiveHash(dep, dep.insideProject)?.value ?? "")) return false;
  const producers = producersOf(side.pipelines);
  return writers.some((writer) =>
    [...upstreamOf(writer, producers).stages].some((one) => stages.has(one)),
  );
}
