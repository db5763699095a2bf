// What a hook needs of the rest of tagproof, so that it loads nothing before it has seen a tag.

import type { StoredReceipt } from "../config/receipt.ts";
import type { Published } from "../lib/history/past.ts";
import type { Report } from "../lib/report.ts";
import type { RefUpdate } from "../lib/update.ts";
import type { Waiver } from "../lib/waiver.ts";

export interface HookPlace {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly remote: string | null;
  readonly place: "pre-push" | "pre-tag" | "pre-receive";
  readonly published?: readonly Published[];
  readonly receipts?: readonly StoredReceipt[];
}

export interface Engine {
  readonly auditUpdates: (
    updates: readonly RefUpdate[],
    place: HookPlace & { readonly onBranchWaived?: (waiver: Waiver) => void },
  ) => Promise<Report>;
  /** Text for people, `width` columns wide; each hint is a line of what may be typed next. */
  readonly render: (report: Report, hints: readonly string[], width: number) => string;
  /** The waivers of `crash` on the command line that started the hook. */
  readonly crashWaivers: (place: HookPlace) => Promise<readonly Waiver[]>;
  /** Whether a tag, by its short name, may be a release where the policy is not known. */
  readonly mayBeRelease: (tag: string) => boolean;
  /** DESIGN 5. */
  readonly exitCodeOf: (report: Report) => number;
}

export type LoadEngine = () => Promise<Engine>;
