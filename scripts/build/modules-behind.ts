// The modules of ours that are loaded before a line of an entry runs.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `import … from "./x.ts"` and `export … from`, on however many lines; a type alone loads nothing. */
const STATIC_IMPORT = /^(?:import|export)\s(?!type\s)[^;"]*?from "(\.[^"]+)";/gm;

/** The absolute paths of the entries' own modules and of all that they import statically. */
export function modulesBehind(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(STATIC_IMPORT))
      visit(join(dirname(path), specifier));
  };
  for (const entry of entries) visit(entry);
  return found;
}
