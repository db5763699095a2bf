// Repeatable chance: the same seed makes the same cases on every machine.

export interface Chance {
  /** A whole number from 0, below `limit`. */
  readonly below: (limit: number) => number;
  /** True about once in `times`. */
  readonly once: (times: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Up to `most` results, at least `least`. */
  readonly some: <Item>(make: () => Item, most: number, least?: number) => Item[];
}

/** mulberry32, by Tommy Ettinger (public domain). */
export function makeChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    once: (times) => below(times) === 0,
    pick: (items) => {
      for (const item of items.slice(below(items.length))) return item;
      throw new RangeError("there is nothing to pick from");
    },
    some: (make, most, least = 0) =>
      Array.from({ length: least + below(most - least + 1) }, () => make()),
  };
}
