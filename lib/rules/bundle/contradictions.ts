// Metrics that a publishing stage filters, rounds or renames: what they keep must be what was measured.

import { leavesOf } from "../../document/leaves.ts";
import type { ScalarNode } from "../../document/node.ts";
import { formatValue, pythonEquals } from "../../document/value.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { View } from "../../rule.ts";
import { place } from "../wording.ts";

export interface Contradiction {
  /** The metrics that the stage read. */
  readonly source: string;
  /** In the published file. */
  readonly line: number;
  readonly key: string;
  readonly published: string;
  readonly publishedAt: string;
  readonly measured: string;
  readonly measuredAt: string;
}

type Seen = View<"pipelines" | "documents">;

/** Values that differ, by more than rounding, from those under the same key in metrics that the stage read. */
export function contradictionsOf(view: Seen, path: string): readonly Contradiction[] {
  const published = view.documents.get(path);
  if (published?.state !== "present") return [];
  const kept = new Map([...leavesOf(published.value)].map(({ key, value }) => [key, value]));
  return metricsReadFor(path, view).flatMap((source) => {
    const read = view.documents.get(source);
    if (read?.state !== "present") return [];
    return [...leavesOf(read.value)].flatMap(({ key, value: measured }) => {
      const value = kept.get(key);
      if (value === undefined || isSame(value, measured)) return [];
      return [
        {
          key,
          source,
          line: value.line,
          published: formatValue(value),
          publishedAt: place(path, value.line),
          measured: formatValue(measured),
          measuredAt: place(source, measured.line),
        },
      ];
    });
  });
}

/** Metrics of other stages among the deps of the stage that wrote the file. */
function metricsReadFor(path: string, { pipelines }: Seen): readonly string[] {
  const producers = producersOf(pipelines);
  return [...producers.at(path), ...producers.above(path)]
    .flatMap(({ stage }) => stage?.deps ?? [])
    .flatMap(({ at }) => (at.kind === "inside" ? producers.at(at.path) : []))
    .flatMap(({ stage, entry }) => {
      const declared = stage?.declared?.outs.find((out) => out.path === entry.path);
      return declared?.bucket === "metrics" && entry.at.kind === "inside" ? [entry.at.path] : [];
    });
}

function isSame(published: ScalarNode, measured: ScalarNode): boolean {
  if (pythonEquals(published, measured)) return true;
  const [left, right] = [Number(published.value), Number(measured.value)];
  if (typeof published.value === "string" || !Number.isFinite(left) || !Number.isFinite(right)) {
    return false;
  }
  const digits = String(left).split(".")[1]?.length ?? 0;
  return Math.abs(left - right) <= 0.5 * 10 ** -digits + Number.EPSILON;
}
