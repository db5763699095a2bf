// Every shim text that was ever shipped: a hook file is ours when it is one of them, byte for byte.

import type { HookEvent } from "./events.ts";

/**
 * SHA-256 of the texts, the newest last. A text changes only together with the number in its second
 * line, and an old one stays here for good: else an upgrade takes our own hook for a stranger's.
 */
export const shippedShims: Readonly<Record<HookEvent, readonly string[]>> = {
  "pre-push": ["f398683ff829da40016063d86016bd626fe7f3205ef35ab2584b89ab25496efd"],
};
