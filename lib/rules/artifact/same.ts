// Whether an artifact has the same content in two releases.

import { locate } from "../../dvc/locate.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { Evidence, PipelineFacts } from "../../evidence.ts";
import type { Tree } from "../../git/tree.ts";
import { hashOf } from "../compared.ts";
import { artifactsOf } from "./resolves.ts";

interface Facts {
  readonly pipelines: PipelineFacts;
  readonly tree: Tree;
}

/** False too where either content is not known. @param artifact `name` or `dir:name` */
export function hasSameArtifact(
  artifact: string,
  now: Facts,
  before: Pick<Evidence, "pipelines" | "tree">,
): boolean {
  if (before.pipelines.state !== "present" || before.tree.state !== "present") return false;
  const its = { pipelines: before.pipelines.value, tree: before.tree.value };
  const content = contentOf(artifact, now);
  return content !== null && content === contentOf(artifact, its);
}

/** What is recorded of its path, else the object that git has there; null where neither is one thing. */
function contentOf(name: string, { pipelines, tree }: Facts): string | null {
  const [declared, ...others] = artifactsOf(pipelines.pipelines).filter(
    (each) => each.name === name,
  );
  if (declared === undefined || others.length > 0) return null;
  const { artifact, pipeline } = declared;
  const { at } = locate(pipeline.directory, pipeline.projectRoot, artifact.path);
  if (at.kind !== "inside") return null;
  const [producer] = producersOf(pipelines).at(at.path);
  const recorded = producer === undefined ? null : hashOf(producer.entry);
  return recorded ?? tree.get(at.path)?.oid ?? null;
}
