// metrics/echo-params: a value that the metrics repeat from the params is the promoted one.

import { leavesOf } from "../../document/leaves.ts";
import type { Node } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { lookupParam } from "../../dvc/params.ts";
import type { BundleFile } from "../../evidence.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { contentCause } from "../cause.ts";
import { at, listed, place } from "../wording.ts";
import { together } from "./together.ts";

interface Pair {
  readonly metric: string;
  readonly measured: string;
  readonly measuredAt: string;
  readonly param: string;
  readonly promoted: string;
  readonly promotedAt: string;
}

interface Differs {
  readonly pairs: readonly Pair[];
}

const text = ({ pairs }: Differs): string =>
  `${listed(
    pairs.map(
      ({ metric, measured, measuredAt, param, promoted, promotedAt }) =>
        `${measuredAt} repeats ${metric} = ${measured}, but the promoted ${param} is ${promoted} (${promotedAt})`,
    ),
  )}.`;

const repair = (): readonly string[] => [
  "generate the bundle again from one run: dvc repro; do not edit the number",
  "commit dvc.lock with the bundle (of what DVC keeps, the .dvc file: dvc add, dvc push), and tag that commit",
];

const differs: Message<Differs> = { level: "error", text, repair };
const mayDiffer: Message<Differs> = {
  level: "warning",
  text,
  repair: () => [...repair(), "or, where the metric repeats no param, give it another name"],
};

type Seen = View<"bundle" | "documents">;

export const metricsEchoParams: AnyRule = defineRule({
  id: "metrics/echo-params",
  holds: "a value that the metrics repeat from the params is the promoted one",
  why: "Metrics often carry the threshold they were measured with. If it is not the promoted one, they are of another run.",
  repair: "Generate metrics and params from one run.",
  refusal: "its metrics repeat other params than it promotes",
  example: {
    given: "the metrics repeat a threshold that is not the promoted one",
    says: "publish/v1/metrics.json:1 repeats at.threshold = 0.65, but the promoted decision.threshold is 0.5 (publish/v1/params.yaml:2).",
  },
  on: true,
  needs: ["bundle", "documents"],
  messages: { differs, mayDiffer },
  *check(view) {
    const { files } = view.bundle;
    const metrics = files.filter((file) => file.role === "metrics" && isRead(file, view));
    const params = files.filter((file) => file.role === "params" && isRead(file, view));
    if (metrics.length === 0 || params.length === 0)
      yield notApplicable(`${view.bundle.path} holds no metrics and params to compare`);
    for (const [left, rights] of together(metrics, params)) {
      for (const right of rights) yield* comparePair(left, right, view);
    }
  },
});

interface Read {
  readonly path: string;
  readonly node: Node;
}

function isRead({ path }: BundleFile, { documents }: Seen): boolean {
  return documents.get(path)?.state === "present";
}

function* comparePair(metrics: BundleFile, params: BundleFile, view: Seen) {
  const [left, right] = [view.documents.get(metrics.path), view.documents.get(params.path)];
  if (left?.state !== "present" || right?.state !== "present") return;
  yield* compare(
    { path: metrics.path, node: left.value },
    { path: params.path, node: right.value },
    view,
  );
}

function* compare(metrics: Read, params: Read, { policy }: Seen) {
  const causes = [contentCause(metrics.path), contentCause(params.path)];
  const { echo } = policy.metrics;
  const named = echo.flatMap(({ metric, param }) => {
    const [left, right] = [lookupParam(metrics.node, metric), lookupParam(params.node, param)];
    if (left.state !== "found" || right.state !== "found") return [];
    return pairOf({ key: metric, value: left.value }, { key: param, value: right.value });
  });
  const taken = new Set(echo.map(({ metric }) => metric));
  const guessed = guess(metrics.node, params.node)
    .filter(([left]) => !taken.has(left.key))
    .flatMap(([left, right]) => pairOf(left, right));
  const where = at(metrics.path, null);
  if (named.length > 0) yield finding("differs", { pairs: named }, { where, causes });
  if (guessed.length > 0) yield finding("mayDiffer", { pairs: guessed }, { where, causes });

  function pairOf(left: Leaf, right: Leaf): readonly Pair[] {
    if (pythonEquals(left.value, right.value)) return [];
    return [
      {
        metric: left.key,
        measured: formatValue(left.value),
        measuredAt: place(metrics.path, left.value.line),
        param: right.key,
        promoted: formatValue(right.value),
        promotedAt: place(params.path, right.value.line),
      },
    ];
  }
}

interface Leaf {
  readonly key: string;
  readonly value: Node;
}

/** Leaves of one name and kind of value, where that name stands once in the metrics and once in the params. */
function guess(metrics: Node, params: Node): readonly (readonly [Leaf, Leaf])[] {
  const wanted = onlyLeaves(params);
  return [...onlyLeaves(metrics)].flatMap(([name, left]) => {
    const right = wanted.get(name);
    return right === undefined || !isAlike(left, right) ? [] : [[left, right] as const];
  });
}

/** A measured `loss` repeats no `loss: binary_crossentropy`. */
function isAlike({ value: left }: Leaf, { value: right }: Leaf): boolean {
  return kindOf(left) === kindOf(right);
}

/** A text that reads as a number is one: some writers quote whatever they write. */
function kindOf(node: Node): string {
  if (node.kind !== "scalar") return node.kind;
  const { value } = node;
  if (typeof value === "bigint") return "number";
  const isNumeric = typeof value === "string" && /\d/.test(value) && !Number.isNaN(Number(value));
  return isNumeric ? "number" : typeof value;
}

function onlyLeaves(node: Node): ReadonlyMap<string, Leaf> {
  const byName = new Map<string, Leaf[]>();
  for (const { name, key, value } of leavesOf(node)) {
    const there = byName.get(name);
    if (there === undefined) byName.set(name, [{ key, value }]);
    else there.push({ key, value });
  }
  const once = [...byName].flatMap(([name, [leaf, ...more]]) =>
    leaf === undefined || more.length > 0 ? [] : [[name, leaf] as const],
  );
  return new Map(once);
}
