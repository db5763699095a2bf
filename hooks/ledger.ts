// `<common dir>/tagproof/ledger.jsonl`: what was waived here, by whom and why. Only ever added to.

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditError } from "../lib/error.ts";
import { openRepository } from "../lib/git/open.ts";
import { hasText, readLines } from "./lines.ts";

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

/** What was waived in a repository, the last first; nothing where no hook ever was. */
export async function ledgerOf(
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const repository = await openRepository(directory, environment);
  await repository.close();
  return ledgerLines(join(repository.commonDirectory, "tagproof"));
}

const MOST = 20;

/** `waived here on 2026-03-02: v1.2.0 review/linked: agreed in #41 (Ada <ada@example.org>)`. */
export function ledgerLines(home: string): readonly string[] {
  const lines = readLines(join(home, "ledger.jsonl"));
  const entries = lines.filter((line) => hasText(line, "time", "tag", "rule", "reason", "by"));
  const told = entries
    .toReversed()
    .slice(0, MOST)
    .map((line) => {
      const text = (key: string): string => String(line[key]);
      const what = `${text("tag")} ${text("rule")}: ${text("reason")} (${text("by")})`;
      return `waived here on ${text("time").slice(0, 10)}: ${what}`;
    });
  const left = entries.length - told.length;
  return left > 0 ? [...told, `and ${left} more in ${join(home, "ledger.jsonl")}`] : told;
}
