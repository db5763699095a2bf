// The params that a run of the locks was made with, against those of a promoted file.

import type { Node } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { lookupParam, lookupTopLevel } from "../../dvc/params.ts";
import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import { recordedParamsOf, type RecordedParam } from "../../dvc/recorded-params.ts";
import type { BundleFile } from "../../evidence.ts";
import type { Reading } from "../../reading.ts";
import type { View } from "../../rule.ts";
import { place } from "../wording.ts";
import { fileOfCopy } from "./copied-params.ts";
import { differingValues, type DifferingValue } from "./differing-values.ts";
import { isSaidIn } from "./said-values.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/** A param as it was measured with, and as it is promoted. */
export interface Pair {
  readonly key: string;
  readonly measured: string | null;
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

/**
 * Compares all that the promoted file answers for: every param of the file that it copies, and of other files
 * those that it holds too, as one file may be made of several.
 */
export function compareRun(writer: Stage, params: BundleFile, document: Node, view: Seen): Run {
  const recorded = recordedUpstream(writer, view);
  const copied = fileOfCopy(params, document, recorded, view);
  const source = copied == null ? undefined : view.documents.get(copied);
  const differences = recorded
    .flatMap((param) => differencesOf(param, document))
    .filter((found) =>
      found.param.file === copied
        ? found.recorded !== null || !isSaidIn(recorded, found)
        : isHeld(found) && !isSaidIn(recorded, found) && !isIn(source, found),
    );
  const byKey = new Map(differences.map((found) => [found.key, found]));
  const told = [...byKey.values()].map((found) => tell(found, params.path));
  return { writer, differences: told };
}

interface Found extends DifferingValue {
  readonly param: RecordedParam;
}

function differencesOf(param: RecordedParam, document: Node): readonly Found[] {
  const { key, value, whole } = param;
  const lookup = whole ? lookupTopLevel(document, key) : lookupParam(document, key);
  const promoted = lookup.state === "found" ? lookup.value : null;
  return Array.from(differingValues(value, promoted, key), (found) => ({ ...found, param }));
}

/** What only one of them has is another file's to hold. */
function isHeld({ recorded, promoted }: Found): boolean {
  return recorded !== null && promoted !== null;
}

/** Whether the file that it copies says what it says. */
function isIn(source: Reading<Node> | undefined, { key, promoted }: Found): boolean {
  if (source?.state !== "present" || promoted === null) return false;
  const lookup = lookupParam(source.value, key);
  return lookup.state === "found" && pythonEquals(lookup.value, promoted);
}

function tell({ param, key, recorded, promoted }: Found, path: string): Difference {
  const line = promoted?.line ?? null;
  const pair = {
    key,
    measured: recorded === null ? null : formatValue(recorded),
    measuredAt: place(param.lockPath, param.line),
    promoted: promoted === null ? null : formatValue(promoted),
    promotedAt: place(path, line),
  };
  return { param, pair, line };
}
