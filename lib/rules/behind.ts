// What may lie behind a mismatch: causes under which a draft folds, should another one tell them.

import { isWithin, joinDirectory } from "../dvc/locate.ts";
import { producersFor, producersOf } from "../dvc/producers.ts";
import type { Stage } from "../dvc/project.ts";
import type { PipelineFacts } from "../evidence.ts";
import { commandCause, contentCause, paramCause, readCause, stageCause } from "./cause.ts";

/** Stages on the way upstream that are looked at: a longer way explains nothing to anybody. */
const MOST_STAGES = 200;

/**
 * All that a stage, and every stage upstream of it, was made from. Where one of these changed after
 * the run, the outs differ because of that: the stage was run again, and its lock was left behind.
 */
export function inputCauses(stage: Stage, facts: PipelineFacts): readonly string[] {
  const producers = producersOf(facts);
  const stages = new Set([stage]);
  for (const one of stages) {
    if (stages.size > MOST_STAGES) break;
    const writers = one.deps.flatMap((dep) => producersFor(dep, producers));
    for (const { stage: from } of writers) if (from !== null) stages.add(from);
  }
  return [...stages].flatMap(ownInputCauses);
}

/** All that a stage itself was made from. */
function ownInputCauses({ address, deps, params }: Stage): readonly string[] {
  const read = deps.flatMap(({ at }) =>
    at.kind === "inside" ? [readCause(address, at.path), contentCause(at.path)] : [],
  );
  const values = params.flatMap(({ at, values: recorded }) =>
    at.kind === "inside" ? recorded.map(({ key }) => paramCause(at.path, key)) : [],
  );
  return [...values, commandCause(address), ...read];
}

/** The stages that declare the path as an out of theirs and have no record. */
export function neverRunFor(path: string, facts: PipelineFacts): readonly string[] {
  return neverRun(facts)
    .filter(({ declared, directory }) =>
      declared?.outs.some((out) => joinDirectory(directory, out.path) === path),
    )
    .map(({ address }) => stageCause(address));
}

/** The stages that declare an out below the directory and have no record. */
export function neverRunBelow(directory: string, facts: PipelineFacts): readonly string[] {
  return neverRun(facts)
    .filter((stage) =>
      stage.declared?.outs.some((out) =>
        isWithin(joinDirectory(stage.directory, out.path), directory),
      ),
    )
    .map(({ address }) => stageCause(address));
}

/** Why no lock may know a content: a stage never ran, or an out or an input is not what is recorded. */
export function unrecordedCauses(facts: PipelineFacts): readonly string[] {
  const outs = producersOf(facts).all.flatMap(({ entry }) =>
    entry.at.kind === "inside" ? [contentCause(entry.at.path)] : [],
  );
  const stages = facts.pipelines.flatMap((pipeline) => pipeline.stages);
  return [
    ...neverRun(facts).map(({ address }) => stageCause(address)),
    ...outs,
    ...stages.flatMap(ownInputCauses),
  ];
}

function neverRun({ pipelines }: PipelineFacts): readonly Stage[] {
  return pipelines
    .flatMap(({ stages }) => stages)
    .filter(({ declared, locked }) => locked === null && (declared?.outs.length ?? 0) > 0);
}
