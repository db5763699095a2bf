// The hook events that tagproof can be wired to.

/** Each has a shim `hooks/<event>.sh`, an entry `hooks/<event>.ts` and a list in shipped.ts. */
export const hookEvents = ["pre-push", "reference-transaction", "pre-receive"] as const;

export type HookEvent = (typeof hookEvents)[number];

/** By the name that users know: git has no hook for a tag, and only a server has pre-receive. */
export const eventOfHook: ReadonlyMap<string, HookEvent> = new Map([
  ["pre-push", "pre-push"],
  ["pre-tag", "reference-transaction"],
  ["pre-receive", "pre-receive"],
]);
