// Line numbers of offsets, 1-based.

/** Line of an offset, found by counting: for the one place that an error names. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  let next = text.indexOf("\n");
  while (next !== -1 && next < offset) {
    line += 1;
    next = text.indexOf("\n", next + 1);
  }
  return line;
}

/** A search for many offsets in any order. */
export function lineFinder(text: string): (offset: number) => number {
  const breaks: number[] = [];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) breaks.push(at);
  return (offset) => {
    let low = 0;
    let high = breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((breaks[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
