// Whether a crash of ours stops a tag: not where a person has waived it.

import { AuditError } from "../lib/error.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { LoadEngine } from "./engine.ts";
import { placeOf, type HookRun } from "./hook-run.ts";
import { addToLedger } from "./ledger.ts";
import { ledgerEntries, type Accepted } from "./record.ts";
import { DamagedBundle, waivedLine } from "./words.ts";

/** Every tag of the push needs a waiver of its own, and each is told and recorded. */
export async function isCrashWaived(
  run: HookRun,
  error: unknown,
  updates: readonly RefUpdate[],
  load: LoadEngine,
): Promise<boolean> {
  if (error instanceof AuditError || error instanceof DamagedBundle) return false;
  try {
    const waivers = await (await load()).crashWaivers(placeOf(run));
    const tags = updates.filter(({ ref }) => ref.startsWith("refs/tags/"));
    const accepted = tags.flatMap(({ ref, newOid }): Accepted[] => {
      const name = ref.slice("refs/tags/".length);
      const waiver = waivers.find(({ tag }) => tag === name);
      if (waiver === undefined) return [];
      const { rule, reason, by } = waiver;
      return [{ name, oid: newOid, waived: [{ rule, reason, by }] }];
    });
    if (tags.length === 0 || accepted.length < tags.length) return false;
    await addToLedger(
      run.home,
      accepted.flatMap((each) => ledgerEntries(run, each)),
    );
    for (const { name, waived } of accepted)
      run.stderr.write(waivedLine(name, waived[0]?.reason ?? ""));
    return true;
  } catch {
    return false;
  }
}
