// What the metrics of a release are called, where that is known.

import type { Baseline } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { keysOf } from "./judge-keys.ts";
import { lastPart } from "./short-names.ts";
import { promotedMetrics, sideOf, type MetricsFile } from "./side.ts";

/** Those of the baseline; none where they could not be read. */
export function earlierNames(
  nearest: Baseline | null,
  view: Pick<View<never>, "policy">,
): readonly string[] {
  const side = nearest === null ? null : sideOf(nearest, view);
  if (side === null || "state" in side) return [];
  return namesIn(promotedMetrics(side));
}

/** Dotted keys, and how they end: people write `auc` for `eval.auc`. */
export function namesIn(files: readonly MetricsFile[]): readonly string[] {
  const keys = files.flatMap(keysOf);
  return [...new Set(keys.flatMap((key) => [key, lastPart(key)]))];
}
