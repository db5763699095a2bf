// The stages of a dvc.yaml with their templates resolved.

import { getNode, type Node } from "../../document/node.ts";
import { parsed, type Parsed, type Reading } from "../../reading.ts";
import type { DeclaredStage, PipelineFile, StageTemplate } from "../model.ts";
import { decodeStage } from "../stage-declaration.ts";

export type ReadDocument = (path: string) => Reading<Node>;

/** The documents that resolving asks for, from the directory of `dvc.yaml`. */
export function documentsNeeded(file: PipelineFile): readonly string[] {
  return file.stages.some(({ node }) => hasTemplate(node)) ? ["params.yaml"] : [];
}

/** A stage that holds a template comes back unresolved, as it is written. */
export function resolvePipeline(
  file: PipelineFile,
  _read: ReadDocument,
): Parsed<readonly DeclaredStage[]> {
  const stages: DeclaredStage[] = [];
  for (const template of file.stages) {
    const stage = resolveStage(template);
    if (!stage.ok) return stage;
    stages.push(stage.value);
  }
  return parsed(stages);
}

function resolveStage({ name, node, line }: StageTemplate): Parsed<DeclaredStage> {
  const isGroup = node.kind === "mapping" && (getNode(node, "foreach") ?? getNode(node, "matrix"));
  const body = node.kind === "mapping" ? (getNode(node, "do") ?? node) : node;
  const stage = decodeStage(name, body, isGroup === undefined ? null : name);
  if (!stage.ok) return stage;
  const unresolved = hasTemplate(node) ? "templates are not resolved yet" : null;
  return parsed({ ...stage.value, line, unresolved });
}

function hasTemplate(node: Node): boolean {
  if (node.kind === "scalar") return typeof node.value === "string" && node.value.includes("${");
  if (node.kind === "sequence") return node.items.some(hasTemplate);
  if (getNode(node, "foreach") !== undefined || getNode(node, "matrix") !== undefined) return true;
  return node.entries.some(({ key, value }) => hasTemplate(key) || hasTemplate(value));
}
