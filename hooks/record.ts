// What a hook writes down for later: what was waived, and what was refused.

import type { ReleaseReport } from "../lib/report.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { Waiver } from "../lib/waiver.ts";
import { placeOf, type HookRun } from "./hook-run.ts";
import type { LedgerEntry } from "./ledger.ts";
import { addRefusals, type RefusalEntry } from "./refusals.ts";

export type Accepted = Pick<ReleaseReport, "name" | "oid" | "waived">;

/** What was waived for a tag, one entry a waiver. */
export function ledgerEntries(run: HookRun, { name, oid, waived }: Accepted): LedgerEntry[] {
  const { place, remote } = placeOf(run);
  const time = new Date().toISOString();
  return waived.map((waiver) => ({ time, place, remote, tag: name, oid, ...waiver }));
}

/** What a release under the same name has to answer for later. It is refused, recorded or not. */
export async function recordRefusals(
  run: HookRun,
  releases: readonly ReleaseReport[],
): Promise<void> {
  const { place, remote } = placeOf(run);
  const time = new Date().toISOString();
  const entries = releases.flatMap(({ name, oid, commit, verdict, findings }): RefusalEntry[] => {
    if (verdict !== "failed") return [];
    const errors = findings.filter(({ level }) => level === "error");
    const refused = [...new Set<string>(errors.map(({ rule }) => rule))];
    return [{ time, place, remote, tag: name, oid, commit, refused }];
  });
  await addRefusals(run.home, entries);
}

/** What was waived for a branch: it stands where a tag would. */
export function branchEntries(
  run: HookRun,
  updates: readonly RefUpdate[],
  { tag: name, rule, reason, by }: Waiver,
): LedgerEntry[] {
  const oid = updates.find(({ ref }) => ref === `refs/heads/${name}`)?.newOid ?? null;
  return ledgerEntries(run, { name, oid, waived: [{ rule, reason, by }] });
}
