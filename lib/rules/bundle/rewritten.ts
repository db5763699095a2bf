// Metrics that a publish stage rewrote: filtered, renamed or put into another shape, but with the numbers of a run.

import { leavesOf, type Leaf } from "../../document/leaves.ts";
import type { Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";

type Seen = View<"pipelines" | "documents">;

/** So many numbers with digits after the point are not equal by chance, whatever they are called. */
const TELLING = 2;

/**
 * The stages upstream of the one that wrote the file, whose output has all of its numbers. None
 * where the file is not structured, or where its numbers come together in no single output.
 */
export function sourcesOf(file: BundleFile, writer: Stage, view: Seen): readonly Stage[] {
  const mine = numbersAt(file.path, view);
  if (mine.length === 0) return [];
  const { stages } = upstreamOf(writer, producersOf(view.pipelines));
  return [...stages].filter(
    (stage) => stage !== writer && stage.outs.some((out) => repeats(mine, out, view)),
  );
}

function repeats(mine: readonly Leaf[], out: LocatedEntry, view: Seen): boolean {
  return documentsOf(out, view).some((node) => hasAll(mine, numbersOf(node)));
}

/** What the output is, or what the files in it are, as far as they were read. */
export function documentsOf({ at, files }: LocatedEntry, { documents }: Seen): readonly Node[] {
  if (at.kind !== "inside") return [];
  const inside = files === null ? [] : [...documents.keys()];
  const paths = [at.path, ...inside.filter((path) => path.startsWith(`${at.path}/`))];
  return paths.flatMap((path) => {
    const reading = documents.get(path);
    return reading?.state === "present" ? [reading.value] : [];
  });
}

/** By the same names, or under whatever names if there are enough of them that tell. */
function hasAll(mine: readonly Leaf[], theirs: readonly Leaf[]): boolean {
  const isThere = ({ name, value }: Leaf, named: boolean): boolean =>
    theirs.some((other) => (!named || other.name === name) && pythonEquals(other.value, value));
  if (mine.every((leaf) => isThere(leaf, true))) return true;
  return mine.filter(isTelling).length >= TELLING && mine.every((leaf) => isThere(leaf, false));
}

function isTelling({ value: { value } }: Leaf): boolean {
  return typeof value === "number" && !Number.isInteger(value);
}

function numbersAt(path: string, { documents }: Seen): readonly Leaf[] {
  const reading = documents.get(path);
  return reading?.state === "present" ? numbersOf(reading.value) : [];
}

function numbersOf(node: Node): readonly Leaf[] {
  return [...leavesOf(node)].filter(
    ({ value: { value } }) => typeof value === "number" || typeof value === "bigint",
  );
}
