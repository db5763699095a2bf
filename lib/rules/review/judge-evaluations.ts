// How the promoted metrics were measured, held against how those of the baseline were.

import type { Stage } from "../../dvc/project.ts";
import { finding, noted, type Draft, type Unverified } from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { at, listed } from "../wording.ts";
import { changesOf, type EvaluationChange } from "./evaluation-change.ts";
import { evaluationOf, isTraining } from "./evaluation.ts";
import { internalNoteOf, type InternalNote } from "./internal-note.ts";
import { measuredBy, writersOfMetrics } from "./measured-by.ts";
import { leafKeys } from "./metric-keys.ts";
import { modelsOf } from "./models.ts";
import {
  areNamed,
  hiddenNote,
  isNamed,
  MOST_NAMES,
  pairsOf,
  unlessUnknown,
  type MetricsOfBoth,
  type Seen,
} from "./noted.ts";
import { areTelling, carriedIn, type Carried, type Said } from "./said.ts";
import { shortPath } from "./short-names.ts";
import type { MetricsFile, Side } from "./side.ts";

export interface Measured {
  readonly metrics: string;
  readonly baseline: string;
  readonly stage: string;
  readonly changes: readonly EvaluationChange[];
  /** Notes that say what those of the baseline said. */
  readonly carried: readonly Carried[];
  readonly internal: InternalNote | null;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

/** Each stage that measured something, once. */
export function* judgeEvaluations(
  sides: Sides,
  files: MetricsOfBoth,
  view: Seen,
): Generator<Draft<"evaluationChanged" | "evaluationUnreviewed", Measured> | Unverified> {
  const judged = new Set<Stage>();
  for (const { before, after } of pairsOf(files)) {
    const [stage] = writersOfMetrics(after, sides.after);
    const old = sameStage(writersOfMetrics(before, sides.before), stage);
    if (stage === undefined || old === undefined) {
      yield noted(`how ${after.path} was measured cannot be compared: no lock tells its stage`);
      continue;
    }
    const pairs = stagePairs(
      measuredBy(before, old, sides.before),
      measuredBy(after, stage, sides.after),
    );
    for (const pair of pairs) {
      if (judged.has(pair.stage)) continue;
      judged.add(pair.stage);
      yield* judgeStage(pair, after, { sides, view });
    }
  }
}

function sameStage(stages: readonly Stage[], wanted: Stage | undefined): Stage | undefined {
  return stages.find(({ address }) => address === wanted?.address) ?? stages[0];
}

interface StagePair {
  readonly stage: Stage;
  readonly old: Stage;
}

/** Stages of one address; of the rest one after the other, as a stage may have got another name. */
function stagePairs(before: readonly Stage[], after: readonly Stage[]): readonly StagePair[] {
  const rest = before.filter(({ address }) => after.every((stage) => stage.address !== address));
  return after.flatMap((stage) => {
    const same = before.find(({ address }) => address === stage.address);
    const old = same ?? rest.shift() ?? before[0];
    return old === undefined ? [] : [{ stage, old }];
  });
}

function* judgeStage(
  { stage, old }: StagePair,
  metrics: MetricsFile,
  { sides: { before, after }, view }: { readonly sides: Sides; readonly view: Seen },
) {
  const models = modelsOf({ before, after });
  const trains = isTraining(old, models.before) || isTraining(stage, models.after);
  const changes = changesOf(
    { evaluation: evaluationOf(old, before, { model: models.before, trains }), tree: before.tree },
    { evaluation: evaluationOf(stage, after, { model: models.after, trains }), tree: after.tree },
  );
  if (changes.length === 0) return;
  const explains = (said: readonly Said[]): boolean => isExplained(stage, changes, metrics, said);
  if (yield* areTelling(view.said(), view.review, explains)) return;
  const baseline = view.baseline.nearest?.release.name ?? "";
  const data: Measured = {
    metrics: metrics.path,
    baseline,
    stage: stage.address,
    changes,
    internal: internalNoteOf(view.review, view),
    carried: carriedIn(view.review, view.said(), explains),
  };
  const where = at(stage.pipelinePath, stage.declared?.line ?? null);
  // Metrics of another run, and a file that was changed after it, are measured otherwise as well.
  const follows = [contentCause(metrics.path), ...changes.map(({ cause }) => cause)];
  if (mayHaveNote(view)) {
    const draft = finding("evaluationChanged", data, { where, follows });
    yield* unlessUnknown(view, changedText(data), draft);
  } else yield finding("evaluationUnreviewed", data, { where, follows });
}

function changedText({ metrics, baseline, stage, changes }: Measured): string {
  const names = listed(
    changes.map(({ name }) => name),
    4,
  );
  return `${metrics} was measured otherwise than for ${baseline} (of stage ${stage}, ${names} changed)`;
}

/** Where the bundle has no review note, nobody promised one. */
function mayHaveNote(view: Seen): boolean {
  const files = view.review.bundle?.files ?? [];
  return files.some(({ role }) => role === "review") || hiddenNote(view) !== null;
}

/** By the stage, also as dvc.yaml calls it with others; by each metric; or by each thing that changed. */
function isExplained(
  { name, address, declared }: Stage,
  changes: readonly EvaluationChange[],
  { document }: MetricsFile,
  said: readonly Said[],
): boolean {
  const names = [name, address, declared?.group ?? name];
  if (names.some((one) => isNamed(one, [], said))) return true;
  const keys = document?.state === "present" ? leafKeys(document.value) : [];
  if (areNamed(keys, keys, said)) return true;
  if (new Set(changes.map(({ section, name: own }) => section ?? own)).size > MOST_NAMES)
    return false;
  const namesOf = (change: EvaluationChange): readonly string[] =>
    [change.name, change.section, shortPath(change, changes)].filter((one) => one !== null);
  return changes.every((change) => namesOf(change).some((one) => isNamed(one, [], said)));
}
