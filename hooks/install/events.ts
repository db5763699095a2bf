// The hook events that tagproof can be wired to.

/** Each has a shim `hooks/<event>.sh`, an entry `hooks/<event>.ts` and a list in shipped.ts. */
export const hookEvents = ["pre-push"] as const;

export type HookEvent = (typeof hookEvents)[number];
