// Promoted params that the runs of the metrics did not use, and that are other than the params file has them.

import { formatValue } from "../../document/value.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import {
  recordedParamsOf,
  templatedParamsOf,
  type RecordedParam,
} from "../../dvc/recorded-params.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import { finding, type Draft, type Message, type View } from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { copiedDeps, madeBy } from "../bundle/copy-of.ts";
import { writersOf } from "../bundle/writers.ts";
import { contentCause, paramCause, readCause } from "../cause.ts";
import { lastStages } from "../downstream.ts";
import { dvcCommand } from "../dvc-command.ts";
import { at, listed, place } from "../wording.ts";
import { writersAt } from "./remedy.ts";
import { hasValue, isOwnParam, saidIn, type Said } from "./said-values.ts";
import { departuresOf, type Departure } from "./source-values.ts";

interface Told {
  readonly params: string;
  /** `serve.batch = 32 (publish/v1/params.yaml:6)`, each. */
  readonly promoted: readonly string[];
  readonly others: readonly string[];
  readonly source: string;
  /** What stages read that has the very content of the promoted file; null where nothing has. */
  readonly copied: string | null;
  /** The last stages downstream of those that write the promoted file. */
  readonly last: readonly string[];
  readonly commit: string;
}

const repair = ({ params, source, copied, last, commit }: Told): readonly string[] => [
  copied === null
    ? `copy ${source} to ${params} again, or let a stage copy it there (dvc repro)`
    : `let ${copied}, which ${params} is a copy of, have what ${source} has, or let the stage copy ${source}, and run: ${dvcCommand("repro", last, 3)}`,
  `${commit}; do not edit the value`,
];

/** Another stage of the release is recorded with it: the run of a report, a benchmark, another model. */
export const otherStage: Message<Told> = {
  level: "error",
  refusal: "its params are not those of its runs",
  text: ({ promoted, others }) =>
    `This release promotes ${listed(promoted)}, but ${listed(others)}.`,
  repair,
};

/** It may be for serving alone, or a script may have read it undeclared: no record tells. That stages read the file tells that it is meant. */
export const unused: Message<Told> = {
  level: "warning",
  text: ({ promoted, others, source }) =>
    `This release promotes ${listed(promoted)}, with which no stage is recorded, and ${source}, which it is a copy of, says ${listed(others)}.`,
  repair: (told) => [
    ...repair(told),
    "or declare the value as a param of the stage that reads it, so that the lock shows which one was used",
  ],
};

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;
type Drafts = Generator<Draft<"otherStage" | "unused", Told>>;

/** Keys that a run of the metrics used are compared with that run, and not here. */
export function* tellUnused(
  params: BundleFile,
  metrics: readonly BundleFile[],
  view: Seen,
): Drafts {
  const reading = view.documents.get(params.path);
  if (reading?.state !== "present") return;
  const stages = view.pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  const recorded = recordedParamsOf(stages);
  const behind = (): readonly RecordedParam[] => recordedParamsOf(stagesBehind(metrics, view));
  const records = { all: recorded, measured: behind };
  const departures = departuresOf(params, reading.value, records, view);
  if (departures.length === 0 || madeBy(params, view).length > 0) return;
  const measured = saidIn(usedIn(stagesBehind(metrics, view)));
  const used = saidIn([...recorded, ...templatedParamsOf(stages)]);
  const open = departures
    .filter(({ key, promoted }) => !measured.has(key) && !hasValue(used.get(key), promoted))
    .map((departure) => ({ departure, ran: ranWith(departure, used) }));
  const ran = open.filter((one) => one.ran !== undefined);
  const unknown = open.filter((one) => one.ran === undefined && !isOwnParam(one.departure.key));
  const isCopied = copiedDeps(params, view).length > 0;
  yield* tell("otherStage", ran, { params, view });
  if (!isCopied) yield* tell("unused", unknown, { params, view });
}

interface Open {
  readonly departure: Departure;
  /** What a stage has of the same file, or from a template. */
  readonly ran: Said | undefined;
}

function ranWith({ key, source }: Departure, used: ReadonlyMap<string, readonly Said[]>) {
  return used.get(key)?.find(({ param: { file } }) => file === source || file === null);
}

interface Context {
  readonly params: BundleFile;
  readonly view: Seen;
}

function* tell(key: "otherStage" | "unused", open: readonly Open[], context: Context): Drafts {
  const [first] = open;
  if (first === undefined) return;
  const { params, view } = context;
  const { departure } = first;
  const promoted = open.map(({ departure: one }) => {
    return `${one.key} = ${formatValue(one.promoted)} (${place(params.path, one.promoted.line)})`;
  });
  const others = open.map(otherOf);
  const { source } = departure;
  const commit = commitBundle(view);
  const deps = copiedDeps(params, view);
  const copied = deps.map(({ dep }) => pathOf(dep)).find((path) => path !== source) ?? null;
  const last = lastStages(writersAt(params.path, view), view.pipelines);
  const data = { params: params.path, promoted, others, source, copied, last, commit };
  yield finding(key, data, {
    where: at(params.path, departure.promoted.line),
    expected: formatValue(first.ran?.value ?? departure.there),
    found: formatValue(departure.promoted),
    causes: [
      ...open.map(({ departure: one }) => paramCause(one.source, one.key)),
      contentCause(params.path),
    ],
    follows: deps.flatMap(behindCopy),
  });
}

function pathOf({ at: there, path }: LocatedEntry): string {
  return there.kind === "inside" ? there.path : path;
}

/** A stage that is behind what it read copied what was right then. */
function behindCopy({ stage, dep: { at: there } }: ReturnType<typeof copiedDeps>[number]) {
  if (there.kind !== "inside") return [];
  return [readCause(stage.address, there.path), contentCause(there.path)];
}

function otherOf({ departure: { key, there, source }, ran }: Open): string {
  if (ran === undefined) return `${key} = ${formatValue(there)} (${place(source, there.line)})`;
  const { stage, lockPath, line } = ran.param;
  return `stage ${stage} ran with ${key} = ${formatValue(ran.value)} (${place(lockPath, line)})`;
}

function stagesBehind(metrics: readonly BundleFile[], view: Seen): ReadonlySet<Stage> {
  const producers = producersOf(view.pipelines);
  const writers = metrics.flatMap((file) => writersOf(file, view));
  return new Set(writers.flatMap((writer) => [...upstreamOf(writer, producers).stages]));
}

function usedIn(stages: ReadonlySet<Stage>): readonly RecordedParam[] {
  return [...recordedParamsOf(stages), ...templatedParamsOf(stages)];
}
