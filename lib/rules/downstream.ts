// What to run so that nothing is left behind: a stage that runs again leaves all behind that reads what it writes.

import { producersFor, producersOf } from "../dvc/producers.ts";
import type { Stage } from "../dvc/project.ts";
import type { PipelineFacts } from "../evidence.ts";
import { remembered } from "../remembered.ts";

/** More are not told apart: then the pipeline as a whole is what to run. */
const MOST_NAMED = 3;
/** Links on the way downstream that are followed: in a large pipeline, thousands may ask. */
const MOST_LINKS = 2000;

/**
 * The last stages downstream of some: `dvc repro` of those runs all that is on the way. A stage whose outs
 * nobody reads is one itself. More than can be named are not all looked for.
 */
export function lastStages(stages: readonly Stage[], facts: PipelineFacts): readonly string[] {
  const readers = readersIn(facts);
  const reached = new Set(stages);
  const last = new Set<string>();
  let left = MOST_LINKS;
  for (const stage of reached) {
    const next = readers.get(stage) ?? [];
    if (next.length === 0) last.add(stage.address);
    left -= next.length;
    if (left < 0 || last.size > MOST_NAMED) return [...reached].map(({ address }) => address);
    for (const reader of next) reached.add(reader);
  }
  // In a cycle none is the last.
  return last.size === 0 ? stages.map(({ address }) => address) : [...last];
}

/** A param is told of one stage, and all that ran with it are behind. */
export function lastOfParam(
  stage: Stage,
  param: { readonly file: string; readonly key: string },
  facts: PipelineFacts,
): readonly string[] {
  const stages = facts.pipelines.flatMap((pipeline) => pipeline.stages);
  const readers = stages.filter(({ declared, params }) =>
    params.some(
      ({ at, values }) =>
        declared !== null &&
        at.kind === "inside" &&
        at.path === param.file &&
        values.some(({ key }) => key === param.key),
    ),
  );
  return lastStages([stage, ...readers], facts);
}

/** Declared stages by whose recorded outs they read. */
const readersIn: (facts: PipelineFacts) => ReadonlyMap<Stage, readonly Stage[]> = remembered(
  (facts) => {
    const producers = producersOf(facts);
    const readers = new Map<Stage, Stage[]>();
    for (const stage of facts.pipelines.flatMap(({ stages }) => stages)) {
      if (stage.declared === null) continue;
      for (const from of writersFor(stage, producers)) {
        const there = readers.get(from);
        if (there === undefined) readers.set(from, [stage]);
        else there.push(stage);
      }
    }
    return readers;
  },
);

function writersFor(stage: Stage, producers: ReturnType<typeof producersOf>): ReadonlySet<Stage> {
  const found = stage.deps.flatMap((dep) => producersFor(dep, producers));
  return new Set(
    found.flatMap(({ stage: from }) => (from === null || from === stage ? [] : [from])),
  );
}
