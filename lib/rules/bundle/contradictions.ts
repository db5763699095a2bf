// Metrics that a publishing stage filters, rounds or renames: what they keep must be what was measured.

import { leavesOf, type Leaf } from "../../document/leaves.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { effectiveHash, isWithin } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { recordedParamsOf } from "../../dvc/recorded-params.ts";
import type { View } from "../../rule.ts";
import { grouped } from "../../grouped.ts";
import { isProgram } from "../programs.ts";
import { place } from "../wording.ts";
import { isOwnKey } from "./own-keys.ts";
import { isSameNumber, likenessOf } from "./printed.ts";

export interface Contradiction {
  /** The stage that wrote the published file. */
  readonly stage: string;
  /** The metrics that the stage read. */
  readonly source: string;
  /** In the published file. */
  readonly line: number;
  readonly key: string;
  readonly published: string;
  readonly publishedAt: string;
  readonly measured: string;
  readonly measuredAt: string;
  /** True where nobody can have measured it: another number, of a stage that only passes numbers on. */
  readonly isNobodys: boolean;
}

type Seen = View<"bundle" | "pipelines" | "documents">;

/** Values that differ, by more than rounding, from all that the stage read under the same key in metrics. */
export function contradictionsOf(view: Seen, path: string): readonly Contradiction[] {
  const published = view.documents.get(path);
  if (published?.state !== "present") return [];
  const producers = producersOf(view.pipelines);
  const writers = [...producers.at(path), ...producers.above(path)].flatMap(({ stage }) =>
    stage === null ? [] : [stage],
  );
  const leaves = [...leavesOf(published.value)];
  return [...new Set(writers)].flatMap((writer) => {
    const read = grouped(
      metricsReadBy(writer, view).flatMap((source) => leavesIn(source, view)),
      ({ key }) => key,
    );
    const passesOn = read.size > 0 && onlyPassesOn(writer, view);
    return leaves.flatMap((leaf) =>
      contradictionsOfLeaf({ path, leaf, writer, passesOn }, read.get(leaf.key) ?? []),
    );
  });
}

interface Measured extends Leaf {
  readonly source: string;
}

function leavesIn(source: string, { documents }: Seen): readonly Measured[] {
  const reading = documents.get(source);
  if (reading?.state !== "present") return [];
  return [...leavesOf(reading.value)].map((leaf) => ({ ...leaf, source }));
}

interface Published {
  readonly path: string;
  readonly leaf: Leaf;
  readonly writer: Stage;
  readonly passesOn: boolean;
}

/** Where several metrics have the key, it may be one of theirs, or made of them all. */
function contradictionsOfLeaf(
  { path, leaf: { key, name, value }, writer, passesOn }: Published,
  read: readonly Measured[],
): readonly Contradiction[] {
  if (read.some((measured) => isSameNumber(value, measured.value))) return [];
  const isOne = read.every((measured) => pythonEquals(measured.value, read[0]?.value ?? value));
  const mayDiffer = !passesOn || !isOne || isOwnKey(name);
  return read.map((measured) => ({
    key,
    stage: writer.address,
    source: measured.source,
    line: value.line,
    published: formatValue(value),
    publishedAt: place(path, value.line),
    measured: formatValue(measured.value),
    measuredAt: place(measured.source, measured.value.line),
    isNobodys: !mayDiffer && likenessOf(value, measured.value) === "other",
  }));
}

/** Metrics of other stages among the deps of a stage, or in a directory that it reads. */
function metricsReadBy(stage: Stage, { pipelines }: Seen): readonly string[] {
  const producers = producersOf(pipelines);
  return declaredMetrics(pipelines).filter(
    (path) =>
      stage.deps.some(({ at }) => at.kind === "inside" && isWithin(path, at.path)) &&
      [...producers.at(path), ...producers.above(path)].some((other) => other.stage !== stage),
  );
}

/**
 * True where a stage has nothing to measure with: beside metrics, params and programs it reads only
 * what stands in the bundle as it is.
 */
function onlyPassesOn({ deps }: Stage, { pipelines, bundle }: Seen): boolean {
  const stages = pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  const known = new Set([
    ...declaredMetrics(pipelines),
    ...recordedParamsOf(stages).map(({ file }) => file),
  ]);
  const promoted = new Set(
    bundle.files.flatMap(({ content }) =>
      content.kind === "unverifiable" ? [] : [content.md5, content.legacyMd5],
    ),
  );
  const isCopied = (dep: LocatedEntry): boolean =>
    promoted.has(effectiveHash(dep, dep.insideProject)?.value ?? "");
  return deps.every((dep) => {
    if (isCopied(dep)) return true;
    return dep.at.kind === "inside" && (known.has(dep.at.path) || isProgram(dep.at.path));
  });
}
