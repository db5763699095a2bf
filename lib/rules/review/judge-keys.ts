// The keys of the promoted metrics, held against those of the baseline.

import type { Node } from "../../document/node.ts";
import { finding, noted, type Draft, type Unverified } from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { at, listed } from "../wording.ts";
import { internalNoteOf, type InternalNote } from "./internal-note.ts";
import { changedKeys, leafKeys, type KeyChange } from "./metric-keys.ts";
import {
  closedPlaceOf,
  isNamed,
  MOST_NAMES,
  pairsOf,
  unlessUnknown,
  type MetricsOfBoth,
  type Seen,
} from "./noted.ts";
import { areTelling, carriedIn, type Carried, type Said } from "./said.ts";
import { lastPart, shortKeys } from "./short-names.ts";
import type { MetricsFile } from "./side.ts";

type SeenKeys = Seen & {
  /** Last parts of dotted keys that no other metric of both releases has. */
  readonly short: ReadonlyMap<string, string>;
};

export interface Keys {
  readonly metrics: string;
  readonly baseline: string;
  readonly changes: readonly KeyChange[];
  /** Notes that say what those of the baseline said. */
  readonly carried: readonly Carried[];
  readonly internal: InternalNote | null;
}

/** Yields what is gone or of another type, and in no note. */
export function* judgeKeys(
  files: MetricsOfBoth,
  view: Seen,
): Generator<Draft<"keysChanged", Keys> | Unverified> {
  const seen = { ...view, short: shortKeys([...files.old, ...files.now].flatMap(keysOf)) };
  const pairs = pairsOf(files);
  const baseline = view.baseline.nearest?.release.name ?? "";
  for (const { before, after } of pairs) {
    const [old, now] = [valueOf(before), valueOf(after)];
    if (before.keptAs !== null && before.keptAs === after.keptAs) continue;
    if (old === null || now === null) {
      yield noted(
        `${after.path} cannot be compared with ${before.path} of ${baseline}${whyNot(before, after)}`,
      );
    } else {
      yield* tell(after.path, changedKeys(old, now), leafKeys(old), seen);
    }
  }
  const kept = new Set(pairs.map(({ before }) => before));
  const gone = files.old.filter((file) => !kept.has(file));
  for (const file of gone) yield* judgeGone(file, files.now, seen);
}

/** DVC keeps it, and its bytes are not at hand. */
function isLost({ isKept, document }: MetricsFile): boolean {
  return isKept && document === undefined;
}

function whyNot(before: MetricsFile, after: MetricsFile): string {
  if (isLost(after)) return ": DVC keeps it, and its bytes are not at hand";
  if (isLost(before)) return ": DVC kept that, and its bytes are not at hand";
  return " as values";
}

function valueOf({ document }: MetricsFile): Node | null {
  return document?.state === "present" ? document.value : null;
}

/** A metrics file that is gone: what it held may be in any other one. */
function* judgeGone(file: MetricsFile, now: readonly MetricsFile[], view: SeenKeys) {
  if (isNamed(file.path, [], view.said())) return;
  const value = valueOf(file);
  const known = new Set(now.flatMap((other) => keysOf(other)));
  // Where nothing is measured any more, whatever it said is gone.
  const said = value === null ? [file.path] : leafKeys(value);
  const lost = said.filter((key) => !known.has(key));
  if (lost.length === 0) return;
  const gap = whyUnknown(file, now, view);
  if (gap !== null) {
    yield noted(gap);
    return;
  }
  const changes = lost.map((key) => ({
    key,
    from: "metric",
    to: null,
    instead: null,
    leaves: [],
    line: null,
  }));
  yield* tell(file.path, changes, lost, view);
}

/** Why nobody can tell what became of a file that is gone; null where that is known. */
function whyUnknown(file: MetricsFile, now: readonly MetricsFile[], view: Seen): string | null {
  const before = `${file.path} of ${view.baseline.nearest?.release.name ?? ""}`;
  const place = closedPlaceOf("metrics", { ...view, bundle: view.review.bundle });
  if (place !== null) {
    return `what became of ${before} is not known: it may be in ${place}, of which only the directory's hash is at hand`;
  }
  if (valueOf(file) === null && now.length > 0) {
    return `what became of ${before} is not known: it is gone, and could not be read`;
  }
  const lost = now.find(isLost);
  return lost === undefined
    ? null
    : `what became of ${before} is not known: it is gone, and what it said may be in ${lost.path}, which DVC keeps and which is not at hand`;
}

/** The metrics of a file, by their dotted keys. */
export function keysOf(file: MetricsFile): readonly string[] {
  const value = valueOf(file);
  return value === null ? [] : leafKeys(value);
}

function* tell(
  path: string,
  changes: readonly KeyChange[],
  keys: readonly string[],
  view: SeenKeys,
) {
  if (changes.length === 0) return;
  const { review, baseline } = view;
  const names = { others: keys.slice(0, MOST_NAMES), short: view.short };
  const unnamedIn = (said: readonly Said[]): readonly KeyChange[] =>
    changes.filter((change, index) => index >= MOST_NAMES || !isNoted(change, names, said));
  const said = view.said();
  if (yield* areTelling(said, review, (some) => unnamedIn(some).length === 0)) return;
  const unnamed = unnamedIn(said);
  const line = unnamed.find((change) => change.line !== null)?.line ?? null;
  const data: Keys = {
    metrics: path,
    baseline: baseline.nearest?.release.name ?? "",
    changes: unnamed,
    internal: internalNoteOf(review, view),
    carried: carriedIn(review, said, (then) =>
      unnamed.some((change) => isNoted(change, names, then)),
    ),
  };
  const follows = [contentCause(path)];
  const draft = finding("keysChanged", data, { where: at(path, line), follows });
  yield* unlessUnknown(view, changedText(data), draft);
}

function changedText({ metrics, baseline, changes }: Keys): string {
  const names = listed(
    changes.map(({ key }) => key || "the whole"),
    4,
  );
  const was = changes.length === 1 ? "is not what it was" : "are not what they were";
  return `${names} of ${metrics} ${was} in ${baseline}`;
}

interface Names {
  /** Of the same file: they make no sentence with the one that is looked for. */
  readonly others: readonly string[];
  readonly short: SeenKeys["short"];
}

/** A mapping that is gone may also be named by all that it held. */
function isNoted({ key, to, leaves }: KeyChange, names: Names, said: readonly Said[]): boolean {
  if (isNamed(key, names.others, said)) return true;
  if (to !== null) return false;
  const gone = leaves.length === 0 ? [key] : leaves;
  if (gone.length > MOST_NAMES) return false;
  return gone.every((one) => isKeyNamed(one, names, said));
}

function isKeyNamed(key: string, { others, short }: Names, said: readonly Said[]): boolean {
  if (isNamed(key, others, said)) return true;
  const last = short.get(key);
  return last !== undefined && isNamed(last, [...others, ...others.map(lastPart)], said);
}
