// Names of files that are leftovers of the work: debug, scratch, candidate and backup files.

import picomatch from "picomatch";

/**
 * Globs of names that only leftovers have, of files and of directories, in any case. `candidate_generator.onnx`,
 * `debugging.md` and `scratches.csv` are what a team works on.
 */
export const DEBUG_GLOBS: readonly string[] = [
  "debug",
  "debug[-_.0-9]*",
  "*[-_.]debug",
  "*[-_.]debug[-_.0-9]*",
  "scratch",
  "scratch[-_.0-9]*",
  "scratchpad*",
  "candidate",
  "candidates",
  "candidate.*",
  "candidate[0-9]*",
  "candidate[-_][0-9]*",
  "*[-_.]candidate",
  "*[-_.]candidate[.0-9]*",
  "*[-_.]candidate[-_][0-9]*",
  "backup",
  "backups",
  "backup.*",
  "backup[-_.][0-9]*",
  "*[-_.]{backup,bkp}",
  "*[-_.]{backup,bkp}.*",
  "bak",
  "bkp",
  "nohup.out",
  "untitled*",
  "tmp",
  "temp",
  "tmp[-_.]*",
  "*[-_.]tmp.*",
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

let debugNames: RegExp | null = null;

/** One pattern for all, made when the first name is asked about: most audits see no bundle. */
function isDebugName(name: string): boolean {
  // A bracketed number is a copy's, not a pattern of picomatch's.
  debugNames ??= picomatch.makeRe(`{${DEBUG_GLOBS.join(",").replaceAll(/[()]/g, "\\$&")}}`, {
    dot: true,
    nocase: true,
  });
  return debugNames.test(name);
}

/** Whether a name on a path, of the file or a directory, is one of a leftover. */
export function isLeftover(relative: string): boolean {
  return relative.split("/").some((name) => isDebugName(name));
}
