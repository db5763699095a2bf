// lock/chain-holds: what a stage read is what the other stage, or the pointer file, says it wrote.
//
// DVC compares this only through the working tree; here the records alone are compared, so a
// release whose evaluation was never rerun is plain from git (reference: a public DVC example
// repository carries such a version, and `dvc status` prints the same for it as for a good one).

import { producersOf, type Producer, type Producers } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Unverified,
  type View,
} from "../../rule.ts";
import { contentCause, readCause } from "../cause.ts";
import { broken, frozen, frozenFilledElse, frozenNotInside, notInside } from "./chain-words.ts";
import { filledElse, judgeFilled } from "./filled.ts";
import {
  compareLinks,
  isSimple,
  type Difference,
  type Links,
  noteClosed,
  type NotInsideDraft,
  type ReadDep,
} from "./links.ts";
import { lineEndings, maybeUntracked, normalForm } from "./mismatch.ts";
import { lastStages } from "../downstream.ts";
import { at, place } from "../wording.ts";

export const lockChainHolds: AnyRule = defineRule({
  id: "lock/chain-holds",
  holds:
    "what each stage read is what another stage, or a *.dvc file, records as written, across all locks in scope",
  why: "A broken chain means that metrics, models and data of one release come from different runs, although every single file looks right.",
  repair: "Run the stage that is behind again with dvc repro, and commit its dvc.lock.",
  refusal: "its stages did not run on each other's outputs",
  example: {
    given: "the model was trained again, the evaluation was not run again",
    says: "Stage evaluate read model as 149603e6 (dvc.lock:12), but stage train records it as 22af645d (dvc.lock:6): evaluate was not run on what is released.",
  },
  on: true,
  needs: ["pipelines", "contents", "filledDirectories"],
  messages: {
    broken,
    notInside,
    filledElse,
    frozen,
    frozenNotInside,
    frozenFilledElse,
    maybeUntracked,
    lineEndings,
    normalForm,
  },
  *check(view) {
    const { pipelines, contents, filledDirectories } = view;
    const producers = producersOf(pipelines);
    const declared = declaredOf(producers);
    const differences = new Map<string, Difference[]>();
    let links = 0;
    for (const read of depsInside(pipelines)) {
      const { dep, path } = read;
      // What is known otherwise is not what a stage wrote that nobody declares any more.
      const isKnown = contents.has(path) || filledDirectories.has(path);
      const writers = isKnown ? declared : producers;
      if (isSimple(dep, path, writers)) {
        links += 1;
        continue;
      }
      for (const compared of compareLinks(read, writers, pipelines)) {
        links += 1;
        yield* sorted(compared, differences);
      }
      const outs = writers.below(path);
      if (outs.length === 0) continue;
      links += 1;
      yield* judgeAround(read, outs, view);
    }
    const told = new Map<Stage, readonly Difference[]>();
    for (const readers of differences.values()) yield* tell(readers, told, pipelines);
    if (links === 0) yield notApplicable("no stage reads what another stage or a *.dvc file wrote");
  },
});

/** Outs in a directory that was read, as one. */
function* judgeAround(
  read: ReadDep,
  outs: readonly Producer[],
  { pipelines, filledDirectories }: View<"pipelines" | "filledDirectories">,
) {
  const content = filledDirectories.get(read.path);
  if (content !== undefined) yield* judgeFilled({ ...read, content, outs }, pipelines);
  else if (read.dep.files === null) yield* noteClosed(read.stage, read.path, outs);
}

/** What the recorded stages read inside of the repository. */
function depsInside({ pipelines }: PipelineFacts): readonly ReadDep[] {
  const read: ReadDep[] = [];
  for (const stage of pipelines.flatMap(({ stages }) => stages)) {
    for (const dep of stage.locked === null ? [] : stage.deps) {
      if (dep.at.kind === "inside") read.push({ stage, dep, path: dep.at.path });
    }
  }
  return read;
}

function isDeclared({ stage }: Producer): boolean {
  return stage === null || stage.declared !== null;
}

function declaredOf(producers: Producers): Links {
  return {
    at: (path) => producers.at(path).filter(isDeclared),
    above: (path) => producers.above(path).filter(isDeclared),
    below: (path) => producers.below(path).filter(isDeclared),
  };
}

/** Passes gaps on, and puts together the stages that read the same instead of what was written. */
function* sorted(
  found: Iterable<Difference | NotInsideDraft | Unverified>,
  differences: Map<string, Difference[]>,
): Generator<NotInsideDraft | Unverified> {
  for (const item of found) {
    if ("kind" in item) {
      yield item;
      continue;
    }
    const { path, read, producer, stage } = item;
    const isFrozen = stage.declared?.frozen === true;
    const key = JSON.stringify([path, read.value, producer.label, isFrozen]);
    const there = differences.get(key);
    if (there === undefined) differences.set(key, [item]);
    else there.push(item);
  }
}

/** What the same stages read otherwise as well is told with what was told of them first: one run mends both. */
function* tell(
  readers: readonly Difference[],
  told: Map<Stage, readonly Difference[]>,
  facts: PipelineFacts,
) {
  const [first] = readers;
  if (first === undefined) return;
  const before = told.get(first.stage) ?? [];
  const isTold = readers.every(({ stage }) => before.some((one) => one.stage === stage));
  for (const { stage } of readers) if (!told.has(stage)) told.set(stage, readers);
  const { path, read, wrote, producer } = first;
  const data = {
    path,
    read: read.value,
    readers: readers.map(({ stage, dep }) => ({
      stage: stage.address,
      at: place(stage.lockPath, dep.line),
    })),
    wrote: wrote.value,
    wroteAt: place(producer.recordedIn, producer.entry.line),
    writer: producer.label,
    last: lastStages(
      readers.map(({ stage }) => stage),
      facts,
    ),
    lockPaths: [...new Set(readers.map(({ stage }) => stage.lockPath))],
  };
  yield finding(first.stage.declared?.frozen === true ? "frozen" : "broken", data, {
    where: at(first.stage.lockPath, first.dep.line),
    expected: wrote.value,
    found: read.value,
    causes: readers.map(causeOf),
    // Where the commit does not hold what was written either, that file tells it better.
    follows: [contentCause(path), ...(isTold ? before.map(causeOf) : [])],
    stray: { hashes: [read.value], path },
  });
}

function causeOf({ stage, path }: Difference): string {
  return readCause(stage.address, path);
}
