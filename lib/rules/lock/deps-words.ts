// What lock/deps-match says.

import type { Message } from "../../rule.ts";
import { pathWord } from "../../shell-word.ts";
import { reproduce, rerunAlone, rerunFrozen, shortHashes } from "../wording.ts";

interface Differs {
  readonly path: string;
  readonly stage: string;
  /** The last stages that have to run again. */
  readonly last: readonly string[];
  readonly lockPath: string;
  readonly place: string;
  readonly recorded: string;
  readonly found: string;
  /** Whether dvc.yaml still has it as a dep: else DVC takes the stage for unchanged. */
  readonly isDeclared: boolean;
}

export const differs: Message<Differs> = {
  level: "error",
  text: ({ path, stage, place: where, recorded, found }) => {
    const [was, is] = shortHashes(recorded, found);
    return `${path} changed after stage ${stage} ran: it read ${was} (${where}), the commit holds ${is}.`;
  },
  repair: ({ stage, last, lockPath, isDeclared }) =>
    isDeclared
      ? reproduce(last, [lockPath, "what it writes"])
      : [`run: ${rerunAlone(stage)}`, `commit ${lockPath} and what it writes, and tag that commit`],
};

export const frozen: Message<Differs> = {
  level: "warning",
  text: (data) => `${differs.text(data, null)} The stage is frozen, so dvc status does not say it.`,
  repair: rerunFrozen,
};

export const leftOver: Message<Differs> = {
  level: "warning",
  text: (data) =>
    `${differs.text(data, null)} dvc.yaml no longer declares ${data.stage}, and nothing of the release rests on it.`,
  repair: ({ stage, lockPath }) => [
    `remove the entry of ${stage} from ${lockPath}, which DVC never does, and commit`,
  ],
};

export const untracked: Message<{
  readonly path: string;
  readonly stage: string;
  readonly place: string;
}> = {
  level: "warning",
  text: ({ path, stage, place: where }) =>
    `Stage ${stage} read ${path} (${where}), which is not in git, no stage writes and no *.dvc file tracks: nobody else can run it.`,
  repair: ({ path }) => [
    `track it: dvc add ${pathWord(path)} (or git add ${pathWord(path)}), and commit`,
  ],
};
