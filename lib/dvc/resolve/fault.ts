// How resolving gives up from deep inside: an exception that never leaves this folder.

/** Thrown and caught inside of lib/dvc/resolve only; its message is one clause without a full stop. */
export class Unresolvable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "Unresolvable";
  }
}

export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** Runs one step of resolving. Anything but a known fault is a bug of ours and passes through. */
export function attempt<Value>(run: () => Value): Attempt<Value> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof Unresolvable) return { ok: false, reason: error.message };
    throw error;
  }
}

/** The value of an attempt, or its fault again. */
export function insist<Value>(tried: Attempt<Value>): Value {
  if (tried.ok) return tried.value;
  throw new Unresolvable(tried.reason);
}
