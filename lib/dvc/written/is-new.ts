// Names that a list must have once.

/** A longer list is read in the general way, which looks its names up. */
const MOST = 100;

/** Whether no item is the same, of a list that is short enough to ask each. */
export function isNew<Item>(items: readonly Item[], isSame: (item: Item) => boolean): boolean {
  return items.length < MOST && !items.some(isSame);
}
