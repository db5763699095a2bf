// Whose metrics they are, where a tag names one artifact of several and no bundle says what belongs to it.

import { isWithin, locate } from "../../dvc/locate.ts";
import { producersOf, upstreamOf, type Producers } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import { artifactsOf } from "../artifact/resolves.ts";
import type { Sides } from "./judge-evaluations.ts";
import type { MetricsOfBoth } from "./noted.ts";
import { writersOfMetrics } from "./measured-by.ts";
import { stagesOf, type MetricsFile, type Side } from "./side.ts";

type Standing = "own" | "other" | "unknown";

/**
 * Without those that are of another artifact in both releases, wherever they are known. Where nothing
 * ties any metrics to the artifact of the tag, nobody can tell, and all of them count.
 */
export function ownMetrics({ before, after }: Sides, { old, now }: MetricsOfBoth): MetricsOfBoth {
  const standings = new Map<string, Standing[]>();
  const note = (files: readonly MetricsFile[], side: Side): void => {
    const standing = standingIn(side);
    for (const metrics of files) {
      standings.set(metrics.name, [...(standings.get(metrics.name) ?? []), standing(metrics)]);
    }
  };
  note(old, before);
  note(now, after);
  if (![...standings.values()].flat().includes("own")) return { old, now };
  const isOwn = ({ name }: MetricsFile): boolean =>
    standings.get(name)?.some((standing) => standing !== "other") ?? true;
  return { old: old.filter(isOwn), now: now.filter(isOwn) };
}

/** What of a release is its artifact: where it lies, and the stages that it was made by. */
interface Artifact {
  readonly path: string;
  readonly writers: readonly Stage[];
  /** The writers, and every stage behind them. */
  readonly behind: ReadonlySet<Stage>;
}

function standingIn(side: Side): (metrics: MetricsFile) => Standing {
  const { artifact } = side.release.naming;
  const producers = producersOf(side.pipelines);
  const all = artifactsIn(side, producers);
  const own = all.find(({ name }) => name === artifact)?.artifact;
  if (artifact === null || own === undefined) return () => "unknown";
  const others = all.flatMap((each) =>
    each.name === artifact || isPartOf(each.artifact, own) ? [] : [each.artifact],
  );
  return (metrics) => {
    // A bundle is its release's own.
    if (metrics.file !== null) return "own";
    const stages = writersOfMetrics(metrics, side);
    if (stages.length === 0) return "unknown";
    const found = stages.map((stage) => standingOf(stage, { own, others }, producers));
    if (found.includes("own")) return "own";
    return found.every((standing) => standing === "other") ? "other" : "unknown";
  };
}

function artifactsIn({ pipelines }: Side, producers: Producers) {
  return artifactsOf(pipelines.pipelines).flatMap(({ name, artifact, pipeline }) => {
    const { at } = locate(pipeline.directory, pipeline.projectRoot, artifact.path);
    if (at.kind !== "inside") return [];
    const { path } = at;
    const writers = stagesOf([
      ...producers.at(path),
      ...producers.above(path),
      ...producers.below(path),
    ]);
    const behind = new Set(writers.flatMap((one) => [...upstreamOf(one, producers).stages]));
    return [{ name, artifact: { path, writers, behind } }];
  });
}

/** What an artifact is made of (the model that was exported as it) is no other artifact. */
function isPartOf(part: Artifact, { path, behind }: Artifact): boolean {
  return isAround(part.path, path) || part.writers.some((writer) => behind.has(writer));
}

/**
 * A stage is another artifact's that reads or makes that one. Without one, only a stage that has nothing to do with what
 * the artifact was made by: an export may be measured before it is made.
 */
function standingOf(
  stage: Stage,
  { own, others }: { readonly own: Artifact; readonly others: readonly Artifact[] },
  producers: Producers,
): Standing {
  const { stages, broken } = upstreamOf(stage, producers);
  if (own.behind.has(stage) || touches(stages, own)) return "own";
  if (broken.length > 0 || [...stages].some(({ locked }) => locked === null)) return "unknown";
  if (others.some((other) => touches(stages, other))) return "other";
  const isApart = [...stages].every((one) => !own.behind.has(one));
  return isApart && stages.size > 1 ? "other" : "unknown";
}

function touches(stages: ReadonlySet<Stage>, { path, writers }: Artifact): boolean {
  return (
    writers.some((writer) => stages.has(writer)) ||
    [...stages].some(({ deps }) =>
      deps.some(({ at }) => at.kind === "inside" && isAround(at.path, path)),
    )
  );
}

/** One of them is, or lies in, the other. */
function isAround(left: string, right: string): boolean {
  return isWithin(left, right) || isWithin(right, left);
}
