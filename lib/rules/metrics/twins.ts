// Promoted values that no stage is recorded with, under keys that the run had of another file.

import {
  recordedParamsOf,
  templatedParamsOf,
  type RecordedParam,
} from "../../dvc/recorded-params.ts";
import type { BundleFile, PipelineFacts } from "../../evidence.ts";
import { finding, type Draft, type Message, type View } from "../../rule.ts";
import { remembered } from "../../remembered.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { contentCause } from "../cause.ts";
import { at } from "../wording.ts";
import type { Difference, Run } from "./compare-run.ts";
import { measured, promoted } from "./match-words.ts";
import { hasValue, saidIn, type Said } from "./said-values.ts";

interface Twin {
  readonly params: string;
  readonly metrics: string;
  readonly source: string;
  readonly says: string;
  readonly measuredWith: string;
  readonly commit: string;
}

/** It may be a leftover, or of something else that has a key of this name: no record tells. */
export const twin: Message<Twin> = {
  level: "warning",
  text: ({ metrics, source, says, measuredWith }) =>
    `This release promotes ${says}, as ${source} has it and no stage is recorded with, but ${metrics} was measured with ${measuredWith}.`,
  repair: ({ params, source, commit }) => [
    `take out of ${source} what nothing reads, or declare it as a param of the stage that reads it`,
    `make ${params} again (dvc repro, or what copies it)`,
    commit,
  ],
};

type Seen = View<"bundle" | "pipelines">;

/** One run of equal metrics that has none is enough. */
export function* tellTwins(
  metrics: BundleFile,
  params: BundleFile,
  runs: readonly Run[],
  view: Seen,
): Generator<Draft<"twin", Twin>> {
  const used = usedIn(view.pipelines);
  const each = runs.map(({ copied, twins }) => twins.filter((one) => !isUsed(one, copied, used)));
  const [first, ...others] = each;
  const source = runs[0]?.copied;
  if (first?.[0] === undefined || source == null) return;
  if (others.some((twins) => twins.length === 0)) return;
  const pairs = first.map(({ pair }) => pair);
  const data = {
    params: params.path,
    metrics: metrics.path,
    source,
    says: promoted(pairs, params.path),
    measuredWith: measured(pairs, first[0].param.stage),
    commit: commitBundle(view, first[0].param.lockPath),
  };
  yield finding("twin", data, {
    where: at(params.path, first[0].line),
    expected: first[0].pair.measured,
    found: first[0].pair.promoted,
    causes: [contentCause(params.path)],
  });
}

type Used = ReadonlyMap<string, readonly Said[]>;

/** What all stages ran with, those that have nothing to do with the metrics too. */
const usedIn: (facts: PipelineFacts) => Used = remembered(({ pipelines }) => {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  return saidIn([...recordedParamsOf(stages), ...templatedParamsOf(stages)]);
});

/** Of the file itself, or taken by a template, which is of no file. */
function isUsed({ pair, value }: Difference, copied: Run["copied"], used: Used): boolean {
  const own = used.get(pair.key)?.filter(({ param }) => isOf(param, copied));
  return value !== null && hasValue(own, value);
}

function isOf({ file }: RecordedParam, copied: Run["copied"]): boolean {
  return file === null || file === copied;
}
