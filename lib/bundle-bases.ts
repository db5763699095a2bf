// The directories from which the path of a bundle may be meant.

import type { PipelineFacts } from "./evidence.ts";
import type { Release } from "./release.ts";

/**
 * That of the project which the policy names, and no other. Else the directory of a GTO artifact (`dir=name`) and those around
 * it, the nearest first, or the only project of the release; and the root of the repository, last.
 */
export function bundleBases(
  release: Release,
  pipelines: PipelineFacts | null,
): readonly [...string[], string] {
  const { scope, naming } = release;
  if (scope.project !== null) return [scope.project];
  const directory = naming.artifact?.includes(":")
    ? naming.artifact.slice(0, naming.artifact.indexOf(":"))
    : onlyProject(pipelines);
  const names = directory.split("/").filter((name) => name !== "" && name !== ".");
  const inside = names.includes("..") ? [] : names;
  return [...inside.map((_, index) => inside.slice(0, inside.length - index).join("/")), ""];
}

/** Empty where there are several, which a release of no artifact is all of. */
function onlyProject(pipelines: PipelineFacts | null): string {
  const files = [...(pipelines?.pipelines ?? []), ...(pipelines?.pointers ?? [])];
  const [root = "", ...others] = new Set(files.map(({ projectRoot }) => projectRoot));
  return others.length === 0 ? root : "";
}
