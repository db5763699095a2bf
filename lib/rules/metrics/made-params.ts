// Promoted params that the run itself wrote, and which of its stages they answer for then.

import { producersOf, upstreamOf } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { madeBy } from "../bundle/copy-of.ts";

type Seen = View<"pipelines" | "documents" | "contents">;

/**
 * The stages, by address, whose params the promoted file need not have where the run itself wrote it, as a search for
 * the best params does: what went into it may be other. Not those that lead to the metrics on another way too: they may
 * have run again after it was written. Null where the run wrote no such file.
 */
export function behindMade(
  params: BundleFile,
  writer: Stage,
  view: Seen,
): ReadonlySet<string> | null {
  const producers = producersOf(view.pipelines);
  const run = upstreamOf(writer, producers).stages;
  const makers = new Set(madeBy(params, view).filter((stage) => run.has(stage)));
  if (makers.size === 0) return null;
  const beside = upstreamOf(writer, producers, makers).stages;
  const behind = [...run].filter((stage) => makers.has(stage) || !beside.has(stage));
  return new Set(behind.map(({ address }) => address));
}
