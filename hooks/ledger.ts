// `<common dir>/tagproof/ledger.jsonl`: what was waived here, by whom and why. Only ever added to.

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditError } from "../lib/error.ts";

export interface LedgerEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly place: string;
  readonly remote: string | null;
  readonly tag: string;
  readonly oid: string | null;
  readonly rule: string;
  readonly reason: string;
  readonly by: string;
}

/**
 * One line each, in one write. What cannot be recorded is not waived.
 * @throws AuditError `hook-unwritable`
 */
export async function addToLedger(home: string, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const path = join(home, "ledger.jsonl");
  try {
    await appendFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  } catch (cause) {
    const message = `${path} cannot be written: what is waived must be recorded`;
    throw new AuditError(
      "hook-unwritable",
      message,
      "See who owns it and whether there is room.",
      cause,
    );
  }
}
