// The markers that an unfinished merge leaves in a file.

import { fault, type DocumentFault } from "./fault.ts";
import { lineAt } from "./lines.ts";

// DVC itself looks for seven of `<`, `=`, `>` and a space; git writes `=======` bare, and diff3 a fourth kind.
const MARKER = /^(?:<{7} |={7}$|>{7} |\|{7} )/m;

/** What such a line holds: looked for by their first letters, they are found missing in no time. */
const SIGNS = ["<<<<<<< ", "=======", ">>>>>>> ", "||||||| "];

/** The line of the first conflict marker, or null. */
export function findConflictMarker(text: string): number | null {
  if (!SIGNS.some((sign) => text.includes(sign))) return null;
  const match = MARKER.exec(text);
  return match === null ? null : lineAt(text, match.index);
}

export function conflictFault(line: number): DocumentFault {
  return fault("has merge conflict markers", line);
}
