// Which params of an evaluation changed: of a recorded section, the values in it that did.

import type { Node } from "../../document/node.ts";
import { formatValue, pythonEquals, pythonStr } from "../../document/value.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import { paramCause } from "../cause.ts";
import type { EvaluationChange } from "./evaluation-change.ts";

interface Leaf {
  readonly name: string;
  readonly value: Node;
  readonly param: RecordedParam;
}

const DEEPEST = 64;

/**
 * New params are none: that something is told now which was fixed before changes nothing. A new value in
 * a section that was read as a whole is one: what reads the section got something else to read.
 */
export function paramChanges(
  before: readonly RecordedParam[],
  after: readonly RecordedParam[],
): readonly EvaluationChange[] {
  const [old, now] = [before.flatMap(leavesOf), after.flatMap(leavesOf)];
  const [wasNamed, isNamed] = [byName(old), byName(now)];
  const changed = old.flatMap((leaf) => {
    const same = sameIn(isNamed.get(leaf.name) ?? [], leaf);
    if (same !== undefined && pythonEquals(leaf.value, same.value)) return [];
    const text = same === undefined ? "not read" : formatValue(same.value);
    return [toChange(leaf, `${formatValue(leaf.value)} → ${text}`)];
  });
  const sections = new Set(old.filter(isPart).map(({ param }) => param.key));
  const added = now.filter(
    (leaf) => isPart(leaf) && sections.has(leaf.param.key) && !wasNamed.has(leaf.name),
  );
  return [
    ...changed,
    ...added.map((leaf) => toChange(leaf, `not there → ${formatValue(leaf.value)}`)),
  ];
}

function leavesOf(param: RecordedParam): readonly Leaf[] {
  return [...leavesBelow(param.value, [param.key])].map(([path, value]) => ({
    name: path.join("."),
    value,
    param,
  }));
}

function* leavesBelow(
  value: Node,
  path: readonly string[],
): Generator<readonly [path: readonly string[], value: Node]> {
  if (value.kind !== "mapping" || value.entries.length === 0 || path.length > DEEPEST) {
    yield [path, value];
    return;
  }
  for (const { key, value: below } of value.entries) {
    yield* leavesBelow(below, [...path, pythonStr(key)]);
  }
}

function isPart({ name, param }: Leaf): boolean {
  return name !== param.key;
}

function byName(leaves: readonly Leaf[]): ReadonlyMap<string, readonly Leaf[]> {
  const named = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const same = named.get(leaf.name);
    if (same === undefined) named.set(leaf.name, [leaf]);
    else same.push(leaf);
  }
  return named;
}

/** Of the same file, or else of another one that it was moved to. */
function sameIn(named: readonly Leaf[], { param }: Leaf): Leaf | undefined {
  return named.find((leaf) => leaf.param.file === param.file) ?? named[0];
}

function toChange(leaf: Leaf, text: string): EvaluationChange {
  const { key, file } = leaf.param;
  const section = isPart(leaf) ? key : null;
  return { what: "param", name: leaf.name, section, text, cause: paramCause(file ?? "", key) };
}
