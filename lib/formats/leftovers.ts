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
  "my[-_]scratch",
  "my[-_]scratch[-_.0-9]*",
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
  "copy[-_ ]of[-_ ]*",
  "{model,metrics,params,manifest,review}[-_.]{old,copy}",
  "{model,metrics,params,manifest,review}[-_.]{old,copy}[-_.0-9]*",
  "old[-_.]{model,metrics,params,manifest,review}",
  "old[-_.]{model,metrics,params,manifest,review}.*",
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

/** Words that make a leftover of a name that is there without them: of `ranker_old.bin`, but not of `years_old.json`. */
export const COPY_WORDS: readonly string[] = ["old", "copy"];

const OF_ANOTHER = new RegExp(`^(.+)[-_.](?:${COPY_WORDS.join("|")})[-_]?\\d{0,9}$`, "s");

/** Those whose name, or that of a directory above them, stands there without such a word as well. */
export function leftoversBeside(paths: readonly string[]): readonly string[] {
  const suspects = paths.filter((path) => placesOf(path).some((place) => OF_ANOTHER.test(place)));
  if (suspects.length === 0) return [];
  const there = new Set(paths.flatMap(placesOf));
  return suspects.filter((path) =>
    placesOf(path).some((place) => there.has(OF_ANOTHER.exec(place)?.[1] ?? "")),
  );
}

/** The path without its ending, and the directories above it. */
function placesOf(path: string): readonly string[] {
  const names = path.toLowerCase().split("/");
  const places = names.map((_, index) => names.slice(0, index + 1).join("/"));
  return [...places.slice(0, -1), path.toLowerCase().replace(ENDING, "")];
}

const ENDING = /(?<=[^/])(?:\.tar)?\.[^./]*$/;
