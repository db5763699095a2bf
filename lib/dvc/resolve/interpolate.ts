// Puts values in the place of `${…}`, in texts and in all that holds them.

import { keyIdentity } from "../../document/key.ts";
import type { MappingEntry, MappingNode, Node, ScalarNode } from "../../document/node.ts";
import { interpolationText, pythonStr } from "../../document/value.ts";
import { describe } from "../shape.ts";
import type { Budget } from "./budget.ts";
import { toFlags, type FlagStyle } from "./command-flags.ts";
import { findExpressions, isWhole, parsePath, shown } from "./expression.ts";
import { Unresolvable } from "./fault.ts";
import { select, type Scope } from "./scope.ts";

export interface Interpolation {
  readonly scope: Scope;
  readonly budget: Budget;
  readonly style: FlagStyle;
  /**
   * The key of the stage under which the text stands: only `cmd` takes a mapping. Null in what a
   * group runs over and in `wdir`, where DVC takes anything.
   */
  readonly key: string | null;
  /** Fills with the values that are taken from the vars, by their dotted names. */
  readonly taken: Map<string, Node>;
}

/** A node with its templates resolved: the same object where it holds none. Throws `Unresolvable`. */
export function interpolate(node: Node, task: Interpolation): Node {
  task.budget.step(1);
  if (node.kind === "scalar") return interpolateScalar(node, task);
  if (node.kind === "mapping") return interpolateMapping(node, task);
  const items = node.items.map((item) => interpolate(item, task));
  return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
}

function interpolateScalar(node: ScalarNode, task: Interpolation): Node {
  const { value: text, line } = node;
  if (typeof text !== "string") return node;
  task.budget.write(text.length);
  if (!text.includes("${")) return node;
  const expressions = findExpressions(text);
  const [first] = expressions;
  if (first !== undefined && isWhole(text, expressions)) {
    const value = evaluate(first.inner, task);
    return value.kind === "scalar" ? { ...value, line, source: null } : value;
  }
  let made = "";
  let at = 0;
  for (const { start, end, inner } of expressions) {
    const value = toText(evaluate(inner, task), task);
    made += text.slice(at, start) + value;
    at = end;
  }
  // After the values are in, as DVC does it: a backslash before a brace in a value goes too.
  made = (made + text.slice(at)).replaceAll("\\${", "${");
  return { kind: "scalar", value: made, line, source: null };
}

function evaluate(inner: string, { scope, key, taken }: Interpolation): Node {
  const path = parsePath(inner);
  const value = select(scope, path, inner);
  // What a group sets has the name that the group gave it, which is in no file.
  if (!scope.reserved.has(path[0] ?? "")) taken.set(path.join("."), value);
  const isAllowed =
    value.kind === "scalar" || key === null || (value.kind === "mapping" && key === "cmd");
  if (isAllowed) return value;
  throw new Unresolvable(`${shown(inner)} is ${describe(value)}, which DVC does not put there`);
}

/** A value within a longer text. */
export function toText(value: Node, { key, style, budget }: Interpolation): string {
  if (value.kind === "scalar") budget.write(textLength(value));
  else chargeText(value, 0, budget);
  if (value.kind === "scalar") return interpolationText(value);
  return value.kind === "mapping" ? toFlags(value, key === null ? {} : style) : pythonStr(value);
}

/** A character that Python's `repr` writes as `\U000e0001`. */
const LONGEST_ESCAPE = 10;

/**
 * Pays for a text before it is made: a list of aliases to one long text is short as it is written,
 * and so is a mapping whose long key (`prefix` characters, with those above) goes before each value.
 */
function chargeText(node: Node, prefix: number, budget: Budget): void {
  budget.step(1);
  if (node.kind === "scalar") {
    budget.write(prefix + textLength(node) * LONGEST_ESCAPE);
  } else if (node.kind === "sequence") {
    for (const item of node.items) chargeText(item, prefix, budget);
  } else {
    for (const { key, value } of node.entries) {
      chargeText(key, 0, budget);
      chargeText(value, prefix + textLength(key), budget);
    }
  }
}

function textLength({ value }: ScalarNode): number {
  return typeof value === "string" ? value.length : 1;
}

/** Keys are resolved too; where two become one, the first keeps its place and the last its value. */
function interpolateMapping(node: MappingNode, task: Interpolation): MappingNode {
  let isSame = true;
  const entries = node.entries.map((entry) => {
    const key = interpolateKey(entry.key, task);
    const value = interpolate(entry.value, task);
    if (key === entry.key && value === entry.value) return entry;
    isSame = false;
    return { key, value };
  });
  return isSame ? node : { ...node, entries: collapse(entries) };
}

/**
 * A key with its templates resolved. Where a group runs over it, DVC crashes on a key that is one
 * expression: what it keeps of the value is not hashable.
 */
export function interpolateKey(key: ScalarNode, task: Interpolation): ScalarNode {
  const resolved = interpolate(key, task);
  const isKept = task.key === null && isWholeText(key.value);
  if (resolved.kind === "scalar" && !isKept) return resolved;
  throw new Unresolvable(`line ${key.line} has a template as its key, on which DVC crashes`);
}

/** Whether a text is one expression: DVC keeps such values apart where a group runs over them. */
export function isWholeText(value: unknown): boolean {
  return typeof value === "string" && isWhole(value, findExpressions(value));
}

function collapse(entries: readonly MappingEntry[]): readonly MappingEntry[] {
  const unique = new Map<unknown, MappingEntry>();
  for (const entry of entries) {
    const identity = keyIdentity(entry.key.value);
    const before = unique.get(identity);
    unique.set(identity, before === undefined ? entry : { key: before.key, value: entry.value });
  }
  return unique.size === entries.length ? entries : [...unique.values()];
}
