// Small files of the repository and of this machine, read at once: one of Node's threads for each would cost an audit
// more than all that they say. Whatever may lie on a file server that is gone is the store's (dvc/store/patience.ts).

/** What was read; null where it cannot be, for whatever reason. */
export function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
