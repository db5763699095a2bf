// Lists of a stage: short ones, and very many of them.

/** A longer list is read in the general way, which looks its names up. */
const MOST = 100;

/** Whether no item is the same, of a list that is short enough to ask each. */
export function isNew<Item>(items: readonly Item[], isSame: (item: Item) => boolean): boolean {
  return items.length === 0 || (items.length < MOST && !items.some(isSame));
}

/** A list that is complete, without the room for sixteen more items that `push` makes. */
export function complete<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice();
}
