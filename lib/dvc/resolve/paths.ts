// Templates outside of stages: artifacts, datasets, and the paths of metrics, plots and params that are only shown.

import type { Node } from "../../document/node.ts";
import type { DeclaredArtifact, PipelineFile } from "../model.ts";
import { attempt } from "./fault.ts";
import { hasTemplate } from "./has-template.ts";
import { interpolate } from "./interpolate.ts";
import { openResolver } from "./open.ts";
import { taskFor, type Resolver } from "./stage.ts";
import type { ReadDocument } from "./vars.ts";

/** Whether an artifact, or a path that is only shown, is written with a template. */
export function hasTemplatedPath(file: PipelineFile): boolean {
  return textsOf(file).some(isTemplated) || file.datasets.some(hasTemplate);
}

function textsOf({ artifacts, metrics, plots, params }: PipelineFile): readonly string[] {
  const named = artifacts.flatMap(({ name, path }) => [name, path]);
  return [...named, ...metrics, ...plots, ...params];
}

function isTemplated(text: string): boolean {
  return text.includes("${");
}

/** The file with these paths resolved; one that cannot be resolved stays as it is written. */
export function resolvePaths(file: PipelineFile, read: ReadDocument): PipelineFile {
  if (!hasTemplatedPath(file)) return file;
  const resolver = attempt(() => openResolver(file, read, {}));
  if (!resolver.ok) return file;
  const text = (written: string): string => resolveText(written, resolver.value);
  return {
    ...file,
    artifacts: file.artifacts.map((artifact): DeclaredArtifact => {
      const { name, path } = artifact;
      return { ...artifact, name: text(name), path: text(path) };
    }),
    metrics: file.metrics.map(text),
    plots: file.plots.map(text),
    params: file.params.map(text),
    datasets: file.datasets.map((node) => resolveNode(node, resolver.value)),
  };
}

function resolveNode(written: Node, resolver: Resolver): Node {
  const made = attempt(() => interpolate(written, taskFor("path", resolver.scope, resolver)));
  return made.ok ? made.value : written;
}

/** DVC crashes on a path that is no text once it is resolved: that one stays too. */
function resolveText(written: string, resolver: Resolver): string {
  if (!isTemplated(written)) return written;
  const node = { kind: "scalar", value: written, line: 1, source: null } as const;
  const made = resolveNode(node, resolver);
  return made.kind === "scalar" && typeof made.value === "string" ? made.value : written;
}
