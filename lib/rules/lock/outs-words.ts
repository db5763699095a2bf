// How lock/outs-match tells what it found.

import type { Message } from "../../rule.ts";
import { pathWord } from "../../shell-word.ts";
import { listed, originSentence, reproduce, shortHashes } from "../wording.ts";

interface OutDiffers {
  readonly path: string;
  readonly owner: string;
  /** The last stages that have to run again; none where a pointer file records it. */
  readonly last: readonly string[];
  readonly recordedIn: string;
  readonly place: string;
  readonly recorded: string;
  readonly found: string;
}

export const differs: Message<OutDiffers> = {
  level: "error",
  text: ({ path, owner, place: where, recorded, found }, origin) => {
    const [was, is] = shortHashes(recorded, found);
    return (
      `${path} is not what ${owner} wrote: the commit holds ${is}, ${where} records ${was}.` +
      originSentence("It is the output", origin)
    );
  },
  repair: ({ path, last, recordedIn }) =>
    last.length === 0
      ? [
          `bring the recorded file back: dvc checkout ${pathWord(recordedIn)}`,
          `commit ${path}, and tag that commit`,
        ]
      : reproduce(last, [path, recordedIn]),
};

export const orphaned: Message<OutDiffers> = {
  level: "warning",
  text: ({ path, owner, place: where }) =>
    `${path} is not what ${owner} wrote (${where}), which dvc.yaml no longer declares: nothing says where it came from.`,
  repair: ({ owner, recordedIn }) => [
    `remove the entry of ${owner} from ${recordedIn}, which DVC never does, and commit`,
  ],
};

export const notKept: Message<{ readonly path: string; readonly place: string }> = {
  level: "warning",
  text: ({ path, place: where }) =>
    `${path} is left to git (cache: false), but git does not have it (${where}): the result is kept nowhere.`,
  repair: ({ path }) => [
    `commit ${path}, or let DVC keep it (remove cache: false), and tag that commit`,
  ],
};

export const persists: Message<{ readonly paths: readonly string[] }> = {
  level: "note",
  text: ({ paths }) =>
    `${listed(paths)} ${paths.length === 1 ? "is" : "are"} kept between runs (persist: true): what is released may rest on an earlier run, which no lock records.`,
  repair: ({ paths }) => [
    `remove persist: true of ${listed(paths)} where the stage does not need what it wrote before`,
  ],
};
