// Ranges of a list that is sorted by path, in code unit order.

/** Start and end of the items below a directory: `/` is followed by `0` in code units. */
export function rangeBelow<Item>(
  items: readonly Item[],
  pathOf: (item: Item) => string,
  directory: string,
): [start: number, end: number] {
  const below = `${directory}/`;
  const start = firstFrom(items, pathOf, below);
  const first = items[start];
  // Mostly nothing is below: then the second search is spared.
  if (first === undefined || !pathOf(first).startsWith(below)) return [start, start];
  return [start, firstFrom(items, pathOf, `${directory}0`)];
}

function firstFrom<Item>(
  items: readonly Item[],
  pathOf: (item: Item) => string,
  path: string,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && pathOf(item) < path) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For `toSorted`: code unit order, the one that `rangeBelow` counts on. */
export function byPath<Item>(pathOf: (item: Item) => string): (left: Item, right: Item) => number {
  return (left, right) => {
    const [first, second] = [pathOf(left), pathOf(right)];
    return first < second ? -1 : first > second ? 1 : 0;
  };
}
