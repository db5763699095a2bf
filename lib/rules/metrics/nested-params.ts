// Params under the name of the promoted ones deeper in the bundle (`conf/params.yaml`), against the runs of its metrics.

import type { BundleFile } from "../../evidence.ts";
import {
  finding,
  noted,
  type Draft,
  type Message,
  type Unverified,
  type View,
} from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { writersOf } from "../bundle/writers.ts";
import { contentCause } from "../cause.ts";
import { at } from "../wording.ts";
import { compareRun, type Difference } from "./compare-run.ts";
import { measured, promoted } from "./match-words.ts";

interface Nested {
  readonly params: string;
  readonly metrics: string;
  readonly says: string;
  readonly measured: string;
  readonly commit: string;
}

/** Nobody gave it the role: it may be of something else that has the same keys. */
export const nested: Message<Nested> = {
  level: "warning",
  text: ({ params, metrics, says, measured: with_ }) =>
    `${params} is named as the promoted params are, and says ${says}, but ${metrics} was measured with ${with_}.`,
  repair: ({ params, commit }) => [
    `leave ${params} out of the bundle, mark it in bundle.internal, or let the pipeline write it (dvc repro)`,
    commit,
  ],
};

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

/** A file that fits the run of some promoted metrics is told of by none. Keys that it lacks are the promoted file's to hold. */
export function* tellNested(view: Seen): Generator<Draft<"nested", Nested> | Unverified> {
  const { files } = view.bundle;
  const metrics = files.filter(({ role }) => role === "metrics");
  for (const file of files.filter(({ nestedRole }) => nestedRole === "params")) {
    const reading = view.documents.get(file.path);
    if (reading?.state !== "present") {
      yield noted(`${file.path}, named as the promoted params are, could not be read`);
      continue;
    }
    const against = metrics.map((one) => contradictionOf(one, file, view));
    const [first] = against.flatMap((contradiction) => contradiction ?? []);
    if (first !== undefined && !against.includes(null)) yield tell(file, first, view);
  }
}

interface Contradiction {
  readonly metrics: string;
  readonly differences: readonly Difference[];
}

/** What all runs that may have written the metrics contradict in the file; null where one contradicts nothing. */
function contradictionOf(
  metrics: BundleFile,
  params: BundleFile,
  view: Seen,
): Contradiction | null {
  const reading = view.documents.get(params.path);
  if (reading?.state !== "present") return null;
  const runs = writersOf(metrics, view).map((writer) =>
    compareRun(writer, params, reading.value, view).differences.filter(
      ({ pair }) => pair.promoted !== null,
    ),
  );
  const [first] = runs;
  if (first === undefined || runs.some((differences) => differences.length === 0)) return null;
  return { metrics: metrics.path, differences: first };
}

function tell(file: BundleFile, { metrics, differences }: Contradiction, view: Seen) {
  const pairs = differences.map(({ pair }) => pair);
  const [first] = differences;
  const data = {
    params: file.path,
    metrics,
    says: promoted(pairs, file.path),
    measured: measured(pairs, first?.param.stage ?? ""),
    commit: commitBundle(view),
  };
  return finding("nested", data, {
    where: at(file.path, first?.line ?? null),
    causes: [contentCause(file.path)],
  });
}
