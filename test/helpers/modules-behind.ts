// The modules of ours that are loaded before a line of an entry runs.

import { readFileSync } from "node:fs";
import { importsOf } from "../../scripts/imports.ts";

/** The paths of the entries' own modules and of all that they import statically, from where the entries' are. */
export function modulesBehind(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const imported of importsOf(path, readFileSync(path, "utf8"))) {
      if (imported.kind === "static" && imported.path !== null) visit(imported.path);
    }
  };
  for (const entry of entries) visit(entry);
  return found;
}
