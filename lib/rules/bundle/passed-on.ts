// Published metrics, for each stage that wrote them: which metrics it has them from, and what of those is known.

import { isStructured } from "../../document/structured.ts";
import type { Node } from "../../document/node.ts";
import { effectiveHash, isWithin } from "../../dvc/locate.ts";
import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { brokenDepsOf, producersOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import { recordedAt } from "../../dvc/recorded-at.ts";
import type { BundleFacts, BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { handedIn, type HandedIn } from "./handed-in.ts";
import {
  isCalledMetrics,
  isCopier,
  metricsReadBy,
  namesakesOf,
  onlyPassesOn,
  outsBelow,
  readsPromoted,
} from "./publisher.ts";
import { namesNumbersOf } from "./rewritten.ts";

export interface PassedOn {
  readonly writer: Stage;
  /** False where the stage reads no metrics, and nothing to measure with: it has them from nothing that it declares. */
  readonly isDeclared: boolean;
  /** True where it has nothing to measure with. */
  readonly isAll: boolean;
  /** True where it is one of them, byte for byte. */
  readonly isCopy: boolean;
  /** What holds them too, or may: a file that it read and that no stage wrote. */
  readonly handedIn: readonly HandedIn[];
  /** True where it has them from there: it has nothing to measure with, or copies the model as well. */
  readonly isHandedOn: boolean;
  /** Metrics that it has them from and read as they were before: `lock/chain-holds` tells of those. */
  readonly outdated: readonly string[];
  /** The metrics that it has them from, by path. */
  readonly sources: ReadonlyMap<string, Node>;
  /** Metrics, and directories that hold some, which cannot be looked into. */
  readonly unseen: readonly string[];
}

type Seen = View<"pipelines" | "documents"> & { readonly bundle: BundleFacts | null };

/** For each stage that records the file as its out. */
export function passedOnOf(file: BundleFile, view: Seen): readonly PassedOn[] {
  const producers = producersOf(view.pipelines);
  const around = [...producers.at(file.path), ...producers.above(file.path)];
  const writers = new Set(around.flatMap(({ stage }) => stage ?? []));
  return [...writers].flatMap((writer) => passedOnBy(writer, file, view) ?? []);
}

/** Null where the stage has not read other metrics, and may have measured these. */
export function passedOnBy(writer: Stage, file: BundleFile, view: Seen): PassedOn | null {
  const closed = closedMetrics(writer, view);
  const handed = handedIn(writer, file, view);
  const rest = [...closed, ...handed.map((one) => one.path)];
  const { read, hasNothing } = readBy(writer, file, rest, view);
  const isDeclared = read.length + rest.length > 0;
  if (!isDeclared && !(hasNothing && readsPromoted(writer, view))) return null;
  // A stage that reads the model alone may be an evaluation that does not declare its data; one that copies is none.
  const isAll = hasNothing && (isDeclared || isCopier(writer));
  const paths = isDeclared ? read : namesakesOf(writer, file.path, view);
  const sources = documentsAt(paths, view);
  const hidden = [...paths.filter((path) => !sources.has(path)), ...closed];
  const unseen = isDeclared || isAll ? hidden : [];
  return {
    writer,
    isDeclared,
    isAll,
    isCopy: isRecordedAt(paths, file, view) || handed.some((one) => one.isCopied),
    handedIn: handed,
    isHandedOn: handed.some(() => hasNothing || isCopier(writer, md5Of(file))),
    outdated: outdatedOf(paths, writer, view),
    sources,
    unseen,
  };
}

/**
 * The metrics of others that it reads, and whether it has nothing to measure with beside them and the rest. A stage that
 * copies, and has nothing else, has its numbers from whatever holds numbers of those names.
 */
function readBy(writer: Stage, file: BundleFile, rest: readonly string[], view: Seen) {
  const called = metricsReadBy(writer, (path) => isCalledMetrics(path, file.path), view);
  const all = isCopier(writer)
    ? metricsReadBy(
        writer,
        (path) => isCalledMetrics(path, file.path) || hasItsNames(path, file, view),
        view,
      )
    : called;
  if (onlyPassesOn(writer, [...all, ...rest], view)) return { read: all, hasNothing: true };
  return { read: called, hasNothing: onlyPassesOn(writer, [...called, ...rest], view) };
}

function hasItsNames(path: string, file: BundleFile, view: Seen): boolean {
  const reading = view.documents.get(path);
  return (
    isStructured(path) && reading?.state === "present" && namesNumbersOf(file, reading.value, view)
  );
}

function outdatedOf(
  paths: readonly string[],
  writer: Stage,
  { pipelines }: Seen,
): readonly string[] {
  const broken = brokenDepsOf(writer, producersOf(pipelines));
  return paths.filter((path) =>
    broken.some(({ at }) => at.kind === "inside" && isWithin(path, at.path)),
  );
}

function documentsAt(paths: readonly string[], { documents }: Seen): ReadonlyMap<string, Node> {
  return new Map(
    paths.flatMap((path) => {
      const reading = documents.get(path);
      return reading?.state === "present" ? [[path, reading.value] as const] : [];
    }),
  );
}

function isRecordedAt(paths: readonly string[], file: BundleFile, { pipelines }: Seen): boolean {
  const producers = producersOf(pipelines);
  return paths.some((path) => recordedAt(path, producers)?.value === md5Of(file));
}

function md5Of({ content }: BundleFile): string | null {
  return content.kind === "unverifiable" ? null : content.md5;
}

/** Directories among the deps that hold declared metrics, and of which only the hash is at hand. */
function closedMetrics({ deps }: Stage, { pipelines }: Seen): readonly string[] {
  const metrics = declaredMetrics(pipelines);
  return deps.flatMap((dep) => {
    const { at, files } = dep;
    const hash = effectiveHash(dep, dep.insideProject)?.value;
    if (at.kind !== "inside" || files !== null || hash?.endsWith(".dir") !== true) return [];
    if (outsBelow(dep, producersOf(pipelines)).length > 0) return [];
    return metrics.some((path) => path !== at.path && isWithin(path, at.path)) ? [at.path] : [];
  });
}
