// Which files say how a program is run, and hold nothing to learn from.

import { posix } from "node:path";

/** Names of files that say what a program requires, and what it is. */
const REQUIREMENTS =
  /^(?:(?:.*[-_.])?requirements(?:[-_.].*)?\.txt|constraints\.txt|dockerfile|makefile|.+\.lock|readme(?:\.\w+)?|py\.typed|\.gitignore)$/i;

const PROJECT =
  /^(?:(?:conda|environment)\.ya?ml|licen[cs]e(?:\.\w+)?|pipfile|pyproject\.toml|setup\.cfg)$/i;

const SETTINGS = /\.(?:cfg|conf|ini|toml|ya?ml)$/i;

/** A directory of such texts: conversations and labels are kept in YAML too. */
const DATA_DIRECTORY = /(?:^|\/)(?:annotations|corpus|datas?|datasets?|labels)\//i;

/** What a program requires, by the usual names. */
export function isRequirement(path: string): boolean {
  return REQUIREMENTS.test(posix.basename(path)) || PROJECT.test(posix.basename(path));
}

/** Of files that no stage made, those that are settings by their ending, or requirements by their name. */
export function isConfiguration(path: string): boolean {
  if (isRequirement(path)) return true;
  return SETTINGS.test(path) && !DATA_DIRECTORY.test(path);
}
