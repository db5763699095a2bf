// The stages of a dvc.yaml with their templates resolved (dvc.org/doc: templating; dvc/parsing).

import { getNode, type MappingNode, type Node } from "../../document/node.ts";
import { parsed, type Parsed } from "../../reading.ts";
import { DEFAULT_PARAMS_FILE } from "../declared-params.ts";
import type { DeclaredStage, PipelineFile, StageTemplate } from "../model.ts";
import { decodeStage } from "../stage-declaration.ts";
import type { FlagStyle } from "./command-flags.ts";
import { attempt, type Attempt } from "./fault.ts";
import { isGroup } from "./has-template.ts";
import { listMembers } from "./members.ts";
import { openResolver } from "./open.ts";
import { hasTemplatedPath } from "./paths.ts";
import { bind } from "./scope.ts";
import { bodyOf, resolveStage, taskFor, type Resolver, type StageSource } from "./stage.ts";
import { parseVarsItem, type ReadDocument } from "./vars.ts";

export type { FlagStyle } from "./command-flags.ts";
export { resolvePaths } from "./paths.ts";
export type { ReadDocument } from "./vars.ts";

/**
 * The documents that resolving asks for, as paths from the directory of `dvc.yaml`: none where
 * nothing is templated. A stage whose vars lie in a templated `wdir` names its files only once the
 * others are read: with `read` over those, they come too.
 */
export function documentsNeeded(file: PipelineFile, read?: ReadDocument): readonly string[] {
  const templates = file.stages.map(({ node }) => node).filter((node) => node !== null);
  if (templates.length === 0 && !hasTemplatedPath(file)) return [];
  const paths = new Set([DEFAULT_PARAMS_FILE, ...varsPaths(file.vars, "")]);
  for (const node of templates) for (const path of stagePaths(bodyOf(node))) paths.add(path);
  if (read === undefined) return [...paths];
  resolvePipeline(file, (path) => {
    paths.add(path);
    return read(path);
  });
  return [...paths];
}

function stagePaths(body: MappingNode): readonly string[] {
  const vars = getNode(body, "vars");
  const wdir = getNode(body, "wdir");
  const directory = wdir?.kind === "scalar" && typeof wdir.value === "string" ? wdir.value : "";
  if (vars?.kind !== "sequence" || directory.includes("${")) return [];
  return varsPaths(vars.items, directory);
}

function varsPaths(vars: readonly Node[], directory: string): readonly string[] {
  return vars.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string"
      ? [parseVarsItem(item.value, directory).path]
      : [],
  );
}

/**
 * The stages in the order of the file, those of a group in the order that it makes them. `read`
 * gives the documents of `documentsNeeded`. A stage that cannot be resolved is as it is written,
 * with the reason in `unresolved`; a group whose stages cannot be told is one stage by its name.
 */
export function resolvePipeline(
  file: PipelineFile,
  read: ReadDocument,
  style: FlagStyle = {},
): Parsed<readonly DeclaredStage[]> {
  const stages: DeclaredStage[] = [];
  let resolver: Attempt<Resolver> | null = null;
  for (const { name, line, plain, node } of file.stages) {
    if (plain !== null) {
      stages.push(plain);
      continue;
    }
    resolver ??= attempt(() => openResolver(file, read, style));
    for (const stage of resolveTemplate({ name, line, node }, resolver)) {
      if (!stage.ok) return stage;
      stages.push(stage.value);
    }
  }
  return parsed(stages);
}

function decodeAsWritten({ name, line, group, body }: StageSource): Parsed<DeclaredStage> {
  const stage = decodeStage(name, body, group);
  return stage.ok ? parsed({ ...stage.value, line }) : stage;
}

/** A stage by its name: resolved, or why not. */
interface Named {
  readonly name: string;
  readonly stage: Attempt<DeclaredStage>;
}

/** A stage that holds a template, or makes a group. */
type Template = Pick<StageTemplate, "name" | "line"> & { readonly node: Node };

function resolveTemplate(
  template: Template,
  resolver: Attempt<Resolver>,
): readonly Parsed<DeclaredStage>[] {
  const source = sourceOf(template);
  const resolved = resolver.ok
    ? resolveSource(template.node, source, resolver.value)
    : [{ name: source.name, stage: resolver }];
  // Fifty thousand stages that cannot be resolved are one template, decoded once.
  let written: Parsed<DeclaredStage> | null = null;
  return resolved.map(({ name, stage }) => {
    if (stage.ok) return parsed(stage.value);
    written ??= decodeAsWritten(source);
    return written.ok ? parsed({ ...written.value, name, unresolved: stage.reason }) : written;
  });
}

function resolveSource(node: Node, source: StageSource, resolver: Resolver): readonly Named[] {
  const { name } = source;
  if (node.kind !== "mapping" || !isGroup(node)) {
    return [{ name, stage: resolveStage(source, resolver) }];
  }
  const task = taskFor(null, resolver.scope, resolver);
  const members = attempt(() => {
    const all = listMembers(node, task);
    task.budget.write(all.length * name.length);
    return all;
  });
  if (!members.ok) return [{ name, stage: members }];
  return members.value.map(({ key, names }) => {
    const member = { ...source, name: `${name}@${key}`, taken: task.taken };
    const scope = bind(resolver.scope, names);
    return { name: member.name, stage: resolveStage(member, { ...resolver, scope }) };
  });
}

function sourceOf({ name, line, node }: Template): StageSource {
  return { name, line, group: isGroup(node) ? name : null, body: bodyOf(node), taken: new Map() };
}
