// review/metric-meaning: where a number means something else than in the last release, a note says so.

import {
  type AnyRule,
  blocking,
  defineRule,
  noted,
  notApplicable,
  type Message,
  type NotApplicable,
  type Unverified,
  type View,
} from "../../rule.ts";
import type { Baseline, ReviewFacts } from "../../evidence.ts";
import { CODE_ENDINGS } from "../programs.ts";
import { listed } from "../wording.ts";
import type { EvaluationChange } from "./evaluation-change.ts";
import { internalNoteRepair } from "./internal-note.ts";
import { judgeEvaluations, type Measured } from "./judge-evaluations.ts";
import { judgeKeys, type Keys } from "./judge-keys.ts";
import type { KeyChange } from "./metric-keys.ts";
import { namesIn } from "./metric-names.ts";
import { closedPlaceOf } from "./noted.ts";
import { ownMetrics } from "./own-metrics.ts";
import { carriedText, saidIn, type Said } from "./said.ts";
import { besides, sinceFinal, type Told } from "./since-final.ts";
import { promotedMetrics, sideOf, type MetricsFile, type Side } from "./side.ts";

const keysChanged: Message<Keys> = {
  level: "error",
  text: ({ metrics, baseline, changes, carried }) =>
    `${metrics} does not say what it said in ${baseline}: ${listed(changes.map(keyText), 4)}; no review note names ${changes.length === 1 ? "it" : "them"}${carriedText(carried, baseline)}.`,
  repair: ({ changes, baseline, internal }) => [
    `say in the review note what became of ${listed(
      changes.map(({ key }) => key || "the metrics"),
      8,
    )} since ${baseline}, and tag again`,
    "or, where it was not meant, restore what writes the metrics, run: dvc repro, and commit the lock with the bundle",
    ...internalNoteRepair(internal),
  ],
};

function keyText({ key, from, to, instead }: KeyChange): string {
  const name = key === "" ? "the whole" : key;
  if (to !== null) return `${name} was a ${from} and is a ${to}`;
  return instead === null ? `${name} is gone` : `${name} is gone (${instead} is new)`;
}

const evaluationChanged: Message<Measured> = {
  level: "error",
  text: (data) => measuredText(data),
  repair: (data) => measuredRepair(data),
};

/** Where the bundle has no review note, nobody promised one. */
const evaluationUnreviewed: Message<Measured> = {
  level: "warning",
  text: (data) => measuredText(data),
  repair: (data) => measuredRepair(data),
};

function measuredText({ metrics, baseline, stage, changes, carried }: Measured): string {
  return `${metrics} was measured otherwise than for ${baseline}, and no review note says so${carriedText(carried, baseline)}. What changed of stage ${stage}: ${listed(changes.map(changeText), 4)}.`;
}

const WHAT = { command: "the command", code: "the code", data: "the data", param: "the param" };

function changeText({ what, name, text }: EvaluationChange): string {
  return what === "command" ? `the command (${text})` : `${WHAT[what]} ${name} (${text})`;
}

function measuredRepair({ stage, baseline, internal }: Measured): readonly string[] {
  return [
    `say in the review note what changed in ${stage} since ${baseline} and what that means for the numbers (name the stage, or each metric), and tag again`,
    ...internalNoteRepair(internal),
  ];
}

export const reviewMetricMeaning: AnyRule = defineRule({
  id: "review/metric-meaning",
  holds:
    "a metric that is gone, of another type or measured otherwise than in the release before is named in a review note",
  why: "Consumers compare a release with the one before by its metrics. A number that keeps its name and changes its meaning is compared all the same.",
  repair:
    "Say in the review note what the metric means now, naming each metric or the stage that measures it.",
  refusal: "its metrics mean something else than before",
  example: {
    given: "a metric was dropped between two releases",
    says: "publish/v1/metrics.json does not say what it said in v1.0.0: auc is gone; no review note names it.",
  },
  lists: [{ name: "what is code", values: CODE_ENDINGS }],
  on: true,
  needs: ["baseline", "review", "tree", "pipelines", "contents", "documents"],
  messages: { keysChanged, evaluationChanged, evaluationUnreviewed },
  *check(view) {
    const { nearest, final } = view.baseline;
    if (nearest === null) {
      yield notApplicable("there is no release before it");
      return;
    }
    const told = [...sinceBaseline(nearest, view)];
    yield* told;
    if (final.state === "unavailable") yield blocking(final.reason);
    if (final.state !== "present" || final.value === null) return;
    yield* besides(told, sinceBaseline(final.value, sinceFinal(final.value, view)));
  },
});

type Seen = View<"baseline" | "review" | "tree" | "pipelines" | "contents" | "documents">;

function* sinceBaseline(nearest: Baseline, view: Seen): Generator<Told> {
  const before = sideOf(nearest, view);
  if ("state" in before) {
    const reason = `what ${nearest.release.name} held is not known: ${before.reason}`;
    if (before.state === "not-applicable") yield notApplicable(before.reason);
    else yield before.blocking ? blocking(reason) : noted(reason);
    return;
  }
  const after: Side = { ...view, bundle: view.review.bundle };
  const sides = { before, after };
  const { old, now } = ownMetrics(sides, {
    old: promotedMetrics(before),
    now: promotedMetrics(after),
  });
  if (old.length === 0) yield withoutMetrics(before);
  else {
    const seen = { ...view, said: saidOnce(view.review, [...old, ...now]) };
    yield* judgeKeys({ old, now }, seen);
    yield* judgeEvaluations(sides, { old, now }, seen);
  }
}

function withoutMetrics(before: Side): Unverified | NotApplicable {
  const { name } = before.release;
  const place = closedPlaceOf("metrics", before);
  return place === null
    ? notApplicable(`${name} has no metrics`)
    : noted(
        `the metrics of ${name} may be in ${place}, of which only the directory's hash is at hand`,
      );
}

/** Every key and file of the metrics asks. */
function saidOnce(review: ReviewFacts, files: readonly MetricsFile[]): () => readonly Said[] {
  let said: readonly Said[] | null = null;
  return () => (said ??= saidIn(review, namesIn(files)));
}
