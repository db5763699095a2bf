// Which projects a release is judged by: that of its artifact and those that this one reads; or all.

import type { PipelineFacts } from "../evidence.ts";
import type { Release } from "../release.ts";
import { nearestRoot } from "./projects.ts";

/**
 * Narrows to the projects of a GTO artifact. What is left out is told in `leftOut`. Where none is there that could be
 * its own, nobody can tell which it was made by, and all of them count.
 */
export function narrowToArtifact(facts: PipelineFacts, release: Release): PipelineFacts {
  const { artifact } = release.naming;
  if (artifact === null || facts.projects.length < 2) return facts;
  const roots = facts.projects.map(({ root }) => root);
  const directory = artifact.includes(":") ? artifact.slice(0, artifact.indexOf(":")) : "";
  const inScope = projectsRead(nearestRoot(roots, directory), roots, facts);
  const isInScope = ({ projectRoot }: { readonly projectRoot: string }) => inScope.has(projectRoot);
  const left = [...facts.pipelines, ...facts.pointers].filter((item) => !isInScope(item));
  const narrowed = {
    projects: facts.projects.filter(({ root }) => inScope.has(root)),
    pipelines: facts.pipelines.filter(isInScope),
    pointers: facts.pointers.filter(isInScope),
    leftOut: [...facts.leftOut, ...left.map(({ path }) => path)],
  };
  return isEmpty(narrowed) ? facts : narrowed;
}

/** The project, and every project in which a dep of one of them lies. */
function projectsRead(
  first: string,
  roots: readonly string[],
  { pipelines }: PipelineFacts,
): ReadonlySet<string> {
  const found = new Set([first]);
  // A set hands out what is added to it while it is walked.
  for (const root of found) {
    const own = pipelines.filter(({ projectRoot }) => projectRoot === root);
    for (const { at } of own.flatMap(({ stages }) => stages.flatMap(({ deps }) => deps))) {
      if (at.kind === "inside") found.add(nearestRoot(roots, at.path));
    }
  }
  return found;
}

/** Nothing but a `dvc.yaml` that shows plots: no stage, no lock, no artifact, no tracked file. */
export function isEmpty({ pipelines, pointers }: PipelineFacts): boolean {
  return (
    pointers.length === 0 &&
    pipelines.every(({ file, lock }) => {
      if (file.state !== "present" || lock.state !== "absent") return false;
      return file.value.stages.length + file.value.artifacts.length === 0;
    })
  );
}
