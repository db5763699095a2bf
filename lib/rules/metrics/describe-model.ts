// metrics/describe-model: the promoted metrics were measured on the promoted model.

import type { Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import { type AnyRule, blocking, defineRule, finding, noted, type View } from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { missingOf } from "../bundle/recorded.ts";
import { unknownWriter } from "../bundle/unknown-origin.ts";
import { writersOf } from "../bundle/writers.ts";
import { convertedFrom } from "./converted.ts";
import {
  converted,
  madeOfIt,
  otherModel,
  packed,
  siblingRead as siblingReadWords,
} from "./describe-words.ts";
import { hashesOf, knows } from "./knows.ts";
import { tellOther } from "./other-model.ts";
import { measuredInstead, type Promoted } from "./measured-instead.ts";
import {
  COMPANION_WORDS,
  DATA_WORDS,
  MODEL_ENDINGS,
  MODEL_WORDS,
  RECORD_WORDS,
  TRAINING_WORDS,
} from "./model-names.ts";
import { primaryModel } from "./primary-model.ts";
import { siblingRead } from "./sibling-read.ts";
import { together } from "./together.ts";
import { unreadRecords } from "../unread.ts";
import { at, listed, place } from "../wording.ts";

type Seen = View<"bundle" | "manifest" | "pipelines" | "documents" | "contents">;

export const metricsDescribeModel: AnyRule = defineRule({
  id: "metrics/describe-model",
  holds:
    "the stage that wrote the promoted metrics wrote the promoted model too, or read it, directly or through other locked stages",
  why: "The numbers of the last version beside the model of the next one look like a result, and are none.",
  repair: "Run the evaluation on the model that is promoted, and commit the lock with the bundle.",
  refusal: "its metrics describe another model",
  example: {
    given: "the metrics were measured on another model",
    says: "publish/v1/metrics.json does not describe publish/v1/model.json (3ab2340c): neither stage evaluate nor one upstream of it wrote or read that model; it was measured on model.json 3a9d14ec (dvc.lock:12).",
  },
  lists: [
    { name: "words of outs that are measured in place of a model", values: DATA_WORDS },
    { name: "words of outs that tell of a training", values: RECORD_WORDS },
    { name: "words in the paths of models", values: MODEL_WORDS },
    { name: "endings of models", values: MODEL_ENDINGS },
    { name: "words of what a model is served with", values: COMPANION_WORDS },
    { name: "words of stages that train", values: TRAINING_WORDS },
  ],
  on: true,
  needs: ["bundle", "manifest", "pipelines", "documents", "contents"],
  messages: { otherModel, madeOfIt, siblingRead: siblingReadWords, converted, packed },
  *check(view) {
    const metrics = view.bundle.files.filter(({ role }) => role === "metrics");
    const models = view.bundle.files.filter(({ role }) => role === "model");
    const unread = unreadRecords(view.pipelines);
    if (metrics.length === 0) yield missingOf("metrics", view);
    else if (models.length === 0) yield missingOf("model", view);
    else if (unread.length > 0) yield blocking(`${listed(unread)} could not be read`);
    else {
      const primary = primaryModel(models, view);
      for (const [file, own] of together(metrics, models))
        yield* judgeMetrics(file, { models: own, primary }, view);
    }
  },
});

interface Models {
  readonly models: readonly BundleFile[];
  /** The one that the manifest calls the model, of several. */
  readonly primary: readonly BundleFile[];
}

function* judgeMetrics(metrics: BundleFile, { models, primary }: Models, view: Seen) {
  const writers = writersOf(metrics, view);
  const [writer] = writers;
  if (writer === undefined) {
    yield unknownWriter(metrics, "model", view);
    return;
  }
  for (const model of models) {
    const { content } = model;
    if (content.kind === "unverifiable") {
      const reason = `${model.path}: ${content.reason}`;
      yield content.blocking ? blocking(reason) : noted(reason);
      continue;
    }
    const promoted = { path: model.path, hashes: hashesOf(model, view) };
    const knowing = writers.filter((stage) => knows(stage, promoted.hashes, view));
    if (knowing.length === 0) {
      if (!isMadeOf(model, primary, view)) yield* tell(metrics, model, writer, view);
      continue;
    }
    yield* tellInstead(metrics, promoted, knowing, view);
    if (!isMadeOf(model, primary, view)) yield* tellSibling(metrics, promoted, knowing, view);
  }
}

/** The model is upstream of the metrics, and what they are of was made of it. */
function* tellInstead(
  metrics: BundleFile,
  promoted: Promoted,
  writers: readonly Stage[],
  view: Seen,
) {
  const found = writers.map((writer) => measuredInstead(writer, promoted, view));
  const [first] = found;
  if (first == null || found.includes(null)) return;
  const { entry, stage } = first;
  const data = {
    metrics: metrics.path,
    model: promoted.path,
    measured: entry.path,
    measuredAt: place(stage.lockPath, entry.line),
    stage: stage.address,
    commit: commitBundle(view, stage.lockPath),
  };
  yield finding("madeOfIt", data, { where: at(stage.lockPath, entry.line) });
}

/** The stage that wrote the model wrote another one beside it, which was measured. */
function* tellSibling(
  metrics: BundleFile,
  promoted: Promoted,
  writers: readonly Stage[],
  view: Seen,
) {
  const found = writers.map((writer) => siblingRead(writer, promoted, view));
  const [first] = found;
  if (first == null || found.includes(null)) return;
  const { stage, model } = first;
  const read = first.read.map(({ stage: { lockPath }, dep }) => {
    const where = place(lockPath, dep.line);
    return `${dep.path} (${where})`;
  });
  if (!first.isSure) {
    yield noted(
      `whether ${metrics.path} was measured on ${promoted.path}: of what stage ${stage.address} wrote, ${listed(read)} was read and ${model} was not`,
    );
    return;
  }
  const data = {
    metrics: metrics.path,
    promoted: promoted.path,
    model,
    stage: stage.address,
    stageAt: place(stage.lockPath, stage.locked?.line ?? null),
    read,
    commit: commitBundle(view, stage.lockPath),
  };
  yield finding("siblingRead", data, { where: at(metrics.path) });
}

/** Another form of the model that was measured, as the manifest tells them apart: an export, a smaller one. */
function isMadeOf(model: BundleFile, primary: readonly BundleFile[], view: Seen): boolean {
  if (primary.length === 0 || primary.includes(model)) return false;
  return writersOf(model, view).some((stage) =>
    primary.every((one) => knows(stage, hashesOf(one, view), view)),
  );
}

function* tell(metrics: BundleFile, model: BundleFile, writer: Stage, view: Seen) {
  const other = convertedFrom(model, writer, view);
  if (other === null) {
    yield* tellOther(metrics, model, writer, view);
    return;
  }
  const { stage, measured, as } = other;
  if (as === "unseen") {
    yield noted(`${model.path} may be ${measured.path} in another form, which is not at hand`);
    return;
  }
  const data = {
    metrics: metrics.path,
    model: model.path,
    measured: measured.path,
    stage: stage.address,
    stageAt: place(stage.lockPath, stage.locked?.line ?? null),
    commit: commitBundle(view, stage.lockPath),
  };
  yield finding(as, data, { where: at(model.path) });
}
