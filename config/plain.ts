// The document of an rc file as plain values, and the way back from a value to its line.

import type { MappingNode, Node, ScalarNode } from "../lib/document/node.ts";

/** One thing that is wrong in a policy. */
export interface ConfigProblem {
  /** 1-based, null where unknown. */
  readonly line: number | null;
  readonly text: string;
}

export type Path = readonly PropertyKey[];

/** More values than any policy has; an alias counts every time that it is used. */
const MOST_VALUES = 20_000;

/** Keys that no policy has, and why. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ["$import", "`$import` is refused: a policy is data in one file and imports nothing"],
  ["__proto__", "the key `__proto__` is refused"],
]);

interface State {
  readonly problems: ConfigProblem[];
  left: number;
}

/** Integers become numbers, mappings objects without a prototype; refused keys are left out. */
export function toPlain(node: Node): {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  readonly tooLarge: boolean;
} {
  const state: State = { problems: [], left: MOST_VALUES };
  const value = plain(node, state);
  if (state.left >= 0) return { value, problems: state.problems, tooLarge: false };
  const text = `the policy holds more than ${MOST_VALUES} values`;
  return { value: null, problems: [{ line: node.line, text }], tooLarge: true };
}

function plain(node: Node, state: State): unknown {
  state.left -= 1;
  if (state.left < 0) return null;
  if (node.kind === "scalar") return plainScalar(node);
  if (node.kind === "sequence") return node.items.map((item) => plain(item, state));
  return plainMapping(node, state);
}

function plainMapping(node: MappingNode, state: State): unknown {
  const mapping: Record<string, unknown> = Object.create(null);
  for (const { key, value } of node.entries) {
    const name = keyText(key);
    const refusal = REFUSED.get(name);
    if (refusal !== undefined) state.problems.push({ line: key.line, text: refusal });
    else mapping[name] = plain(value, state);
  }
  return mapping;
}

function plainScalar({ value }: ScalarNode): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** A key as text: what is written, where that is no string. */
export function keyText({ source, value }: ScalarNode): string {
  if (typeof value === "string") return value;
  return source ?? (typeof value === "object" ? String(value?.date) : String(value));
}

/** The line of what stands at a path: of the key in a mapping, of the item in a list. */
export function lineAt(root: Node, path: Path): number {
  let line = root.line;
  let node: Node | undefined = root;
  for (const step of path) {
    const next: Step | undefined = node === undefined ? undefined : stepInto(node, step);
    if (next === undefined) break;
    [line, node] = [next.line, next.node];
  }
  return line;
}

/** What stands at a path, or undefined. */
export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const step of path) node = node === undefined ? undefined : stepInto(node, step)?.node;
  return node;
}

interface Step {
  readonly line: number;
  readonly node: Node;
}

function stepInto(node: Node, step: PropertyKey): Step | undefined {
  if (node.kind === "sequence") {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { line: item.line, node: item };
  }
  if (node.kind !== "mapping") return undefined;
  const entry = node.entries.find(({ key }) => keyText(key) === step);
  return entry === undefined ? undefined : { line: entry.key.line, node: entry.value };
}
