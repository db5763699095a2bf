// metrics/describe-model: the promoted metrics were measured on the promoted model.

import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  type Unverified,
  type View,
} from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { missingOf } from "../bundle/recorded.ts";
import { isKin, unknownWriter } from "../bundle/unknown-origin.ts";
import { rewrittenFrom, writersOf } from "../bundle/writers.ts";
import { readCause } from "../cause.ts";
import { convertedFrom } from "./converted.ts";
import {
  converted,
  madeOfIt,
  otherModel,
  packed,
  siblingRead as siblingReadWords,
} from "./describe-words.ts";
import { entriesBehind, hashesOf, holdsAny, knows } from "./knows.ts";
import { measuredInstead, type Promoted } from "./measured-instead.ts";
import { primaryModel } from "./primary-model.ts";
import { DATA_WORDS, RECORD_WORDS, siblingRead } from "./sibling-read.ts";
import { together } from "./together.ts";
import { unreadRecords } from "../unread.ts";
import { at, listed, place, shortHash } from "../wording.ts";

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

function* tellOther(metrics: BundleFile, model: BundleFile, writer: Stage, view: Seen) {
  const seen = entriesBehind(writer, view);
  const hashes = hashesOf(model, view);
  const broken = brokenReads(writer, view);
  const everywhere = view.pipelines.pipelines.flatMap(({ stages }) =>
    stages.flatMap(({ deps, outs }) => [...deps, ...outs]),
  );
  if (seen.some(isClosed) && !broken.some(({ dep }) => isKin(dep, model, view))) {
    yield mayBeInside(model, seen, view);
  } else if (!everywhere.some((entry) => holdsAny(entry, hashes))) {
    yield blocking(`no lock records ${model.path}, so what measured it is not known`);
  } else {
    const [first] = broken;
    const data = {
      metrics: metrics.path,
      rewritten: rewrittenFrom(metrics, writer, view),
      model: model.path,
      hash: [...hashes][0] ?? "",
      stage: writer.address,
      reads: broken.map(({ text }) => text),
      commit: commitBundle(view, writer.lockPath),
    };
    const causes = broken.map(({ stage, path }) => readCause(stage.address, path));
    const where = first === undefined ? at(metrics.path) : at(first.stage.lockPath, first.line);
    yield finding("otherModel", data, { where, causes });
  }
}

/** What was measured beside the directory, if it looks like the model and is another file, makes that unlikely. */
function mayBeInside(model: BundleFile, seen: readonly LocatedEntry[], view: Seen): Unverified {
  const may = `${model.path} may be in a directory of which only the hash is recorded`;
  const others = seen.filter((entry) => isKin(entry, model, view)).map(({ path }) => path);
  return others.length === 0
    ? noted(may)
    : blocking(`${may}; it was measured on ${listed([...new Set(others)])}, which is another file`);
}

function isClosed(entry: LocatedEntry): boolean {
  return entry.files === null && entry.hash?.value.endsWith(".dir") === true;
}

/** Where the way upstream breaks: what was read there is not what its writer records. */
function brokenReads(writer: Stage, view: Seen) {
  const { stages, broken } = upstreamOf(writer, producersOf(view.pipelines));
  return [...stages].flatMap((stage) =>
    stage.deps.flatMap((dep) => {
      if (dep.at.kind !== "inside" || !broken.includes(dep.path)) return [];
      const where = place(stage.lockPath, dep.line);
      const text = `${dep.at.path} ${shortHash(dep.hash?.value ?? "")} (${where})`;
      return [{ stage, dep, path: dep.at.path, line: dep.line, text }];
    }),
  );
}
