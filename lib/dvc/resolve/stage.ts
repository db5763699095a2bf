// One stage with its templates resolved: a plain one, or one of a group.

import { getNode, type MappingNode, type Node } from "../../document/node.ts";
import { pythonStr } from "../../document/value.ts";
import { parsed, type Parsed } from "../../reading.ts";
import type { DeclaredStage } from "../model.ts";
import { decodeStage } from "../stage-declaration.ts";
import type { FlagStyle } from "./command-flags.ts";
import { attempt, Unresolvable } from "./fault.ts";
import { interpolate, toText, type Interpolation } from "./interpolate.ts";
import type { Scope } from "./scope.ts";
import { loadStageScope, type Loader } from "./vars.ts";

/** What all stages of a file are resolved with. */
export interface Resolver {
  readonly scope: Scope;
  readonly loader: Loader;
  readonly style: FlagStyle;
}

/** A stage as it is written. */
export interface StageSource {
  readonly name: string;
  readonly group: string | null;
  readonly line: number;
  readonly body: MappingNode;
}

/** Gone before a stage is resolved (`vars`, `matrix`), or resolved and then of no interest. */
const LEFT_OUT: ReadonlySet<unknown> = new Set(["vars", "matrix", "desc", "meta"]);

/** The stage, or the reason why it cannot be resolved. */
export function resolveStage(source: StageSource, resolver: Resolver): Parsed<DeclaredStage> {
  const { name, group, line } = source;
  const tried = attempt(() => {
    refuseUnfindable(source);
    return resolveBody(source.body, resolver);
  });
  if (!tried.ok) return asWritten(source, tried.reason);
  const stage = decodeStage(name, tried.value, group);
  return stage.ok ? parsed({ ...stage.value, line }) : asWritten(source, stage.problem.text);
}

/** The stage with its templates in it. */
export function asWritten(source: StageSource, reason: string | null): Parsed<DeclaredStage> {
  const { name, group, line } = source;
  const stage = decodeStage(name, source.body, group);
  return stage.ok ? parsed({ ...stage.value, line, unresolved: reason }) : stage;
}

function resolveBody(body: MappingNode, resolver: Resolver): MappingNode {
  const scope = openStageScope(body, resolver);
  const { entries } = body;
  return {
    ...body,
    entries: entries.flatMap(({ key, value }) => {
      if (key.value === "vars" || key.value === "matrix") return [];
      const resolved = interpolate(value, taskFor(pythonStr(key), scope, resolver));
      return LEFT_OUT.has(key.value) ? [] : [{ key, value: resolved }];
    }),
  };
}

/** A stage's own vars do not reach its `wdir`, from which they are loaded. */
function openStageScope(body: MappingNode, resolver: Resolver): Scope {
  const { scope, loader } = resolver;
  const vars = getNode(body, "vars");
  if (vars?.kind !== "sequence" || vars.items.length === 0) return scope;
  const task = taskFor(null, scope, resolver);
  const wdir = getNode(body, "wdir");
  const directory = wdir === undefined ? "" : toText(interpolate(wdir, task), task);
  return loadStageScope(scope, vars.items, { directory, loader });
}

export function taskFor(
  key: string | null,
  scope: Scope,
  { loader, style }: Resolver,
): Interpolation {
  return { scope, budget: loader.budget, style, key };
}

/** DVC splits a name at its last `@` to find what declares it. */
function refuseUnfindable({ name, group }: StageSource): void {
  const split = name.lastIndexOf("@");
  const isFound = group === null ? split === -1 : split === group.length && split < name.length - 1;
  if (isFound) return;
  throw new Unresolvable('DVC finds no stage by a name like that: the part after its last "@"');
}

/** The mapping under `do`, or the stage itself. */
export function bodyOf(stage: Node): MappingNode {
  const body = stage.kind === "mapping" ? (getNode(stage, "do") ?? stage) : stage;
  return body.kind === "mapping" ? body : { kind: "mapping", entries: [], line: stage.line };
}
