// Names of files that are leftovers of the work: debug, scratch, candidate and backup files.

import picomatch from "picomatch";

/** Globs of names that only leftovers have, of files and of directories, in any case. */
export const DEBUG_GLOBS: readonly string[] = [
  "debug*",
  "*[-_.]debug*",
  "scratch*",
  "*candidate*",
  "untitled*",
  "tmp",
  "temp",
  "*.tmp",
  "*.temp",
  "*.bak",
  "*.backup",
  "*.old",
  "*.orig",
  "*.rej",
  "*.swp",
  "*.swo",
  "*~",
  "#*#",
  "* copy*",
  "*([0-9])*",
  ".ds_store",
  "thumbs.db",
  "desktop.ini",
  ".ipynb_checkpoints",
  "__pycache__",
  "*.pyc",
];

const isDebugName = picomatch(
  // A bracketed number is a copy's, not a pattern of picomatch's.
  DEBUG_GLOBS.map((glob) => glob.replaceAll(/[()]/g, "\\$&")),
  { dot: true, nocase: true },
);

/** Whether a name on a path, of the file or a directory, is one of a leftover. */
export function isLeftover(relative: string): boolean {
  return relative.split("/").some((name) => isDebugName(name));
}
