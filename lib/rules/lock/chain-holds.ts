// lock/chain-holds: what a stage read is what the other stage, or the pointer file, says it wrote.
//
// DVC compares this only through the working tree; here the records alone are compared, so a
// release whose evaluation was never rerun is plain from git (reference: a public DVC example
// repository carries such a version, and `dvc status` prints the same for it as for a good one).

import { producersOf, type Producer, type Producers } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import type { OriginAnswer } from "../../finding.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type Unverified,
} from "../../rule.ts";
import { contentCause, readCause } from "../cause.ts";
import {
  compareLinks,
  isSimple,
  type Difference,
  type Links,
  type NotInside,
  type NotInsideDraft,
} from "./links.ts";
import { at, listed, originSentence, place, reproduce, shortHashes, unfreeze } from "../wording.ts";

interface Broken {
  readonly path: string;
  readonly read: string;
  /** Every stage that read the same, with the place in its lock. */
  readonly readers: readonly { readonly stage: string; readonly at: string }[];
  readonly wrote: string;
  readonly wroteAt: string;
  readonly writer: string;
  readonly lockPaths: readonly string[];
}

const broken: Message<Broken> = {
  level: "error",
  text: ({ path, read, readers, wrote, wroteAt, writer }, origin) => {
    const [was, is] = shortHashes(read, wrote);
    const names = listed(readers.map(({ stage }) => stage));
    const places = listed(readers.map(({ at: where }) => where));
    const [noun, verb, it] =
      readers.length === 1 ? ["Stage", "was", "it"] : ["Stages", "were", "they"];
    return (
      `${noun} ${names} read ${path} as ${was} (${places}), but ${writer} records it as ${is} (${wroteAt}): ${names} ${verb} not run on what is released.` +
      originSentence(`What ${it} read is the output`, writtenIn(origin))
    );
  },
  repair: ({ readers, lockPaths }) =>
    reproduce(
      readers.map(({ stage }) => stage),
      [
        ...lockPaths,
        readers.length === 1 ? "the files that it writes" : "the files that they write",
      ],
    ),
};

const notInside: Message<NotInside> = {
  level: "error",
  text: ({ stage, what }) =>
    `Stage ${stage} read ${what}: ${stage} was not run on what is released.`,
  repair: ({ stage, lockPath }) => reproduce([stage], [lockPath, "the files that it writes"]),
};

const HIDDEN = " DVC does not run a frozen stage, and dvc status does not say this.";

const frozen: Message<Broken> = {
  level: "warning",
  text: (data, origin) => broken.text(data, origin) + HIDDEN,
  repair: (data) => [unfreeze(...data.readers.map(({ stage }) => stage)), ...broken.repair(data)],
};

const frozenNotInside: Message<NotInside> = {
  level: "warning",
  text: (data) => notInside.text(data, null) + HIDDEN,
  repair: (data) => [unfreeze(data.stage), ...notInside.repair(data)],
};

/** A lock that only reads a content says nothing of where it was made. */
function writtenIn(origin: OriginAnswer | null): OriginAnswer | null {
  return origin?.origin != null && origin.stage === null ? null : origin;
}

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
  needs: ["pipelines", "contents"],
  messages: { broken, notInside, frozen, frozenNotInside },
  *check({ pipelines, contents }) {
    const producers = producersOf(pipelines);
    const declared = declaredOf(producers);
    const differences = new Map<string, Difference[]>();
    let links = 0;
    for (const { stage, dep, path } of depsInside(pipelines)) {
      // What git holds is not what a stage wrote that nobody declares any more.
      const writers = contents.has(path) ? declared : producers;
      if (isSimple(dep, path, writers)) {
        links += 1;
        continue;
      }
      for (const compared of compareLinks(stage, dep, path, writers)) {
        links += 1;
        yield* sorted(compared, differences);
      }
    }
    for (const readers of differences.values()) yield* tell(readers);
    if (links === 0) yield notApplicable("no stage reads what another stage or a *.dvc file wrote");
  },
});

interface ReadDep {
  readonly stage: Stage;
  readonly dep: LocatedEntry;
  readonly path: string;
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

function* tell(readers: readonly Difference[]) {
  const [first] = readers;
  if (first === undefined) return;
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
    lockPaths: [...new Set(readers.map(({ stage }) => stage.lockPath))],
  };
  yield finding(first.stage.declared?.frozen === true ? "frozen" : "broken", data, {
    where: at(first.stage.lockPath, first.dep.line),
    expected: wrote.value,
    found: read.value,
    causes: readers.map(({ stage }) => readCause(stage.address, path)),
    // Where the commit does not hold what was written either, that file tells it better.
    follows: [contentCause(path)],
    stray: { hashes: [read.value], path },
  });
}
