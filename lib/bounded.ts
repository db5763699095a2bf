// A memory of bounded weight: what came first is forgotten first.

export interface Bounded<Value> {
  readonly get: (key: string) => Value | undefined;
  /** Remembers it as the newest, with its weight: anew, or in place of what was there. */
  readonly put: (key: string, value: Value, weight: number) => void;
  readonly drop: (key: string) => void;
}

/** @param limit of all entries together, in the unit of their weights; the newest one is always kept */
export function openBounded<Value>(limit: number): Bounded<Value> {
  const entries = new Map<string, { readonly value: Value; readonly weight: number }>();
  let weight = 0;
  const drop = (key: string): void => {
    weight -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get: (key) => entries.get(key)?.value,
    put: (key, value, its) => {
      drop(key);
      entries.set(key, { value, weight: its });
      weight += its;
      for (const oldest of entries.keys()) {
        if (weight <= limit || oldest === key) break;
        drop(oldest);
      }
    },
    drop,
  };
}
