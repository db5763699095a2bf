// Where a policy may stand in a directory, in the order of who wins.

import { SCRIPT_EXTENSIONS } from "./parse.ts";

/** Our own files, then our section of a shared one. */
export const RC_PLACES: readonly string[] = [
  ".tagproofrc",
  ".tagproofrc.yaml",
  ".tagproofrc.yml",
  ".tagproofrc.json",
  "tagproof.config.yaml",
  "tagproof.config.yml",
  "tagproof.config.json",
];

export const SHARED_PLACES: readonly string[] = ["package.json", "pyproject.toml"];

/** Looked for only to be refused: whoever wrote one believes that it holds. */
export const SCRIPT_PLACES: readonly string[] = [".tagproofrc", "tagproof.config"].flatMap((name) =>
  SCRIPT_EXTENSIONS.map((extension) => `${name}${extension}`),
);

export const PLACES: readonly string[] = [...RC_PLACES, ...SHARED_PLACES, ...SCRIPT_PLACES];
