// The metrics files that pipelines declare: of stages, and those that dvc.yaml only lists to be shown.

import type { PipelineFacts } from "../evidence.ts";
import { remembered } from "../remembered.ts";
import { joinDirectory } from "./locate.ts";

/** Paths from the root of the repository, each once, in the order of the files. */
export const declaredMetrics: (facts: PipelineFacts) => readonly string[] = remembered(findMetrics);

function findMetrics(facts: PipelineFacts): readonly string[] {
  const paths = new Set<string>();
  for (const { stages, file, directory } of facts.pipelines) {
    for (const stage of stages) {
      const outs = stage.declared?.outs.filter(({ bucket }) => bucket === "metrics") ?? [];
      for (const { path } of outs) paths.add(joinDirectory(stage.directory, path));
    }
    for (const path of file.state === "present" ? file.value.metrics : [])
      paths.add(joinDirectory(directory, path));
  }
  return [...paths];
}
