// How bundle/not-hand-edited tells what it found.

import type { OriginAnswer } from "../../finding.ts";
import type { Message } from "../../rule.ts";
import { pathWord, revisionWord } from "../../shell-word.ts";
import { originSentence, rerun } from "../wording.ts";
import type { EditedParam } from "./edited-params.ts";

export interface Changed {
  readonly path: string;
  /** Where it was in the release before. */
  readonly oldPath: string;
  readonly baseline: string;
  readonly baselineName: string;
  /** Of the audited commit. */
  readonly commit: string;
  /** DVC keeps it: git cannot restore it. */
  readonly kept: boolean;
}

export interface Edited extends Changed {
  readonly role: string;
  /** What should have changed with it and did not, as a clause. */
  readonly unchanged: string;
  /** The stage to run; null where none is known for the file. */
  readonly stage: string | null;
}

export const edited: Message<Edited> = {
  level: "error",
  text: ({ path, role, baseline, commit, unchanged }, origin) =>
    `${path} changed between ${baseline} and ${commit}, but ${unchanged}${verdictOn(role, origin)}`,
  repair: (data) => [
    restoring(data),
    `if it has to change, change what makes it and run: ${data.stage === null ? rerun() : rerun(data.stage)}; commit the lock with the bundle, and do not edit the file`,
  ],
};

/** Where it came from, if the history knows; else it can only have been made outside of any run. */
function verdictOn(role: string, origin: OriginAnswer | null): string {
  if (origin !== null && origin.origin !== null)
    return `.${originSentence(`It is the ${role}`, origin)}`;
  const searched = origin?.unknown == null ? "" : ` (${origin.unknown})`;
  return `: it was edited by hand, or made outside of the pipeline${searched}.`;
}

export interface Swapped extends Changed {
  readonly was: string;
  readonly is: string;
}

export const swapped: Message<Swapped> = {
  level: "warning",
  text: ({ path, baseline, was, is }) =>
    `${path} came from ${was} in ${baseline} and comes from ${is} now, while both are recorded as they were: no record says why another one is promoted.`,
  repair: () => [
    "let a stage make the choice (its command or a param names what is promoted), run dvc repro, and commit its lock with the bundle",
  ],
};

export const paramsEdited: Message<Changed & EditedParam> = {
  level: "error",
  text: ({ path, key, now, before, source, baseline }) =>
    `${path} has ${key} = ${now} where ${baseline} had ${before}, but ${source}, which it copies, still has ${before}: the copy was edited.`,
  repair: (data) => [
    `copy ${data.source} again, or ${restoring(data)}`,
    `if the value has to change, change it in ${data.source} and run: dvc repro`,
  ],
};

/** The file as it was released, under its own name. */
function restoring({ path, oldPath, baselineName, kept }: Changed): string {
  if (kept)
    return `let the stage that writes ${path} run again: dvc repro, commit its lock, run: dvc push`;
  return path === oldPath
    ? `restore it: git checkout ${revisionWord(baselineName)} -- ${pathWord(path)}`
    : `restore it: git show ${revisionWord(baselineName, `:${oldPath}`)} > ${pathWord(path)}`;
}
