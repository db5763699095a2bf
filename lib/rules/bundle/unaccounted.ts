// Numbers that a publishing stage puts beside those that it passes on, and has from nothing that it read.

import { leavesOf, type Leaf } from "../../document/leaves.ts";
import type { Node } from "../../document/node.ts";
import { grouped } from "../../grouped.ts";
import { isOwnKey } from "./own-keys.ts";
import type { PassedOn } from "./passed-on.ts";
import { isSameNumber } from "./printed.ts";

/**
 * Their keys, in the order of the document: computed (a mean, a difference), or from a file that the stage does not
 * declare; nobody can tell these apart. What stands under a key of the metrics is compared with those instead.
 */
export function unaccountedIn(published: Node, passedOn: PassedOn): readonly string[] {
  const { writer, handedIn } = passedOn;
  const sources = [
    ...passedOn.sources.values(),
    ...handedIn.flatMap(({ document }) => document ?? []),
  ];
  const params = writer.params.flatMap(({ values }) => values.map(({ value }) => value));
  const known = new Set([...sources, ...params].flatMap((node) => [...numbersIn(node)]));
  const measured = sources.flatMap((node) => [...leavesOf(node)]);
  const byName = grouped(measured, ({ name }) => name);
  const isKnown = ({ name, value }: Leaf): boolean =>
    (byName.get(name) ?? []).some((other) => isSameNumber(value, other.value));
  const keys = new Set(measured.map(({ key }) => key));
  const named = [...leavesOf(published)].filter(
    (leaf) =>
      !isOwnKey(leaf.name) &&
      !keys.has(leaf.key) &&
      [...numbersIn(leaf.value)].some((number) => !known.has(number)) &&
      !isKnown(leaf),
  );
  return [...named.map(({ key }) => key), ...listsIn(published, known)];
}

/** Keys of lists with a number that is in none of the metrics. */
function listsIn(node: Node, known: ReadonlySet<number>, key = ""): readonly string[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "sequence")
    return [...numbersIn(node)].every((number) => known.has(number)) ? [] : [key];
  return node.entries.flatMap((entry) => listsIn(entry.value, known, joined(key, entry.key.value)));
}

function joined(prefix: string, key: unknown): string {
  return prefix === "" ? String(key) : `${prefix}.${String(key)}`;
}

/** Of all depths, also in lists. */
function* numbersIn(node: Node): Generator<number> {
  if (node.kind === "sequence") for (const item of node.items) yield* numbersIn(item);
  else if (node.kind === "mapping") for (const { value } of node.entries) yield* numbersIn(value);
  else if (typeof node.value === "number" || typeof node.value === "bigint")
    yield Number(node.value);
}
