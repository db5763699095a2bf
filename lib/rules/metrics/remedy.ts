// What brings promoted params and the runs of the metrics together again: dvc repro only runs what DVC takes for changed.

import { pythonEquals } from "../../document/value.ts";
import { lookupParam, lookupTopLevel } from "../../dvc/params.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { copiedDeps, madeBy } from "../bundle/copy-of.ts";
import { lastStages } from "../downstream.ts";
import { dvcCommand } from "../dvc-command.ts";
import { listed, rerunAlone, unfreeze } from "../wording.ts";
import type { Run } from "./compare-run.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** What a repair says of it, in the data of a message. */
export interface Remedy {
  /** Files that have what ran, where no stage has to run; else empty. */
  readonly sources: readonly string[];
  /** What the promoted file is, or is a copy of: the file that has to have it. */
  readonly target: string;
  /** Stages that wrote the values, and that DVC takes for unchanged. */
  readonly forced: readonly string[];
  readonly frozen: readonly string[];
  /** The last stages that have to run. */
  readonly last: readonly string[];
  /** No stage writes the promoted file. */
  readonly isByHand: boolean;
}

export function remedyOf(params: BundleFile, run: Run, view: Seen): Remedy {
  const publishers = writersAt(params.path, view);
  const asked = run.differences.map(({ param }) => param);
  const isRun = asked.every((param) => isAsRecorded(param, view));
  const files = isRun ? [...new Set(asked.flatMap(({ file }) => file ?? []))] : [];
  const makers = isRun ? madeBy(params, view) : [];
  const copied = typedSource(params, files, view);
  const isByHand = publishers.length === 0;
  const isTyped = files.length > 0 && makers.length === 0 && (isByHand || copied !== null);
  const stages = [...stagesOf(asked, view), run.writer, ...publishers];
  return {
    sources: isTyped ? files : [],
    target: copied ?? params.path,
    forced: makers.map(({ address }) => address),
    frozen: namesOf(stages.filter(({ declared }) => declared?.frozen === true)),
    last: isTyped && isByHand ? [] : lastStages(stages, view.pipelines),
    isByHand,
  };
}

/** In the order in which it is done. */
export function toldRemedy(remedy: Remedy): readonly string[] {
  const { sources, target, forced, frozen, last, isByHand } = remedy;
  const run = dvcCommand("repro", last, 3);
  if (sources.length > 0) {
    const copy = `copy what ran from ${listed(sources)} to ${target} again`;
    return last.length === 0 ? [copy] : [copy, `run: ${run}`];
  }
  const again = [...forced.map((stage) => rerunAlone(stage)), run].join(" && ");
  return [
    ...(frozen.length === 0 ? [] : [unfreeze(...frozen)]),
    `run: ${again}`,
    ...(isByHand ? ["make the bundle again of what it wrote"] : []),
  ];
}

/** Whether the params file has in the commit what ran: then no stage is behind it. */
function isAsRecorded({ file, key, value, whole }: RecordedParam, { documents }: Seen): boolean {
  const reading = file === null ? undefined : documents.get(file);
  if (reading?.state !== "present") return false;
  const there = whole ? lookupTopLevel(reading.value, key) : lookupParam(reading.value, key);
  return there.state === "found" && pythonEquals(there.value, value);
}

/** What stages copy to the bundle and none wrote, which is none of the files that have what ran. */
function typedSource(params: BundleFile, files: readonly string[], view: Seen): string | null {
  const at = copiedDeps(params, view)[0]?.dep.at;
  if (at?.kind !== "inside" || files.includes(at.path)) return null;
  const content = view.contents.get(at.path);
  const isStill =
    content?.kind === "file" &&
    params.content.kind !== "unverifiable" &&
    content.md5 === params.content.md5;
  return isStill && writersAt(at.path, view).length === 0 ? at.path : null;
}

/** Declared stages whose recorded out is at the path, or above it. */
export function writersAt(path: string, { pipelines }: Pick<Seen, "pipelines">): readonly Stage[] {
  const producers = producersOf(pipelines);
  return [...producers.at(path), ...producers.above(path)].flatMap(({ stage }) =>
    stage?.declared == null ? [] : [stage],
  );
}

function stagesOf(params: readonly RecordedParam[], { pipelines }: Seen): readonly Stage[] {
  const addresses = new Set(params.map(({ stage }) => stage));
  return pipelines.pipelines.flatMap(({ stages }) =>
    stages.filter(({ address }) => addresses.has(address)),
  );
}

function namesOf(stages: readonly Stage[]): readonly string[] {
  return [...new Set(stages.map(({ address }) => address))];
}
