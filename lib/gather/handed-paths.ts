// Structured files that no stage wrote, and that one read which writes metrics: the numbers may be theirs.

import { posix } from "node:path";

import { MAX_COMPARED_SIZE } from "../document/limits.ts";
import { isStructured } from "../document/structured.ts";
import { pathsIn } from "../dvc/inside.ts";
import { isWithin } from "../dvc/locate.ts";
import { producersOf } from "../dvc/producers.ts";
import type { LocatedEntry } from "../dvc/project.ts";
import type { PipelineFacts } from "../evidence.ts";
import type { FoundBundle } from "./bundle.ts";

/** Small ones: data that a stage measures with is read by nobody here. */
export function handedPaths(
  facts: PipelineFacts,
  promoted: FoundBundle["files"],
): readonly string[] {
  const producers = producersOf(facts);
  const metrics = promoted.filter(({ role }) => role === "metrics").map(({ path }) => path);
  const paths = facts.pipelines
    .flatMap(({ stages }) => stages)
    .filter(({ outs }) => outs.some((out) => mayBeMetrics(out, metrics)))
    .flatMap(({ deps }) => deps.filter(({ size }) => (size ?? 0) <= MAX_COMPARED_SIZE))
    .flatMap(pathsIn)
    .filter((path) => isStructured(path))
    .filter((path) =>
      [...producers.at(path), ...producers.above(path)].every(({ stage }) => stage === null),
    );
  return [...new Set(paths)].toSorted();
}

/** What promoted metrics lie in, and what has their name. */
function mayBeMetrics({ at }: LocatedEntry, metrics: readonly string[]): boolean {
  if (at.kind !== "inside") return false;
  const name = posix.basename(at.path);
  return metrics.some((path) => isWithin(path, at.path) || posix.basename(path) === name);
}
