// The metrics files that pipelines declare: of stages, and those that dvc.yaml only lists to be shown.

import type { PipelineFacts } from "../evidence.ts";
import { joinDirectory } from "./locate.ts";

const known = new WeakMap<PipelineFacts, readonly string[]>();

/** Paths from the root of the repository, each once, in the order of the files. */
export function declaredMetrics(facts: PipelineFacts): readonly string[] {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const paths = facts.pipelines.flatMap(({ stages, file, directory }) => [
    ...stages.flatMap(({ declared, directory: base }) =>
      (declared?.outs ?? []).flatMap(({ bucket, path }) =>
        bucket === "metrics" ? [joinDirectory(base, path)] : [],
      ),
    ),
    ...(file.state === "present"
      ? file.value.metrics.map((path) => joinDirectory(directory, path))
      : []),
  ]);
  const distinct = [...new Set(paths)];
  known.set(facts, distinct);
  return distinct;
}
