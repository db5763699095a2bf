// Params under the name of the promoted ones deeper in the bundle (`conf/params.yaml`), against the runs of its metrics.

import type { Node } from "../../document/node.ts";
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
  readonly measuredWith: string;
  readonly commit: string;
}

/** Nobody gave it the role: it may be of something else that has the same keys. */
export const nested: Message<Nested> = {
  level: "warning",
  text: ({ params, metrics, says, measuredWith }) =>
    `${params} is named as the promoted params are, and says ${says}, but ${metrics} was measured with ${measuredWith}.`,
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
    const against = metrics.map((one) => contradictionOf(one, file, reading.value, view));
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
  document: Node,
  view: Seen,
): Contradiction | null {
  const runs = writersOf(metrics, view).map((writer) =>
    compareRun(writer, params, document, view).differences.filter(
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
    measuredWith: measured(pairs, first?.param.stage ?? ""),
    commit: commitBundle(view),
  };
  return finding("nested", data, {
    where: at(file.path, first?.line ?? null),
    causes: [contentCause(file.path)],
  });
}
