// Each link of the chain: a dep that a stage read, and an out at its path, around it or in it.

import { directoryHash } from "../../dvc/directory-hash.ts";
import { hashInside } from "../../dvc/inside.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import type { RecordedHash } from "../../dvc/model.ts";
import type { Producer, Producers } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import { finding, noted, type Draft, type Unverified } from "../../rule.ts";
import { readCause } from "../cause.ts";
import { lastStages } from "../downstream.ts";
import { at, listed, place } from "../wording.ts";

export interface NotInside {
  readonly stage: string;
  readonly what: string;
  readonly last: readonly string[];
  readonly lockPath: string;
}

export type NotInsideDraft = Draft<"notInside" | "frozenNotInside", NotInside>;

/** Whose records count. */
export type Links = Pick<Producers, "at" | "above" | "below">;

/** What was found on one link; nothing where the records agree. */
type Compared = Iterable<Difference | NotInsideDraft | Unverified>;

/** Whether one alone wrote what the dep read, nobody around it or in it: as it is with nearly every dep. */
export function isSimple(dep: LocatedEntry, path: string, producers: Links): boolean {
  const there = producers.at(path);
  const producer = there[0];
  return (
    producer !== undefined &&
    there.length === 1 &&
    isSame(dep, producer.entry) &&
    producers.above(path).length === 0 &&
    producers.below(path).length === 0
  );
}

/** What a stage read inside of the repository. */
export interface ReadDep {
  readonly stage: Stage;
  readonly dep: LocatedEntry;
  readonly path: string;
}

/** Every link of a dep: its path, and what the records of others say of that. */
export function* compareLinks(
  read: ReadDep,
  producers: Links,
  facts: PipelineFacts,
): Generator<Compared> {
  const { path, dep } = read;
  for (const producer of producers.at(path)) yield compareSame(read, producer);
  for (const producer of producers.above(path)) yield compareInside(read, producer, facts);
  if (dep.files === null) return;
  for (const producer of producers.below(path)) yield compareAround(read, producer, facts);
}

/** One gap a directory, however many stages write into it. */
export function* noteClosed(
  { address }: Stage,
  path: string,
  below: readonly Producer[],
): Generator<Unverified> {
  const outs = [...new Set(below.map(({ entry }) => pathOf(entry)))];
  const are = outs.length === 1 ? "is" : "are";
  yield noted(
    `${listed(outs)} ${are} inside ${path}, of which ${address} recorded only the directory's hash`,
  );
}

function pathOf({ at: location }: LocatedEntry): string {
  return location.kind === "inside" ? location.path : "";
}

function isSame(dep: LocatedEntry, out: LocatedEntry): boolean {
  return dep.hash !== null && out.hash !== null && dep.hash.value === out.hash.value;
}

function* compareSame({ stage, dep, path }: ReadDep, producer: Producer) {
  const read = effectiveHash(dep, dep.insideProject);
  const wrote = effectiveHash(producer.entry, producer.entry.insideProject);
  if (read === null || wrote === null) {
    yield noted(`${stage.address} and ${producer.label} on ${path}: a hash is missing`);
  } else if (read.value !== wrote.value) {
    yield* judgeDifference({ stage, dep, path, producer, read, wrote });
  }
}

export interface Difference {
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
  yield { stage, dep, path, producer, read, wrote };
}

/** The dep is inside an out that is a directory: only the listing of the directory knows. */
function* compareInside({ stage, dep, path }: ReadDep, producer: Producer, facts: PipelineFacts) {
  const { entry } = producer;
  const directory = pathOf(entry);
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
    yield tellNotInside({ stage, dep, path }, text, facts);
  } else if (wrote !== null && wrote.value !== read.value) {
    yield* judgeDifference({ stage, dep, path, producer, read, wrote });
  }
}

/** The dep is a directory that holds the out: its listing is needed to find the out in it. */
function* compareAround({ stage, dep, path }: ReadDep, producer: Producer, facts: PipelineFacts) {
  const { entry } = producer;
  const out = pathOf(entry);
  const wrote = effectiveHash(entry, entry.insideProject);
  if (wrote === null) {
    yield noted(`${out} is inside ${path}, and ${producer.label} records no hash of it`);
    return;
  }
  const read = hashInside(dep, out.slice(path.length + 1));
  if (read === null && wrote.value !== EMPTY_DIRECTORY) {
    const text = `${path} (${placeOfDep(stage, dep)}) while it held no ${out}, which ${producer.label} records (${placeOfOut(producer)})`;
    yield tellNotInside({ stage, dep, path: out }, text, facts);
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

/** `path` is the one that is missing. */
function tellNotInside(
  { stage, dep, path }: ReadDep,
  what: string,
  facts: PipelineFacts,
): NotInsideDraft {
  const { address, lockPath, declared } = stage;
  const data = { stage: address, what, last: lastStages([stage], facts), lockPath };
  return finding(declared?.frozen === true ? "frozenNotInside" : "notInside", data, {
    where: at(lockPath, dep.line),
    causes: [readCause(address, path)],
  });
}
