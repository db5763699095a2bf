// The metrics files that pipelines declare: of stages, and those that dvc.yaml only lists to be shown.

import type { PipelineFacts } from "../evidence.ts";
import { joinDirectory } from "./locate.ts";
import type { Stage } from "./project.ts";

function metricsOf({ declared }: Stage): readonly string[] {
  if (declared === null || !declared.outs.some(({ bucket }) => bucket === "metrics")) return [];
  return declared.outs.filter(({ bucket }) => bucket === "metrics").map(({ path }) => path);
}

const known = new WeakMap<PipelineFacts, readonly string[]>();

/** Paths from the root of the repository, each once, in the order of the files. */
export function declaredMetrics(facts: PipelineFacts): readonly string[] {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const paths = new Set<string>();
  for (const { stages, file, directory } of facts.pipelines) {
    for (const stage of stages) {
      for (const path of metricsOf(stage)) paths.add(joinDirectory(stage.directory, path));
    }
    for (const path of file.state === "present" ? file.value.metrics : [])
      paths.add(joinDirectory(directory, path));
  }
  const distinct = [...paths];
  known.set(facts, distinct);
  return distinct;
}
