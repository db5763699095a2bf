// metrics/match-params: the promoted metrics were measured under the promoted params.

import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  type Message,
  type View,
} from "../../rule.ts";
import { recordedHashes, rewrittenFrom, writersOf } from "../bundle/writers.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { missingOf } from "../bundle/recorded.ts";
import { unknownWriter } from "../bundle/unknown-origin.ts";
import { contentCause, paramCause } from "../cause.ts";
import { dvcCommand } from "../dvc-command.ts";
import { unreadRecords } from "../unread.ts";
import { at, listed, originSentence } from "../wording.ts";
import { runsOfModel } from "./knows.ts";
import { measured, promoted } from "./match-words.ts";
import { nested, tellNested } from "./nested-params.ts";
import { remedyOf, toldRemedy, type Remedy } from "./remedy.ts";
import { otherStage, tellUnused, unused } from "./unused-params.ts";
import { together } from "./together.ts";
import { tellTwins, twin } from "./twins.ts";
import {
  compareRun,
  recordedUpstream,
  templatedUpstream,
  type Pair,
  type Run,
} from "./compare-run.ts";

interface Mismatch extends Remedy {
  readonly metrics: string;
  /** That it is not the measuring stage's own file; empty where it is. */
  readonly rewritten: string;
  readonly params: string;
  readonly stage: string;
  readonly pairs: readonly Pair[];
  readonly commit: string;
}

const otherRun: Message<Mismatch> = {
  level: "error",
  text: ({ metrics, rewritten, params, stage, pairs }, origin) =>
    `${metrics}${rewritten} was measured with ${measured(pairs, stage)}, but this release promotes ${promoted(pairs, params)}.` +
    originSentence("They are the metrics", origin),
  repair: (data) => [...toldRemedy(data), `${data.commit}; do not edit the number`],
};

/** What it holds is right, and some of what the run had is not there. */
const incomplete: Message<Mismatch> = {
  level: "error",
  refusal: "its params lack some of those that its metrics were measured with",
  text: ({ metrics, rewritten, params, stage, pairs }) =>
    `${params} lacks ${listed(pairs.map(({ key }) => key))}, but ${metrics}${rewritten} was measured with ${measured(pairs, stage)}.`,
  repair: ({ params, last, commit }) => [
    `let what writes ${params} take over all params of the run${last.length === 0 ? "" : `, and run: ${dvcCommand("repro", last, 3)}`}`,
    `${commit}; do not add the value by hand`,
  ],
};

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

export const metricsMatchParams: AnyRule = defineRule({
  id: "metrics/match-params",
  holds:
    "the stage that wrote the promoted metrics, and all upstream of it, ran with the promoted params",
  why: "Consumers read the metrics and the params side by side. If they come from two runs, they trust a result that was never measured.",
  repair:
    "Regenerate the bundle from one run: dvc repro, then commit the lock and the bundle together.",
  refusal: "its metrics come from another run than its params",
  example: {
    given: "the metrics of a run with 0.65 beside params that promote 0.5",
    says: "publish/v1/metrics.json was measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:24), but this release promotes decision.threshold = 0.5 (publish/v1/params.yaml:4).",
  },
  on: true,
  needs: ["bundle", "pipelines", "documents", "contents"],
  messages: { otherRun, incomplete, otherStage, unused, twin, nested },
  *check(view) {
    const { files } = view.bundle;
    const metrics = files.filter(({ role }) => role === "metrics");
    const params = files.filter(({ role }) => role === "params");
    if (metrics.length === 0) yield missingOf("metrics", view);
    if (params.length === 0) yield missingOf("params", view);
    if (params.length === 0) return;
    const unread = unreadRecords(view.pipelines);
    if (unread.length > 0) yield blocking(`${listed(unread)} could not be read`);
    else {
      for (const [file, own] of together(metrics, params)) yield* judgeMetrics(file, own, view);
      for (const file of params) yield* tellUnused(file, metrics, view);
      yield* tellNested(view);
    }
  },
});

function* judgeMetrics(metrics: BundleFile, params: readonly BundleFile[], view: Seen) {
  const models = view.bundle.files.filter(({ role }) => role === "model");
  const writers = runsOfModel(writersOf(metrics, view), models, view);
  if (writers.length === 0) {
    yield unknownWriter(metrics, "params", view);
    return;
  }
  const isRecorded = writers.some((stage) => recordedUpstream(stage, view).length > 0);
  if (!isRecorded) yield noted(`no params are recorded for the stages behind ${metrics.path}`);
  if (isRecorded || writers.some((stage) => templatedUpstream(stage, view).length > 0)) {
    for (const file of params) yield* judgeParams(metrics, file, writers, view);
    yield* tellBroken(writers, view);
  }
}

/** One writer that ran with the promoted params is enough: equal metrics may have several. */
function* judgeParams(
  metrics: BundleFile,
  file: BundleFile,
  writers: readonly Stage[],
  view: Seen,
) {
  const reading = view.documents.get(file.path);
  if (reading?.state !== "present") {
    const reason = reading?.state === "unreadable" ? reading.problem.text : "it is not in git";
    yield reading?.state !== "unreadable" && file.entry === null
      ? noted(`${file.path} is kept by DVC and its bytes are not at hand: no value was compared`)
      : blocking(`${file.path} could not be read: ${reason}`);
    return;
  }
  const runs = writers.map((writer) => compareRun(writer, file, reading.value, view));
  const [run] = runs;
  const agreeing = runs.filter(({ differences }) => differences.length === 0);
  if (agreeing.length > 0) yield* tellTwins(metrics, file, agreeing, view);
  else if (run !== undefined) yield* report(metrics, file, run, view);
}

function* tellBroken(writers: readonly Stage[], view: Seen) {
  const producers = producersOf(view.pipelines);
  const broken = writers.flatMap((stage) => upstreamOf(stage, producers).broken);
  if (broken.length === 0) return;
  const what = listed([...new Set(broken)]);
  yield blocking(
    `the records of ${what} contradict each other, so the params behind are not known`,
  );
}

function* report(metrics: BundleFile, params: BundleFile, run: Run, view: Seen) {
  const { writer, differences, isInPart } = run;
  const [first] = differences;
  if (first === undefined) return;
  const data = {
    metrics: metrics.path,
    rewritten: rewrittenFrom(metrics, writer, view),
    params: params.path,
    stage: first.param.stage,
    pairs: differences.map(({ pair }) => pair),
    commit: commitBundle(view, first.param.lockPath),
    ...remedyOf(params, run, view),
  };
  const isIncomplete = isInPart && differences.every(({ pair }) => pair.promoted === null);
  yield finding(isIncomplete ? "incomplete" : "otherRun", data, {
    where: at(params.path, first.line),
    expected: first.pair.measured,
    found: first.pair.promoted,
    causes: [
      ...differences.flatMap(({ param }) =>
        param.file === null ? [] : [paramCause(param.file, param.key)],
      ),
      contentCause(params.path),
    ],
    explains: differences.flatMap(({ param }) =>
      param.file === null ? [] : [contentCause(param.file)],
    ),
    stray:
      isIncomplete || metrics.content.kind === "unverifiable"
        ? null
        : { hashes: [metrics.content.md5, ...recordedHashes(metrics, view)], path: metrics.path },
  });
}
