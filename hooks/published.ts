// `<common dir>/tagproof/published.jsonl`: the releases that hooks saw at a receiver, so that a name that
// was deleted there is not used again unseen.

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Published } from "../lib/history/past.ts";
import type { RefUpdate } from "../lib/update.ts";
import { hasText, readLines, type JsonLine } from "./lines.ts";

const NAME = "published.jsonl";
const TAGS = "refs/tags/";

/** What was seen at one receiver, or, with `undefined`, anywhere; in the order of seeing it. */
export async function readPublished(
  home: string,
  remote: string | null | undefined,
): Promise<readonly Published[]> {
  const lines = await readLines(join(home, NAME));
  const records = lines.flatMap((line) => toPublished(line));
  return records.filter((record) => remote === undefined || record.remote === remote);
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
  const { remote, updates, releases, known } = seen;
  const time = new Date().toISOString();
  const records = updates.flatMap(({ ref, oldOid }): Published[] => {
    const tag = ref.slice(TAGS.length);
    if (oldOid === null || !ref.startsWith(TAGS) || !releases.has(tag)) return [];
    const last = known.findLast((record) => record.tag === tag);
    return last?.oid === oldOid ? [] : [{ time, remote, tag, oid: oldOid }];
  });
  if (records.length === 0) return;
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  await appendFile(join(home, NAME), text).catch(() => {});
}
