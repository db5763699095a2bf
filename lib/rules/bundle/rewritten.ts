// Metrics that a publish stage rewrote: filtered, renamed or put into another shape, but with the numbers of a run.

import { leavesOf, type Leaf } from "../../document/leaves.ts";
import type { Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { grouped } from "../../grouped.ts";
import { isOwnKey } from "./own-keys.ts";
import { isSameNumber } from "./printed.ts";

type Seen = View<"pipelines" | "documents">;

/** So many numbers with digits after the point are not equal by chance, whatever they are called. */
const TELLING = 2;

/**
 * The stages upstream of the one that wrote the file, of whose output its numbers are made. None
 * where the file is not structured, or where its numbers come together in no single output.
 */
export function sourcesOf(
  file: Pick<BundleFile, "path">,
  writer: Stage,
  view: Seen,
): readonly Stage[] {
  const mine = numbersAt(file.path, view);
  if (mine.length === 0) return [];
  const { stages } = upstreamOf(writer, producersOf(view.pipelines));
  return [...stages].filter(
    (stage) => stage !== writer && stage.outs.some((out) => repeats(mine, out, view)),
  );
}

function repeats(mine: readonly Leaf[], out: LocatedEntry, view: Seen): boolean {
  return documentsOf(out, view).some((node) => isMadeOf(mine, numbersOf(node)));
}

/** Whether a document holds all numbers of the file, or `inPart`: as above, beside some that it does not. */
export function holdsNumbersOf(
  { path }: Pick<BundleFile, "path">,
  document: Node,
  { inPart }: { readonly inPart: boolean },
  view: Seen,
): boolean {
  const [mine, theirs] = [numbersAt(path, view), numbersOf(document)];
  if (inPart || isRenamed(mine, theirs)) return isMadeOf(mine, theirs);
  const { measured, same } = sharedBy(mine, theirs);
  return same.length > 0 && same.length === measured.length;
}

/** Whether most numbers of the file stand in a document by their names, whatever their values. */
export function namesNumbersOf(
  { path }: Pick<BundleFile, "path">,
  document: Node,
  view: Seen,
): boolean {
  const { measured, known } = sharedBy(numbersAt(path, view), numbersOf(document));
  return known.length * 2 > measured.length;
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

/** By the same names, rounded or not, or under whatever names if there are enough of them that tell. */
function isMadeOf(mine: readonly Leaf[], theirs: readonly Leaf[]): boolean {
  return isPassedOn(mine, theirs) || isRenamed(mine, theirs);
}

/** Most of the numbers are those, and none is another one; a publish stage may add some of its own. */
function isPassedOn(mine: readonly Leaf[], theirs: readonly Leaf[]): boolean {
  const { measured, known, same } = sharedBy(mine, theirs);
  if (same.length < known.length || same.length === 0) return false;
  return same.length === measured.length || isMost(same, measured);
}

/** What one says of measurements; of these, what both say by name, and what both say alike. */
function sharedBy(mine: readonly Leaf[], theirs: readonly Leaf[]) {
  const byName = grouped(theirs, ({ name }) => name);
  const measured = mine.filter(({ name }) => !isOwnKey(name));
  const known = measured.filter(({ name }) => byName.has(name));
  const same = known.filter(({ name, value }) =>
    byName.get(name)?.some((other) => isSameNumber(value, other.value)),
  );
  return { measured, known, same };
}

function isMost(some: readonly Leaf[], all: readonly Leaf[]): boolean {
  return some.length * 2 > all.length && some.filter(isTelling).length >= TELLING;
}

/** One number alone has to keep its name in the other one: `auc` as `test_auc`. */
function isRenamed(mine: readonly Leaf[], theirs: readonly Leaf[]): boolean {
  const telling = mine.filter(isTelling);
  if (telling.length === 0) return false;
  const byValue = grouped(theirs, ({ value: { value } }) => Number(value));
  return mine.every(({ name, value }) =>
    byValue
      .get(Number(value.value))
      ?.some(
        (other) =>
          pythonEquals(other.value, value) &&
          (telling.length >= TELLING || sharesName(name, other.name)),
      ),
  );
}

/** Whether all words of one name are in the other. */
function sharesName(left: string, right: string): boolean {
  const [one, other] = [wordsOf(left), wordsOf(right)];
  return isSubset(one, other) || isSubset(other, one);
}

function wordsOf(name: string): ReadonlySet<string> {
  return new Set(
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
  );
}

function isSubset(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return some.size > 0 && [...some].every((word) => all.has(word));
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
