// `<common dir>/tagproof/published.jsonl`: the releases that hooks saw at a receiver, so that a name that
// was deleted there is not used again unseen.

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Published } from "../lib/history/past.ts";
import type { RefUpdate } from "../lib/update.ts";
import { hasText, readLines, type JsonLine } from "./lines.ts";

const NAME = "published.jsonl";
/** Of releases that went through a push: nobody tells a hook whether they arrived. */
const SENT = "sent.jsonl";
const TAGS = "refs/tags/";

/** What was seen at one receiver, or, with `undefined`, anywhere; in the order of seeing it. */
export function readPublished(
  home: string,
  remote: string | null | undefined,
): readonly Published[] {
  const records = readRecords(join(home, NAME));
  return records.filter((record) => remote === undefined || record.remote === remote);
}

/** What was let through to one receiver, in the order of sending it. */
export function readSent(home: string, remote: string | null): readonly Published[] {
  const records = readRecords(join(home, SENT));
  return records.filter((record) => record.remote === remote);
}

function readRecords(path: string): readonly Published[] {
  return readLines(path).flatMap((line) => toPublished(line));
}

function toPublished(line: JsonLine): Published[] {
  const { remote = null } = line;
  if (!hasText(line, "time", "tag", "oid")) return [];
  if (remote !== null && typeof remote !== "string") return [];
  return [
    { time: String(line["time"]), remote, tag: String(line["tag"]), oid: String(line["oid"]) },
  ];
}

export interface Seen {
  readonly remote: string | null;
  readonly updates: readonly RefUpdate[];
  /** The short names that are releases. */
  readonly releases: ReadonlySet<string>;
  readonly known: readonly Published[];
}

/**
 * Adds what a push shows: the receiver names what it has, whether or not the push goes through.
 * Where that cannot be written, the push is judged all the same.
 */
export async function recordPublished(home: string, seen: Seen): Promise<void> {
  await append(
    join(home, NAME),
    newRecords(seen, ({ oldOid }) => oldOid),
  );
}

/** Adds what a push brings that nothing stops here. */
export async function recordSent(home: string, seen: Seen): Promise<void> {
  await append(
    join(home, SENT),
    newRecords(seen, ({ newOid }) => newOid),
  );
}

/** Of each release its object, but for what was recorded last. */
function newRecords(
  { remote, updates, releases, known }: Seen,
  oidOf: (update: RefUpdate) => string | null,
): readonly Published[] {
  const time = new Date().toISOString();
  return updates.flatMap((update): Published[] => {
    const oid = oidOf(update);
    const tag = update.ref.slice(TAGS.length);
    if (oid === null || !update.ref.startsWith(TAGS) || !releases.has(tag)) return [];
    const last = known.findLast((record) => record.tag === tag);
    return last?.oid === oid ? [] : [{ time, remote, tag, oid }];
  });
}

async function append(path: string, records: readonly Published[]): Promise<void> {
  if (records.length === 0) return;
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  await appendFile(path, text).catch(() => {});
}
