// Less memory for an audit of a whole history.

import { setFlagsFromString } from "node:v8";

/**
 * V8 lets the garbage grow to three times what is alive before it looks for it, on a machine with
 * memory to spare. For ten thousand releases that is 100 MB of nothing; collecting sooner costs no
 * time that could be measured. It only counts from the next collection on.
 */
export function collectSooner(): void {
  setFlagsFromString("--heap-growing-percent=100");
}
