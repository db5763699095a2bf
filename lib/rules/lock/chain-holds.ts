// lock/chain-holds: what a stage read is what the other stage, or the pointer file, says it wrote.
//
// DVC compares this only through the working tree; here the records alone are compared, so a
// release whose evaluation was never rerun is plain from git (reference: a public DVC example
// repository carries such a version, and `dvc status` prints the same for it as for a good one).

import { directoryHash } from "../../dvc/directory-hash.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import type { RecordedHash } from "../../dvc/model.ts";
import { producersOf, type Producer } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { hashInside } from "../../dvc/inside.ts";
import type { OriginAnswer } from "../../finding.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
} from "../../rule.ts";
import { readCause } from "../cause.ts";
import { at, originSentence, place, reproduce, shortHash } from "../wording.ts";

interface Broken {
  readonly stage: string;
  readonly path: string;
  readonly read: string;
  readonly readAt: string;
  readonly wrote: string;
  readonly wroteAt: string;
  readonly writer: string;
  readonly lockPath: string;
}

const broken: Message<Broken> = {
  level: "error",
  text: ({ stage, path, read, readAt, wrote, wroteAt, writer }, origin) =>
    `Stage ${stage} read ${path} as ${shortHash(read)} (${readAt}), but ${writer} records it as ${shortHash(wrote)} (${wroteAt}): ${stage} was not run on what is released.` +
    originSentence("What it read is the output", writtenIn(origin)),
  repair: ({ stage, lockPath }) => reproduce([stage], [lockPath, "the files that it writes"]),
};

interface NotInside {
  readonly stage: string;
  readonly what: string;
  readonly lockPath: string;
}

const notInside: Message<NotInside> = {
  level: "error",
  text: ({ stage, what }) =>
    `Stage ${stage} read ${what}: ${stage} was not run on what is released.`,
  repair: ({ stage, lockPath }) => reproduce([stage], [lockPath, "the files that it writes"]),
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
  needs: ["pipelines"],
  messages: { broken, notInside },
  *check({ pipelines }) {
    const producers = producersOf(pipelines);
    let links = 0;
    for (const stage of pipelines.pipelines.flatMap((pipeline) => pipeline.stages)) {
      if (stage.locked === null) continue;
      for (const dep of stage.deps) {
        if (dep.at.kind !== "inside") continue;
        const { path } = dep.at;
        for (const producer of producers.at(path)) {
          links += 1;
          yield* compareLink(stage, dep, path, producer);
        }
        for (const producer of producers.above(path)) {
          links += 1;
          yield* compareInside(stage, dep, path, producer);
        }
        for (const producer of producers.below(path)) {
          links += 1;
          yield* compareAround(stage, dep, path, producer);
        }
      }
    }
    if (links === 0) yield notApplicable("no stage reads what another stage or a *.dvc file wrote");
  },
});

function* compareLink(stage: Stage, dep: LocatedEntry, path: string, producer: Producer) {
  const read = effectiveHash(dep, dep.insideProject);
  const wrote = effectiveHash(producer.entry, producer.entry.insideProject);
  if (read === null || wrote === null) {
    yield noted(`${stage.address} and ${producer.label} on ${path}: a hash is missing`);
  } else if (read.value !== wrote.value) {
    yield* judgeDifference({ stage, dep, path, producer, read, wrote });
  }
}

interface Difference {
  readonly stage: Stage;
  readonly dep: LocatedEntry;
  readonly path: string;
  readonly producer: Producer;
  readonly read: RecordedHash;
  readonly wrote: RecordedHash;
}

/** Equal digits prove equal content across kinds; different digits of two kinds prove nothing. */
function* judgeDifference({ stage, dep, path, producer, read, wrote }: Difference) {
  if (read.kind !== wrote.kind) {
    yield noted(
      `${path}: ${stage.address} recorded it by ${read.kind}, ${producer.label} by ${wrote.kind}`,
    );
    return;
  }
  const data = {
    stage: stage.address,
    path,
    read: read.value,
    readAt: place(stage.lockPath, dep.line),
    wrote: wrote.value,
    wroteAt: place(producer.recordedIn, producer.entry.line),
    writer: producer.label,
    lockPath: stage.lockPath,
  };
  yield finding("broken", data, {
    where: at(stage.lockPath, dep.line),
    expected: wrote.value,
    found: read.value,
    causes: [readCause(stage.address, path)],
    stray: { hashes: [read.value], path },
  });
}

/** The dep is inside an out that is a directory: only the listing of the directory knows. */
function* compareInside(stage: Stage, dep: LocatedEntry, path: string, producer: Producer) {
  const { entry } = producer;
  const directory = entry.at.kind === "inside" ? entry.at.path : "";
  const read = effectiveHash(dep, dep.insideProject);
  if (entry.files === null || read === null) {
    yield noted(
      `${path} is inside ${directory}, of which only the directory's hash is recorded (${producer.label})`,
    );
    return;
  }
  const wrote = hashInside(entry, path.slice(directory.length + 1));
  if (wrote === null && read.value !== EMPTY_DIRECTORY) {
    const text = `${path} (${placeOfDep(stage, dep)}), but ${directory} as ${producer.label} records it (${placeOfOut(producer)}) holds no such file`;
    yield tellNotInside(stage, dep, { path, text });
  } else if (wrote !== null && wrote.value !== read.value) {
    yield* judgeDifference({ stage, dep, path, producer, read, wrote });
  }
}

/** The dep is a directory that holds the out: its listing is needed to find the out in it. */
function* compareAround(stage: Stage, dep: LocatedEntry, path: string, producer: Producer) {
  const { entry } = producer;
  const out = entry.at.kind === "inside" ? entry.at.path : "";
  const wrote = effectiveHash(entry, entry.insideProject);
  if (dep.files === null || wrote === null) {
    yield noted(
      `${out} is inside ${path}, of which ${stage.address} recorded only the directory's hash`,
    );
    return;
  }
  const read = hashInside(dep, out.slice(path.length + 1));
  if (read === null && wrote.value !== EMPTY_DIRECTORY) {
    const text = `${path} (${placeOfDep(stage, dep)}) while it held no ${out}, which ${producer.label} records (${placeOfOut(producer)})`;
    yield tellNotInside(stage, dep, { path: out, text });
  } else if (read !== null && read.value !== wrote.value) {
    yield* judgeDifference({ stage, dep, path: out, producer, read, wrote });
  }
}

/** It leaves no trace in the listing of a directory around it. */
const EMPTY_DIRECTORY = directoryHash([]);

function placeOfDep({ lockPath }: Stage, { line }: LocatedEntry): string {
  return place(lockPath, line);
}

function placeOfOut({ recordedIn, entry }: Producer): string {
  return place(recordedIn, entry.line);
}

function tellNotInside(stage: Stage, dep: LocatedEntry, told: { path: string; text: string }) {
  const data = { stage: stage.address, what: told.text, lockPath: stage.lockPath };
  return finding("notInside", data, {
    where: at(stage.lockPath, dep.line),
    causes: [readCause(stage.address, told.path)],
  });
}
