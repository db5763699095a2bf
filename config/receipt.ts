// Receipts of audits outside of a hook, and which of them count under a policy. Pure.

import type { Receipt } from "../lib/audit-request.ts";
import type { Policy } from "../lib/policy.ts";
import type { Release } from "../lib/release.ts";
import { version } from "../lib/version.ts";

/** A release that passed `tagproof audit` in this repository. */
export interface StoredReceipt extends Receipt {
  readonly name: string;
  readonly oid: string;
  /** Of the policy (config/digest.ts). */
  readonly policy: string;
  readonly version: string;
}

/** Under another policy, or by another version, the same object was not audited. */
export function receiptsFor(
  receipts: readonly StoredReceipt[],
  policy: Policy,
): (release: Release) => Receipt | null {
  return ({ name, oid }) =>
    receipts.find(
      (receipt) =>
        receipt.name === name &&
        receipt.oid === oid &&
        receipt.policy === policy.digest &&
        receipt.version === version,
    ) ?? null;
}
