// Artifacts whose path is a link of the tree, or leads through one: what they are is only known when it is followed.

import { locate } from "../dvc/locate.ts";
import type { PipelineFacts } from "../evidence.ts";
import type { Tree } from "../git/tree.ts";

/** Their paths, from the root of the repository. */
export function linkedArtifacts({ pipelines }: PipelineFacts, tree: Tree): readonly string[] {
  return pipelines.flatMap(({ file, directory, projectRoot }) => {
    const artifacts = file.state === "present" ? file.value.artifacts : [];
    return artifacts.flatMap(({ path }) => {
      const { at } = locate(directory, projectRoot, path);
      return at.kind === "inside" && hasLink(tree, at.path) ? [at.path] : [];
    });
  });
}

function hasLink(tree: Tree, path: string): boolean {
  const names = path.split("/");
  return names.some((_, index) => tree.get(names.slice(0, index + 1).join("/"))?.kind === "link");
}
