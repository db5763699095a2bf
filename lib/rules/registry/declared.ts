// The artifacts that are declared anywhere in the tree: what consumers are meant to take.

import { isWithin, locate } from "../../dvc/locate.ts";
import type { Pipeline } from "../../dvc/project.ts";
import type { View } from "../../rule.ts";

export interface Declared {
  /** The `dvc.yaml`, and the line in it. */
  readonly path: string;
  readonly line: number;
  /** From the root of the repository; a URL and the like as it is written. */
  readonly value: string;
  /** Of its `dvc.yaml`, where the artifact lies below it. */
  readonly directory: string;
  readonly inside: boolean;
}

/** Those of projects that the scope leaves out count too: a registry may serve all of them. */
export function declaredAnywhere({
  pipelines,
  registry,
}: View<"registry" | "pipelines">): readonly Declared[] {
  return declaredIn([...pipelines.pipelines, ...registry.elsewhere]);
}

export function declaredIn(pipelines: readonly Pipeline[]): readonly Declared[] {
  return pipelines.flatMap(({ path, file, directory, projectRoot }) => {
    const artifacts = file.state === "present" ? file.value.artifacts : [];
    return artifacts.map((artifact) => {
      const { at } = locate(directory, projectRoot, artifact.path);
      const inside = at.kind === "inside";
      const value = inside ? at.path : artifact.path;
      const below = inside && isWithin(value, directory);
      return { path, line: artifact.line, value, directory: below ? directory : "", inside };
    });
  });
}
