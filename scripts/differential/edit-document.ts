// Edits of one stage in a dvc.yaml or a dvc.lock, that leave the rest of its text as it is.

import { isMap, isSeq, parseDocument, visit, type Document } from "yaml";

import type { Chance } from "./random.ts";
import type { FileContent } from "./store.ts";

/** The text of each file of git, one character a byte. */
export type Texts = ReadonlyMap<string, string>;

/** What changes; null takes a file away. */
export interface Mutation {
  readonly name: string;
  readonly edits: Readonly<Record<string, FileContent | null>>;
}

export type Edit = Mutation["edits"];

export function pickFrom<Item>(chance: Chance, items: readonly Item[]): Item | null {
  return items.length === 0 ? null : chance.pick(items);
}

export function namesOf(texts: Texts, name: string): string[] {
  return [...texts.keys()].filter((path) => path === name || path.endsWith(`/${name}`));
}

/** A stage of a document: its path from the root of it. */
interface At {
  readonly file: Document;
  readonly path: readonly string[];
}

/** Changes one stage; false where there was nothing to change. */
type Change = (at: At) => boolean;

const WIDE = { lineWidth: 0 } as const;

export function editStage(chance: Chance, texts: Texts, change: Change): Edit | null {
  return editDocument(chance, texts, "dvc.yaml", (at) => {
    const isGroup = at.file.hasIn([...at.path, "do"]);
    return change(isGroup ? { ...at, path: [...at.path, "do"] } : at);
  });
}

export function editLock(chance: Chance, texts: Texts, change: Change): Edit | null {
  return editDocument(chance, texts, "dvc.lock", change);
}

function editDocument(chance: Chance, texts: Texts, name: string, change: Change): Edit | null {
  const place = pickFrom(chance, namesOf(texts, name));
  if (place === null) return null;
  const file = parseDocument(Buffer.from(texts.get(place) ?? "", "latin1").toString());
  if (file.errors.length > 0) return null;
  const stages = file.get("stages");
  const names = isMap(stages) ? stages.items.map(({ key }) => String(key)) : [];
  const stage = pickFrom(chance, names);
  if (stage === null || !change({ file, path: ["stages", stage] })) return null;
  return hasOrphanedAlias(file) ? null : { [place]: file.toString(WIDE) };
}

/** Whether the change took an anchor that an alias elsewhere still wants: no such file can be written. */
function hasOrphanedAlias(file: Document): boolean {
  let isOrphaned = false;
  visit(file, {
    Alias: (_, alias) => {
      isOrphaned ||= alias.resolve(file) === undefined;
    },
  });
  return isOrphaned;
}

export function addTo({ file, path }: At, key: string, more: string): boolean {
  const value = file.getIn([...path, key]);
  if (typeof value === "string") file.setIn([...path, key], `${value}${more}`);
  else if (isSeq(value)) value.add(file.createNode(`echo ${more}`));
  else return false;
  return true;
}

export function append({ file, path }: At, key: string, item: string): boolean {
  const value = file.getIn([...path, key]);
  if (value === undefined) file.setIn([...path, key], [item]);
  else if (isSeq(value)) value.add(file.createNode(item));
  else return false;
  return true;
}

export function editEntry(
  chance: Chance,
  texts: Texts,
  change: (file: Document, path: readonly (string | number)[]) => void,
): Edit | null {
  return editLock(chance, texts, ({ file, path }) => {
    const side = chance.pick(["deps", "outs"]);
    const entries = file.getIn([...path, side]);
    if (!isSeq(entries) || entries.items.length === 0) return false;
    change(file, [...path, side, chance.below(entries.items.length)]);
    return true;
  });
}
