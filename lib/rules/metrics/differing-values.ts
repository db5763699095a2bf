// Where two values of a param differ, named as narrowly as sections allow.

import { getNode, type MappingNode, type Node } from "../../document/node.ts";
import { pythonStr } from "../../document/value.ts";
import { equalsFolded } from "../../dvc/folded.ts";

export interface DifferingValue {
  /** Dotted. */
  readonly key: string;
  readonly recorded: Node | null;
  readonly promoted: Node | null;
}

/** Aliases make a document larger than it is written: what is left then is told as a whole. */
const MOST_SECTIONS = 5000;

/** Two sections by the values below them: who reads that all of `train` differs must look for it. */
export function* differingValues(
  recorded: Node | null,
  promoted: Node | null,
  key: string,
  budget: { left: number } = { left: MOST_SECTIONS },
): Generator<DifferingValue> {
  if (isSame(recorded, promoted)) return;
  budget.left -= 1;
  if (budget.left < 0 || !isSection(recorded) || !isSection(promoted)) {
    yield { key, recorded, promoted };
    return;
  }
  const names = new Set([...namesOf(recorded), ...namesOf(promoted)]);
  for (const name of names) {
    const [left, right] = [getNode(recorded, name) ?? null, getNode(promoted, name) ?? null];
    yield* differingValues(left, right, `${key}.${name}`, budget);
  }
}

function isSame(recorded: Node | null, promoted: Node | null): boolean {
  return recorded !== null && promoted !== null && equalsFolded(promoted, recorded);
}

function isSection(node: Node | null): node is MappingNode {
  return node?.kind === "mapping" && node.entries.every(({ key }) => typeof key.value === "string");
}

function namesOf({ entries }: MappingNode): readonly string[] {
  return entries.map(({ key }) => pythonStr(key));
}
