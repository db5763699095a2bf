// `<common dir>/tagproof/refusals.jsonl`: what a hook refused here. Only ever added to.

import { appendFile } from "node:fs/promises";
import { join } from "node:path";

/** Read again by config/refusals.ts: a release under a name that was refused says what was repaired. */
export interface RefusalEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly place: string;
  readonly remote: string | null;
  readonly tag: string;
  readonly oid: string | null;
  readonly commit: string | null;
  /** The rules that did not hold. */
  readonly refused: readonly string[];
}

/** One line each. What cannot be recorded is refused all the same. Never throws. */
export async function addRefusals(home: string, entries: readonly RefusalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  await appendFile(join(home, "refusals.jsonl"), text).catch(() => {});
}
