// What a repository remembers of the tags of a push, and what the push adds to it.

import type { StoredReceipt } from "../config/receipt.ts";
import type { Published } from "../lib/history/past.ts";
import type { Report } from "../lib/report.ts";
import type { RefUpdate } from "../lib/update.ts";
import { recordAudited } from "./audited.ts";
import type { HookPlace } from "./engine.ts";
import { readPublished, readSent, recordPublished, recordSent } from "./published.ts";
import { readReceipts } from "./receipts.ts";

export interface Memory {
  readonly published: readonly Published[];
  /** What was let through to this receiver before. */
  readonly sent: readonly Published[];
  readonly receipts: readonly StoredReceipt[];
}

/** A receipt is a file each: nobody audits more by hand and pushes them at once. */
const MOST_RECEIPTS = 1000;

/** A new tag is for any receiver; a server trusts no receipt. */
export function recall(
  home: string,
  { place, remote }: HookPlace,
  updates: readonly RefUpdate[],
): Memory {
  const oids = updates.flatMap(({ newOid }) => (newOid === null ? [] : [newOid]));
  const isOwn = place === "pre-push" && oids.length <= MOST_RECEIPTS;
  return {
    published: readPublished(home, place === "pre-tag" ? undefined : remote),
    sent: place === "pre-push" ? readSent(home, remote) : [],
    receipts: isOwn ? readReceipts(home, oids) : [],
  };
}

interface Outcome {
  readonly report: Report;
  readonly memory: Memory;
  /** True where nothing of it is stopped here. */
  readonly goes: boolean;
}

/** What a tag held here before says nothing about what is published. */
export async function remember(
  home: string,
  { place, remote }: HookPlace,
  updates: readonly RefUpdate[],
  { report, memory, goes }: Outcome,
): Promise<void> {
  await recordAudited(home, report);
  if (place === "pre-tag") return;
  const releases = new Set(report.releases.map(({ name }) => name));
  const seen = { remote, updates, releases };
  await recordPublished(home, { ...seen, known: memory.published });
  if (goes && place === "pre-push") await recordSent(home, { ...seen, known: memory.sent });
}
