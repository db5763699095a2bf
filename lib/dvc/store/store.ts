// The cache and the local remotes of a project as one source of evidence, with what each answered.

import type { RecordedHash } from "../model.ts";
import { openAnswers, type Answers, type StoreAnswer } from "./answers.ts";
import { lookAt, waitFor, type Directory, type OpenDirectory } from "./directory.ts";
import type { Files } from "./files.ts";
import { findObject, isStorable, type Looked } from "./layouts.ts";
import { openPatience, type Patience } from "./patience.ts";
import type { Place } from "./places.ts";
import { checkObject, readObject, type FoundBytes, type FoundSize } from "./read-object.ts";

export type { StoreAnswer } from "./answers.ts";

interface Found {
  readonly state: "present";
}

/** What the places said together. */
type Said<It extends Found> =
  | (It & { readonly place: Place })
  | { readonly state: "too-large"; readonly size: number; readonly place: Place }
  /** Only where no place has it as recorded: one has other bytes, or did not answer. */
  | { readonly state: "corrupt" | "silent"; readonly place: Place }
  | { readonly state: "absent" };

export type Stored = Said<FoundBytes>;
export type Checked = Said<FoundSize>;

export interface Store {
  /** Those that are there, in the order in which they are asked. */
  readonly places: readonly Place[];
  /** The bytes of a hash, verified; over `limit` bytes only that they are there. */
  readonly read: (hash: RecordedHash, limit: number) => Promise<Stored>;
  /** The same without the bytes: only whether they are as recorded, and how many. */
  readonly check: (hash: RecordedHash, limit: number) => Promise<Checked>;
  /** What was answered until now, in no order. */
  readonly answers: () => readonly StoreAnswer[];
}

/** What the stores of an audit have in common. */
export interface Sharing {
  readonly patience: Patience;
  /** Objects that are as recorded, by path and hash: none is hashed again for every release. */
  readonly checked: Map<string, FoundSize>;
  /** Directories that were looked at, with what lies there. */
  readonly directories: Map<string, Promise<Directory>>;
}

/** `answering`: directories on a file system that answers already. */
export function openSharing(answering: readonly string[]): Sharing {
  return { patience: openPatience(answering), checked: new Map(), directories: new Map() };
}

/**
 * Reads at once: enough for a disk, and few enough that large objects fit into memory, and that Node
 * has threads left should none of them come to an end.
 */
const AT_ONCE = 2;

/** A store over the places that exist. Never throws for what lies in them. */
export async function openStore(
  places: readonly Place[],
  sharing: Sharing = openSharing([]),
): Promise<Store> {
  const { patience } = sharing;
  const answers = openAnswers();
  const asked = distinct(places);
  const opened = await Promise.all(asked.map((place) => openPlace(place, sharing, answers)));
  const there = opened.filter((place) => place !== null);
  const turn = takeTurns(AT_ONCE);
  const ask = async <It extends Found>(hash: RecordedHash, look: Look<It>): Promise<Said<It>> => {
    if (there.length === 0 || !isStorable(hash)) return { state: "absent" };
    return turn(() => askInOrder({ places: there, patience, answers }, hash, look));
  };
  return {
    places: there.map(({ place }) => place),
    read: async (hash, limit) => ask(hash, (path, files) => readObject(files, path, hash, limit)),
    check: async (hash, limit) =>
      ask(hash, (path, files) =>
        checkOnce(sharing, `${hash.kind} ${hash.value} ${path}`, limit, () =>
          checkObject(files, path, hash, limit),
        ),
      ),
    answers: answers.all,
  };
}

/** Of objects that are remembered: their names alone take memory. */
const MOST_CHECKED = 100_000;

type Look<It extends Found> = (path: string, files: Files) => Promise<Looked<It>>;

async function checkOnce(
  { checked }: Sharing,
  key: string,
  limit: number,
  check: () => Promise<Looked<FoundSize>>,
): Promise<Looked<FoundSize>> {
  const before = checked.get(key);
  if (before !== undefined && before.size <= limit) return before;
  const found = await check();
  if (found.state === "present" && checked.size < MOST_CHECKED) checked.set(key, found);
  return found;
}

interface OpenPlace extends OpenDirectory {
  readonly place: Place;
}

/** Null for a place that is not there, or does not answer. */
async function openPlace(
  place: Place,
  { patience, directories }: Sharing,
  answers: Answers,
): Promise<OpenPlace | null> {
  const { directory } = place;
  const looking = directories.get(directory) ?? lookAt(directory, patience);
  directories.set(directory, looking);
  const found = await looking;
  if (found === "silent") answers.add({ place, hash: "", state: "silent" });
  return typeof found === "string" ? null : { place, ...found };
}

interface Asked {
  readonly places: readonly OpenPlace[];
  readonly patience: Patience;
  readonly answers: Answers;
}

async function askInOrder<It extends Found>(
  { places, patience, answers }: Asked,
  hash: RecordedHash,
  look: Look<It>,
): Promise<Said<It>> {
  let worst: Said<It> = { state: "absent" };
  for (const { place, layouts, files } of places) {
    const { directory } = place;
    const find = (): Promise<Looked<It>> => findObject(layouts, hash, (path) => look(path, files));
    const isSilent = patience.silent.has(directory);
    const found = isSilent ? null : await waitFor(files, find(), directory, patience);
    if (found === null) {
      answers.add({ place, hash: "", state: "silent" });
      if (worst.state === "absent") worst = { state: "silent", place };
      continue;
    }
    if (found.state === "absent") continue;
    answers.add({ place, hash: hash.value, state: found.state });
    if (found.state !== "corrupt") return { ...found, place };
    if (worst.state !== "corrupt") worst = { state: "corrupt", place };
  }
  return worst;
}

function distinct(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter(({ directory }) => !seen.has(directory) && seen.add(directory));
}

/** Runs at most so many tasks at once, the others in their order after them. */
function takeTurns(most: number): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
