// How a manifest is written again: DVC does not run a stage of which nothing changed.

import { producersOf } from "../../dvc/producers.ts";
import type { View } from "../../rule.ts";
import { rerunAlone } from "../wording.ts";

export interface Written {
  readonly manifest: string;
  /** What recorded it; null for one that no stage wrote. */
  readonly stage: string | null;
}

/** The manifest with the stage that its repair has to run. */
export function writtenBy(manifest: string, { pipelines }: View<"pipelines">): Written {
  const producers = producersOf(pipelines);
  const around = [...producers.at(manifest), ...producers.above(manifest)];
  return { manifest, stage: around.find(({ stage }) => stage !== null)?.stage?.address ?? null };
}

/** A clause. @param purpose such as `again` */
export function writeAgain({ manifest, stage }: Written, purpose = "again"): string {
  return stage === null
    ? `generate ${manifest} ${purpose} by what wrote it, best by a stage of the pipeline`
    : `let stage ${stage} write ${manifest} ${purpose}: ${rerunAlone(stage)}`;
}
