// What the metrics of a release are called, where that is known.

import type { Baseline } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { keysOf } from "./judge-keys.ts";
import { promotedMetrics, sideOf } from "./side.ts";

/** Those of the baseline: dotted keys, and how they end. None where they could not be read. */
export function earlierNames(
  nearest: Baseline | null,
  view: Pick<View<never>, "policy">,
): readonly string[] {
  const side = nearest === null ? null : sideOf(nearest, view);
  if (side === null || "state" in side) return [];
  const keys = promotedMetrics(side).flatMap(keysOf);
  return [...new Set(keys.flatMap((key) => [key, key.slice(key.lastIndexOf(".") + 1)]))];
}
