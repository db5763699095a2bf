// What workspace/clean says.

import type { Message } from "../../rule.ts";
import { pathWord } from "../../shell-word.ts";
import { reproduce } from "../wording.ts";

export interface Change {
  readonly stage: string;
  readonly path: string;
  readonly key: string | null;
  /** The last stages that have to run again. */
  readonly last: readonly string[];
}

export const modified: Message<Change> = {
  level: "error",
  text: ({ stage, path, key }) =>
    `dvc status calls ${key === null ? path : `${key} of ${path}`} modified for ${stage}, and the working tree holds what the tag holds.`,
  repair: ({ stage, last }) => reproduce(last, [lockOf(stage), "what it writes"]),
};

/** Of a stage, by its address; a `.dvc` file is its own. */
function lockOf(address: string): string {
  const file = address.indexOf("/dvc.yaml:");
  return address.endsWith(".dvc") ? address : `${address.slice(0, file + 1)}dvc.lock`;
}

export const converted: Message<Change> = {
  level: "warning",
  text: ({ stage, path }) =>
    `dvc status calls ${path} modified for ${stage}, although git does not: this machine holds the file in another form than the one that ran the stage.`,
  repair: ({ path }) => [
    `look at ${path} in a fresh clone: line endings, filters, or files that git does not track`,
  ],
};

export const otherCommand: Message<Change> = {
  level: "error",
  text: ({ stage, path }) =>
    `dvc status says that ${path} declares another command for ${stage} than the one that was run.`,
  repair: modified.repair,
};

export const checksum: Message<Change> = {
  level: "error",
  text: ({ path }) =>
    `dvc status says that ${path} was edited by hand after the import: its checksum is wrong.`,
  repair: ({ path }) => [
    `import again: dvc update ${pathWord(path)}`,
    `commit ${path}, and tag that commit`,
  ],
};

export const notInTag: Message<{ readonly path: string; readonly stage: string }> = {
  level: "warning",
  text: ({ path }) => `${path} differs in the working tree: the tag does not contain this change.`,
  repair: ({ path }) => [
    `commit ${path} and tag that commit, or leave it out of the release knowingly`,
  ],
};
