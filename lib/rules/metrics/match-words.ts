// How the two sides of a mismatch between params are said.

import { listed } from "../wording.ts";
import type { Pair } from "./compare-run.ts";

/** `decision.threshold = 0.65 (stage evaluate, dvc.lock:24)` */
export function measured(pairs: readonly Pair[], stage: string): string {
  const [first] = pairs;
  const values = listed(pairs.map(({ key, measured: value }) => keyed(key, value)));
  return `${values} (stage ${stage}, ${first?.measuredAt ?? "dvc.lock"})`;
}

/** `decision.threshold = 0.5 (publish/v1/params.yaml:4)` */
export function promoted(pairs: readonly Pair[], params: string): string {
  const [first] = pairs;
  const values = listed(pairs.map(({ key, promoted: value }) => keyed(key, value)));
  return `${values} (${first?.promotedAt ?? params})`;
}

function keyed(key: string, value: string | null): string {
  return value === null ? `no ${key}` : `${key} = ${value}`;
}
