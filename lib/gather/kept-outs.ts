// Whether the bytes of what DVC keeps are at hand and as recorded: looked at within bounds, never read whole.

import { directoryHash } from "../dvc/directory-hash.ts";
import type { KeptOutFacts, KeptState } from "../dvc/kept-outs.ts";
import { effectiveHash } from "../dvc/locate.ts";
import type { RecordedHash } from "../dvc/model.ts";
import type { LocatedEntry } from "../dvc/project.ts";
import type { ContentFacts, PipelineFacts } from "../evidence.ts";
import type { Stores } from "./stores.ts";

/** What is hashed of one release: about 50 ms, which a hook can give and an audit of all tags, too. */
export interface OutLimits {
  readonly bytes: number;
  readonly objects: number;
  /** Milliseconds. */
  readonly time: number;
}

const LIMITS: OutLimits = { bytes: 32 * 1024 * 1024, objects: 2000, time: Infinity };
/** Of what is left to a hook, this is not what it is waited for. */
const SHARE_OF_HOOK = 4;

/** `left`: milliseconds of a hook's budget; null without one. */
export function outLimits(left: number | null): OutLimits {
  return left === null ? LIMITS : { ...LIMITS, time: left / SHARE_OF_HOOK };
}

/** One after the other, in the order of the records, so that it is always the same ones that fit. */
export async function gatherKeptOuts(
  pipelines: PipelineFacts,
  contents: ContentFacts,
  stores: OutStores,
  limits: OutLimits,
): Promise<KeptOutFacts> {
  const inGit = hashesOf(contents);
  const asking = { inGit, check: openCheck(stores, limits) };
  const states = new Map<string, KeptState>();
  for (const entry of outsOf(pipelines)) {
    if (entry.at.kind !== "inside" || contents.has(entry.at.path)) continue;
    if (!stores.isThere(entry.projectRoot) && isNowhereElse(entry, inGit)) continue;
    const key = keyOf(entry);
    if (!states.has(key)) states.set(key, await stateOf(entry, asking));
  }
  if (states.size === 0) return NOWHERE;
  return { stateOf: (entry) => states.get(keyOf(entry)) ?? "absent" };
}

/** Where there is no store, whether git cannot tell either: thousands of promises take their time. */
function isNowhereElse({ hash }: LocatedEntry, inGit: ReadonlySet<string>): boolean {
  if (hash === null) return true;
  if (hash.value === EMPTY) return false;
  return hash.value.endsWith(".dir") ? inGit.size === 0 : !inGit.has(hash.value);
}

type OutStores = Pick<Stores, "check" | "isThere">;

const NOWHERE: KeptOutFacts = { stateOf: () => "absent" };

interface Asking {
  /** The md5 of whatever git holds, wherever that is: it needs no store. */
  readonly inGit: ReadonlySet<string>;
  readonly check: (hash: RecordedHash, root: string) => Promise<KeptState>;
}

function openCheck(stores: OutStores, { bytes, objects, time }: OutLimits): Asking["check"] {
  const left = { bytes, objects };
  const end = Date.now() + time;
  const ask = async (hash: RecordedHash, root: string): Promise<KeptState> => {
    if (left.objects === 0 || Date.now() >= end) return "too-much";
    left.objects -= 1;
    const found = await stores.check(root, hash, left.bytes);
    if (found.state === "too-large") return "too-much";
    if (found.state !== "present") return found.state === "corrupt" ? "corrupt" : "absent";
    left.bytes -= found.size;
    return "verified";
  };
  const answers = new Map<string, KeptState>();
  return async (hash, root) => {
    // It is not what there is too much of.
    if (!stores.isThere(root)) return "absent";
    const key = `${hash.kind} ${hash.value} ${root}`;
    const state = answers.get(key) ?? (await ask(hash, root));
    answers.set(key, state);
    return state;
  };
}

/** A directory is at hand where each of its files is; its list alone proves nothing of them. */
async function stateOf(entry: LocatedEntry, { inGit, check }: Asking): Promise<KeptState> {
  const hash = effectiveHash(entry, entry.insideProject);
  if (hash === null) return "absent";
  const look = async (one: RecordedHash): Promise<KeptState> =>
    one.kind === "md5" && inGit.has(one.value) ? "verified" : check(one, entry.projectRoot);
  if (!hash.value.endsWith(".dir") || inGit.has(hash.value)) return look(hash);
  if (hash.value === EMPTY) return "verified";
  if (entry.files === null) return "absent";
  for (const { hash: value } of entry.files) {
    const state = await look({ kind: hash.kind, value });
    if (state !== "verified") return state;
  }
  return "verified";
}

const EMPTY = directoryHash([]);

function hashesOf(contents: ContentFacts): ReadonlySet<string> {
  return new Set(
    [...contents.values()].flatMap((content) =>
      content.kind === "unverifiable" ? [] : [content.md5, ...(content.listing?.values() ?? [])],
    ),
  );
}

function outsOf({ pipelines, pointers }: PipelineFacts): readonly LocatedEntry[] {
  return [
    ...pipelines.flatMap(({ stages }) => stages.flatMap(({ outs }) => outs)),
    ...pointers.flatMap(({ outs }) => outs),
  ];
}

/** No path holds a NUL, so that no two entries share a key. */
function keyOf({ at, hash, projectRoot }: LocatedEntry): string {
  const path = at.kind === "inside" ? at.path : at.text;
  return `${path}\0${hash?.kind}\0${hash?.value}\0${projectRoot}`;
}
