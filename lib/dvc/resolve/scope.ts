// The names that a template may use: the file's, then the item of a group, then the stage's own.

import {
  getEntry,
  getNode,
  type MappingEntry,
  type MappingNode,
  type Node,
} from "../../document/node.ts";
import { pythonStr } from "../../document/value.ts";
import { quoted } from "../known-keys.ts";
import type { Budget } from "./budget.ts";
import { shown } from "./expression.ts";
import { Unresolvable } from "./fault.ts";
import { toIndex } from "./python-text.ts";

/** A layer of names over an outer one. */
export interface Scope {
  readonly own: Map<string, Node>;
  readonly outer: Scope | null;
  /** Files that were loaded: their keys, or null for the whole file. */
  readonly imports: Map<string, readonly string[] | null>;
  /** `item` and `key` where a group set them: a stage's vars may not. */
  readonly reserved: ReadonlySet<string>;
}

export function openScope(outer: Scope | null): Scope {
  return {
    own: new Map(),
    outer,
    imports: new Map(outer?.imports),
    reserved: outer?.reserved ?? new Set(),
  };
}

/** A scope in which a group's names hide those of the file. */
export function bind(outer: Scope, names: ReadonlyMap<string, Node>): Scope {
  return { ...openScope(outer), own: new Map(names), reserved: new Set(names.keys()) };
}

function lookUp(scope: Scope, name: string): Node | undefined {
  for (let layer: Scope | null = scope; layer !== null; layer = layer.outer) {
    const node = layer.own.get(name);
    if (node !== undefined) return node;
  }
  return undefined;
}

/** The value that a path names; `inner` is the expression, for the message. */
export function select(scope: Scope, path: readonly string[], inner: string): Node {
  const [first = "", ...rest] = path;
  let node = lookUp(scope, first);
  for (const name of rest) node = node === undefined ? node : child(node, name);
  if (node === undefined) throw new Unresolvable(`${shown(inner)} is not defined`);
  return node;
}

function child(node: Node, name: string): Node | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "mapping") return getNode(node, name);
  const index = toIndex(name);
  return index === null ? undefined : node.items.at(index);
}

/** Adds names; mappings merge, anything else that is there already is an error, equal or not. */
export function merge(scope: Scope, update: MappingNode, budget: Budget): void {
  for (const name of scope.reserved) {
    if (getEntry(update, name) === undefined) continue;
    throw new Unresolvable(`its vars set ${quoted(name)}, which its group sets`);
  }
  budget.step(update.entries.length);
  for (const { key, value } of update.entries) {
    const name = pythonStr(key);
    scope.own.set(name, combine(lookUp(scope, name), value, { path: [name], budget }));
  }
}

interface Merging {
  readonly path: readonly string[];
  readonly budget: Budget;
}

function combine(there: Node | undefined, update: Node, merging: Merging): Node {
  if (there === undefined) return update;
  if (there.kind === "mapping" && update.kind === "mapping") {
    return combineMappings(there, update, merging);
  }
  const path = quoted(merging.path.join("."));
  throw new Unresolvable(`the vars define ${path} a second time, in line ${update.line}`);
}

function combineMappings(there: MappingNode, update: MappingNode, merging: Merging): MappingNode {
  merging.budget.step(there.entries.length + update.entries.length);
  const entries = new Map<string, MappingEntry>();
  for (const entry of there.entries) entries.set(pythonStr(entry.key), entry);
  for (const { key, value } of update.entries) {
    const name = pythonStr(key);
    const inner = { ...merging, path: [...merging.path, name] };
    entries.set(name, { key, value: combine(entries.get(name)?.value, value, inner) });
  }
  return { ...there, entries: [...entries.values()] };
}
