// One stage with its templates resolved: a plain one, or one of a group.

import { getNode, type MappingNode, type Node } from "../../document/node.ts";
import { pythonStr } from "../../document/value.ts";
import type { DeclaredStage } from "../model.ts";
import { decodeStage } from "../stage-declaration.ts";
import type { FlagStyle } from "./command-flags.ts";
import { attempt, Unresolvable, type Attempt } from "./fault.ts";
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
  /** What its group took from the vars. */
  readonly taken: ReadonlyMap<string, Node>;
  readonly body: MappingNode;
}

/** Gone before a stage is resolved (`vars`, `matrix`), or resolved and then of no interest. */
const LEFT_OUT: ReadonlySet<unknown> = new Set(["vars", "matrix", "desc", "meta"]);

/** The stage, or the reason why it cannot be resolved. */
export function resolveStage(source: StageSource, resolver: Resolver): Attempt<DeclaredStage> {
  return attempt(() => {
    refuseUnfindable(source);
    const taken = new Map(source.taken);
    const body = resolveBody(source.body, resolver, taken);
    const stage = decodeStage(source.name, body, source.group);
    if (!stage.ok) throw new Unresolvable(stage.problem.text);
    const templated = Array.from(taken, ([key, value]) => ({ key, value }));
    return { ...stage.value, line: source.line, templated };
  });
}

function resolveBody(body: MappingNode, resolver: Resolver, taken: Map<string, Node>): MappingNode {
  const scope = openStageScope(body, resolver);
  const { entries } = body;
  return {
    ...body,
    entries: entries.flatMap(({ key, value }) => {
      if (key.value === "vars" || key.value === "matrix") return [];
      const isLeftOut = LEFT_OUT.has(key.value);
      const task = taskFor(pythonStr(key), scope, resolver, isLeftOut ? new Map() : taken);
      const resolved = interpolate(value, task);
      return isLeftOut ? [] : [{ key, value: resolved }];
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
  taken: Map<string, Node> = new Map<string, Node>(),
): Interpolation {
  return { scope, budget: loader.budget, style, key, taken };
}

/** DVC splits a name at its last `@` to find what declares it. */
function refuseUnfindable({ name, group }: StageSource): void {
  const split = name.lastIndexOf("@");
  const isFound = group === null ? split === -1 : split === group.length && split < name.length - 1;
  if (isFound) return;
  throw new Unresolvable(
    'DVC finds no stage of this name: it looks for what stands before the last "@"',
  );
}

/** The mapping under `do`, or the stage itself. */
export function bodyOf(stage: Node): MappingNode {
  const body = stage.kind === "mapping" ? (getNode(stage, "do") ?? stage) : stage;
  return body.kind === "mapping" ? body : { kind: "mapping", entries: [], line: stage.line };
}
