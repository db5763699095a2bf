// What the model is on both sides: where one does not say it, it is what the stages of the other's model wrote there.

import { producersOf, type Producer } from "../../dvc/producers.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import type { Sides } from "./judge-evaluations.ts";
import { firstOf, modelOf, stagesOf, type Model, type Side } from "./side.ts";

/**
 * The first bundle of a repository, or one that is not looked for any more, changes nothing about how
 * a metric is measured: inputs that one side knows to be the model's, and the other does not, would
 * look like data that is read now, and was not.
 */
export function modelsOf({ before, after }: Sides): Record<keyof Sides, Model> {
  const [old, now] = [modelOf(before), modelOf(after)];
  if (old.stages.size > 0 === now.stages.size > 0) return { before: old, after: now };
  const borrowed =
    old.stages.size > 0
      ? { before: old, after: likeThat(old, before, after) }
      : { before: likeThat(now, after, before), after: now };
  const isKnown = borrowed.before.stages.size > 0 && borrowed.after.stages.size > 0;
  return isKnown ? borrowed : { before: UNKNOWN, after: UNKNOWN };
}

const UNKNOWN: Model = { hashes: new Set(), stages: new Set() };

/** By the paths of what they wrote, and by their addresses. */
function likeThat({ hashes, stages }: Model, known: Side, unknown: Side): Model {
  const paths = producersOf(known.pipelines).all.flatMap((producer) =>
    producer.entry.at.kind === "inside" && hashes.has(hashOf(producer))
      ? [producer.entry.at.path]
      : [],
  );
  const producers = producersOf(unknown.pipelines);
  const models = paths.flatMap((path) => producers.at(path));
  const addresses = new Set([...stages].map(({ address }) => address));
  const same = unknown.pipelines.pipelines.flatMap((pipeline) =>
    pipeline.stages.filter(({ address }) => addresses.has(address)),
  );
  return {
    hashes: new Set(models.map(hashOf).filter((hash) => hash !== "")),
    stages: new Set([...same, ...firstOf(stagesOf(models), unknown)]),
  };
}

function hashOf({ entry }: Producer): string {
  return effectiveHash(entry, entry.insideProject)?.value ?? "";
}
