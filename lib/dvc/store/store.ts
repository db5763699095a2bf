// The cache and the local remotes of a project as one source of evidence, with what each answered.

import { stat } from "node:fs/promises";

import type { RecordedHash } from "../model.ts";
import type { Place } from "./places.ts";
import {
  isStorable,
  openLayouts,
  readObject,
  type Layouts,
  type StoredObject,
} from "./read-object.ts";

export type Stored =
  | { readonly state: "present"; readonly bytes: Uint8Array; readonly place: Place }
  | { readonly state: "too-large"; readonly size: number; readonly place: Place }
  /** Only where no place has it as recorded. */
  | { readonly state: "corrupt"; readonly place: Place }
  | { readonly state: "absent" };

/** What a place said of one hash; that it has nothing is no answer. */
export interface StoreAnswer {
  readonly place: Place;
  readonly hash: string;
  readonly state: "present" | "too-large" | "corrupt";
}

export interface Store {
  /** Those that are there, in the order in which they are asked. */
  readonly places: readonly Place[];
  /** The bytes of a hash, verified; over `limit` bytes only that they are there. */
  readonly read: (hash: RecordedHash, limit: number) => Promise<Stored>;
  /** What was answered until now, in no order. */
  readonly answers: () => readonly StoreAnswer[];
}

/** Reads at once: enough for a disk, and few enough that large objects fit into memory. */
const AT_ONCE = 4;

/** A store over the places that exist. Never throws for what lies in them. */
export async function openStore(places: readonly Place[]): Promise<Store> {
  const there = await Promise.all(places.map(isThere));
  const existing = distinct(places.filter((_, index) => there[index] === true));
  const opened = await Promise.all(
    existing.map(async (place) => ({ place, layouts: await openLayouts(place.directory) })),
  );
  const answers = new Map<string, StoreAnswer>();
  const turn = takeTurns(AT_ONCE);
  return {
    places: existing,
    read: async (hash, limit) => {
      if (existing.length === 0 || !isStorable(hash)) return { state: "absent" };
      return turn(() => readFirst(opened, hash, limit, answers));
    },
    answers: () => [...answers.values()],
  };
}

interface OpenPlace {
  readonly place: Place;
  readonly layouts: Layouts;
}

async function readFirst(
  places: readonly OpenPlace[],
  hash: RecordedHash,
  limit: number,
  answers: Map<string, StoreAnswer>,
): Promise<Stored> {
  let corrupt: Stored = { state: "absent" };
  for (const { place, layouts } of places) {
    const found: StoredObject = await readObject(layouts, hash, limit);
    if (found.state === "absent") continue;
    const answer = { place, hash: hash.value, state: found.state };
    answers.set(`${place.kind} ${place.name} ${hash.value}`, answer);
    if (found.state !== "corrupt") return { ...found, place };
    if (corrupt.state === "absent") corrupt = { state: "corrupt", place };
  }
  return corrupt;
}

async function isThere({ directory }: Place): Promise<boolean> {
  try {
    return (await stat(directory)).isDirectory();
  } catch {
    return false;
  }
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
