// Loads params.yaml and `vars` into a scope, as dvc/parsing/context.py does.

import { getEntry, type MappingEntry, type MappingNode, type Node } from "../../document/node.ts";
import type { Reading } from "../../reading.ts";
import { DEFAULT_PARAMS_FILE, isNothing } from "../declared-params.ts";
import { quoted } from "../known-keys.ts";
import { joinDirectory } from "../locate.ts";
import { describe } from "../shape.ts";
import type { Budget } from "./budget.ts";
import { toContextMapping } from "./context-value.ts";
import { holdsExpression } from "./expression.ts";
import { attempt, insist, Unresolvable, type Attempt } from "./fault.ts";
import { merge, openScope, type Scope } from "./scope.ts";

export type ReadDocument = (path: string) => Reading<Node>;

/** The documents that vars name. Both throw `Unresolvable`; null is an absent file. */
export interface Loader {
  readonly whole: (path: string) => MappingNode | null;
  readonly part: (path: string, keys: readonly string[]) => MappingNode | null;
  readonly budget: Budget;
}

/** Reads through `read`, each file converted as a whole at most once. */
export function openLoader(read: ReadDocument, budget: Budget): Loader {
  const loaded = new Map<string, Attempt<MappingNode | null>>();
  const load = (path: string): MappingNode | null => {
    const document = toMapping(path, read(path));
    return document === null ? null : convert(document, path, budget);
  };
  return {
    budget,
    whole: (path) => {
      const known = loaded.get(path) ?? attempt(() => load(path));
      loaded.set(path, known);
      return insist(known);
    },
    part: (path, keys) => {
      const document = toMapping(path, read(path));
      return document === null ? null : convert(pick(document, keys, path), path, budget);
    },
  };
}

function toMapping(path: string, reading: Reading<Node>): MappingNode | null {
  if (reading.state === "absent") return null;
  if (reading.state === "unreadable") {
    throw new Unresolvable(`${quoted(path)} could not be read: ${reading.problem.text}`);
  }
  const { value } = reading;
  if (isNothing(value)) return { kind: "mapping", entries: [], line: value.line };
  if (value.kind === "mapping") return value;
  throw new Unresolvable(`${quoted(path)} holds ${describe(value)}, not a mapping`);
}

function convert(document: MappingNode, path: string, budget: Budget): MappingNode {
  const converted = attempt(() => toContextMapping(document, budget));
  if (converted.ok) return converted.value;
  throw new Unresolvable(`${quoted(path)}: ${converted.reason}`);
}

/** Top-level keys, literally: `a.b` is no path here. */
function pick(document: MappingNode, keys: readonly string[], path: string): MappingNode {
  const entries = new Map<string, MappingEntry>();
  for (const key of keys) {
    const entry = getEntry(document, key);
    if (entry === undefined) {
      throw new Unresolvable(`${quoted(path)} holds no ${quoted(key)}, which the vars name`);
    }
    entries.set(key, entry);
  }
  return { ...document, entries: [...entries.values()] };
}

/** What a `vars` item names: a file, with the keys to take of it or null for all. */
export interface VarsFile {
  readonly path: string;
  readonly keys: readonly string[] | null;
}

/** `file` or `file:key1,key2`; the path from the directory of `dvc.yaml`. */
export function parseVarsItem(item: string, directory: string): VarsFile {
  const colon = item.indexOf(":");
  const path = joinDirectory(directory, colon === -1 ? item : item.slice(0, colon));
  const list = colon === -1 ? "" : item.slice(colon + 1);
  return { path, keys: list === "" ? null : list.split(",").filter((key) => key !== "") };
}

/** The scope of the whole file: `params.yaml` beside it, if there is one, and its vars in order. */
export function loadFileScope(vars: readonly Node[], loader: Loader): Scope {
  const scope = openScope(null);
  refuseTemplates(vars, loader.budget);
  if (loader.whole(DEFAULT_PARAMS_FILE) !== null) {
    loadFile(scope, { path: DEFAULT_PARAMS_FILE, keys: null }, loader);
  }
  for (const item of vars) loadItem(scope, item, { directory: "", loader });
  return scope;
}

export interface Loading {
  /** Working directory of the stage, from the directory of `dvc.yaml`. */
  readonly directory: string;
  readonly loader: Loader;
}

/** A scope with the vars of one stage. */
export function loadStageScope(outer: Scope, vars: readonly Node[], loading: Loading): Scope {
  refuseTemplates(vars, loading.loader.budget);
  const scope = openScope(outer);
  for (const item of vars) loadItem(scope, item, loading);
  return scope;
}

function loadItem(scope: Scope, item: Node, { directory, loader }: Loading): void {
  const { budget } = loader;
  if (item.kind === "mapping") merge(scope, toContextMapping(item, budget), budget);
  if (item.kind !== "scalar" || typeof item.value !== "string") return;
  loadFile(scope, parseVarsItem(item.value, directory), loader);
}

function loadFile(scope: Scope, file: VarsFile, loader: Loader): void {
  const { path, keys } = file;
  const before = scope.imports.get(path);
  const isPart = keys !== null && keys.length > 0;
  if (before === null && !isPart) return;
  if (before !== undefined) refuseReload(file, before);
  const document = isPart ? loader.part(path, keys) : loader.whole(path);
  if (document === null) {
    throw new Unresolvable(`${quoted(path)}, which the vars name, is not there`);
  }
  merge(scope, document, loader.budget);
  scope.imports.set(path, before == null ? keys : [...before, ...(keys ?? [])]);
}

/** A file may be loaded as a whole, or in parts that have no key in common, never both. */
function refuseReload({ path, keys }: VarsFile, before: readonly string[] | null): void {
  const isPart = keys !== null && keys.length > 0;
  const isRepeated = isPart && before !== null && !keys.some((key) => before.includes(key));
  if (isRepeated) return;
  throw new Unresolvable(`the vars load ${quoted(path)} a second time`);
}

/** DVC refuses expressions in vars, in keys too. */
function refuseTemplates(vars: readonly Node[], budget: Budget): void {
  for (const node of vars) {
    if (!isTemplated(node, budget)) continue;
    throw new Unresolvable(`line ${node.line} has a template in vars, where DVC allows none`);
  }
}

function isTemplated(node: Node, budget: Budget): boolean {
  budget.step(1);
  if (node.kind === "scalar") return typeof node.value === "string" && holdsExpression(node.value);
  if (node.kind === "sequence") return node.items.some((item) => isTemplated(item, budget));
  return node.entries.some(
    ({ key, value }) => isTemplated(key, budget) || isTemplated(value, budget),
  );
}
