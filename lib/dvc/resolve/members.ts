// What foreach and matrix run over: the key of each stage, and the names that it sees.

import { getNode, type MappingNode, type Node, type ScalarNode } from "../../document/node.ts";
import { interpolationText, pythonStr } from "../../document/value.ts";
import { quoted } from "../known-keys.ts";
import { describe } from "../shape.ts";
import type { Budget } from "./budget.ts";
import { toContextValue } from "./context-value.ts";
import { Unresolvable } from "./fault.ts";
import { interpolate, interpolateKey, isWholeText, type Interpolation } from "./interpolate.ts";

/** One stage of a group: `group@key`, and `item` and `key` as it sees them. */
export interface Member {
  readonly key: string;
  readonly names: ReadonlyMap<string, Node>;
}

/** A value of a list or axis. `native` came out of an expression as it is, and is named `True`. */
interface Value {
  readonly node: Node;
  readonly native: boolean;
}

/** The stages of a group, equal keys collapsed to one. Throws `Unresolvable`. */
export function listMembers(group: MappingNode, task: Interpolation): readonly Member[] {
  const foreach = getNode(group, "foreach");
  if (foreach !== undefined) return listForeach(foreach, task);
  const matrix = getNode(group, "matrix");
  return matrix?.kind === "mapping" ? listMatrix(matrix, task) : [];
}

function listForeach(data: Node, task: Interpolation): readonly Member[] {
  const resolved = interpolate(data, task);
  if (resolved.kind === "mapping") return fromMapping(resolved, task.budget);
  if (resolved.kind === "sequence") return fromList(toValues(data, resolved.items), task.budget);
  throw new Unresolvable(`foreach runs over ${describe(resolved)}, not a list or a mapping`);
}

function fromMapping({ entries }: MappingNode, budget: Budget): readonly Member[] {
  budget.generate(entries.length);
  const values = new Map<string, Node>();
  for (const { key, value } of entries) values.set(interpolationText(key), value);
  return Array.from(values, ([key, value]) => ({
    key,
    names: new Map([
      ["item", toContextValue(value, budget)],
      ["key", text(key)],
    ]),
  }));
}

/** Named by its values, or by their indexes as soon as one of them is a list or a mapping. */
function fromList(values: readonly Value[], budget: Budget): readonly Member[] {
  budget.generate(values.length);
  const byIndex = values.some(({ node }) => node.kind !== "scalar");
  const named = new Map<string, Node>();
  for (const [index, value] of values.entries()) {
    named.set(byIndex ? String(index) : nameOf(value), value.node);
  }
  return Array.from(named, ([key, node]) => ({
    key,
    names: new Map([["item", toContextValue(node, budget)]]),
  }));
}

/** The cartesian product of the axes, the last one running fastest. */
function listMatrix(matrix: MappingNode, task: Interpolation): readonly Member[] {
  const axes = listAxes(matrix, task);
  if (axes.size === 0) throw new Unresolvable("its matrix has no axis, on which DVC crashes");
  const combinations = countCombinations(axes);
  task.budget.generate(combinations);
  task.budget.step(combinations * axes.size);
  const members = new Map<string, MappingNode>();
  for (let number = 0; number < combinations; number += 1) {
    const { key, item } = combine(axes, number);
    task.budget.write(key.length);
    members.set(key, item);
  }
  return Array.from(members, ([key, item]) => ({
    key,
    names: new Map([
      ["key", text(key)],
      ["item", toContextValue(item, task.budget)],
    ]),
  }));
}

function countCombinations(axes: ReadonlyMap<string, readonly Value[]>): number {
  const lengths = Array.from(axes.values(), ({ length }) => length);
  return lengths.includes(0) ? 0 : lengths.reduce((product, length) => product * length, 1);
}

function listAxes(matrix: MappingNode, task: Interpolation): ReadonlyMap<string, readonly Value[]> {
  const axes = new Map<string, readonly Value[]>();
  for (const { key, value } of matrix.entries) {
    const name = pythonStr(interpolateKey(key, task));
    axes.set(name, listAxis(value, interpolate(value, task), name));
  }
  return axes;
}

/** A mapping gives its keys, and a text its characters, as Python's iteration does. */
function listAxis(template: Node, resolved: Node, name: string): readonly Value[] {
  if (resolved.kind === "sequence") return toValues(template, resolved.items);
  if (resolved.kind === "mapping") {
    return resolved.entries.map(({ key }) => ({ node: key, native: false }));
  }
  if (typeof resolved.value !== "string" || isWholeTemplate(template)) {
    throw new Unresolvable(
      `axis ${quoted(name)} of its matrix is ${describe(resolved)}, not a list`,
    );
  }
  return Array.from(resolved.value, (letter) => ({ node: text(letter), native: false }));
}

function toValues(template: Node, items: readonly Node[]): readonly Value[] {
  const written = template.kind === "sequence" ? template.items : null;
  return items.map((node, index) => {
    const from = written?.[index];
    return { node, native: from === undefined || isWholeTemplate(from) };
  });
}

function isWholeTemplate(node: Node): boolean {
  return node.kind === "scalar" && isWholeText(node.value);
}

/** One combination by its number, and its key: the values' names joined by a hyphen. */
function combine(
  axes: ReadonlyMap<string, readonly Value[]>,
  number: number,
): { readonly key: string; readonly item: MappingNode } {
  let rest = number;
  const parts = [...axes].toReversed().flatMap(([axis, values]) => {
    const index = rest % values.length;
    rest = Math.floor(rest / values.length);
    const value = values[index];
    return value === undefined ? [] : [{ axis, index, value }];
  });
  const chosen = parts.toReversed();
  return {
    key: chosen
      .map(({ axis, index, value }) =>
        value.node.kind === "scalar" ? nameOf(value) : `${axis}${index}`,
      )
      .join("-"),
    item: {
      kind: "mapping",
      entries: chosen.map(({ axis, value }) => ({ key: text(axis), value: value.node })),
      line: 1,
    },
  };
}

/** A literal boolean is named `true`, one that came out of an expression `True`. */
function nameOf({ node, native }: Value): string {
  if (node.kind !== "scalar" || native) return pythonStr(node);
  return interpolationText(node);
}

function text(value: string): ScalarNode {
  return { kind: "scalar", value, line: 1, source: null };
}
