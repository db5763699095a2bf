// Params that are written flat (`train.lr: 0.1`), as trackers of experiments write them.

import type { MappingEntry, Node } from "../../document/node.ts";
import { grouped } from "../../grouped.ts";
import { remembered } from "../../remembered.ts";

/** Deeper, nobody writes them. */
const MOST_NAMES = 50;

interface Dotted {
  readonly names: readonly string[];
  readonly entry: MappingEntry;
}

/**
 * The document with sections for its dotted names too, where nothing else is called so: DVC takes the dots of a
 * param for sections, so that nothing else can be meant.
 */
export const withSections: (document: Node) => Node = remembered((document) => {
  if (document.kind !== "mapping") return document;
  const taken = new Set(document.entries.map(({ key }) => key.value));
  const dotted = document.entries.flatMap((entry) => {
    const names = namesOf(entry);
    return names.length === 1 || taken.has(names[0] ?? "") ? [] : [{ names, entry }];
  });
  if (dotted.length === 0) return document;
  return { ...document, entries: [...document.entries, ...nested(dotted)] };
});

function namesOf({ key: { value } }: MappingEntry): readonly string[] {
  const names = typeof value === "string" ? value.split(".", MOST_NAMES + 1) : [];
  return names.length === 0 || names.length > MOST_NAMES ? [""] : names;
}

/** Where a name has a value, that is the value: no section. */
function nested(dotted: readonly Dotted[]): readonly MappingEntry[] {
  return [...grouped(dotted, ({ names }) => names[0] ?? "")].flatMap(([name, own]) => {
    const entry = own.find(({ names }) => names.length === 1)?.entry;
    const first = entry ?? own[0]?.entry;
    if (first === undefined) return [];
    const key = { ...first.key, value: name };
    if (entry !== undefined) return [{ key, value: entry.value }];
    const below = own.map(({ names, entry: one }) => ({ names: names.slice(1), entry: one }));
    return [{ key, value: { kind: "mapping", entries: nested(below), line: key.line } as const }];
  });
}
