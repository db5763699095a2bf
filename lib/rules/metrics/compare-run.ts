// The params that a run of the locks was made with, against those of a promoted file.

import { formatValue } from "../../document/value.ts";
import type { Node } from "../../document/node.ts";
import { equalsFolded } from "../../dvc/folded.ts";
import { recordedParamsOf, type RecordedParam } from "../../dvc/recorded-params.ts";
import { lookupParam, lookupTopLevel } from "../../dvc/params.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { place } from "../wording.ts";
import { recordedForCopy } from "./copied-params.ts";

type Seen = View<"pipelines" | "contents">;

/** A param as it was measured with, and as it is promoted. */
export interface Pair {
  readonly key: string;
  readonly measured: string;
  readonly measuredAt: string;
  readonly promoted: string | null;
  readonly promotedAt: string;
}

/** A stage that wrote the metrics, and what the promoted params contradict in its run. */
export interface Run {
  readonly writer: Stage;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly param: RecordedParam;
  readonly pair: Pair;
  readonly line: number | null;
}

/** The recorded params of the stage and all upstream of it. */
export function recordedUpstream(stage: Stage, view: Seen): readonly RecordedParam[] {
  return recordedParamsOf(upstreamOf(stage, producersOf(view.pipelines)).stages);
}

/** Compares all of them that the promoted file answers for. */
export function compareRun(writer: Stage, params: BundleFile, document: Node, view: Seen): Run {
  const recorded = recordedUpstream(writer, view);
  const differences = recordedForCopy(params, document, recorded, view).flatMap((param) =>
    comparePair(param, params.path, document),
  );
  const byKey = new Map(differences.map((difference) => [difference.param.key, difference]));
  return { writer, differences: [...byKey.values()] };
}
function comparePair(param: RecordedParam, path: string, document: Node): Difference[] {
  const found = param.whole
    ? lookupTopLevel(document, param.key)
    : lookupParam(document, param.key);
  if (found.state === "found" && equalsFolded(found.value, param.value)) return [];
  const value = found.state === "found" ? found.value : null;
  const line = value?.line ?? null;
  const pair = {
    key: param.key,
    measured: formatValue(param.value),
    measuredAt: place(param.lockPath, param.line),
    promoted: value === null ? null : formatValue(value),
    promotedAt: place(path, line),
  };
  return [{ param, pair, line }];
}
