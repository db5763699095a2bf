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

/** A counter for many offsets that only ever grow. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf("\n");
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  };
}
