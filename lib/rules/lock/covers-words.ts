// The words of lock/covers-pipeline.

import type { Message } from "../../rule.ts";
import { counted, listed, reproduce, unfreeze } from "../wording.ts";

interface OfStage {
  readonly stage: string;
  readonly path: string;
  readonly lockPath: string;
}

interface NeverRun {
  readonly path: string;
  readonly lockPath: string;
  readonly stages: readonly string[];
}

export const neverRun: Message<NeverRun> = {
  level: "error",
  text: ({ stages, path, lockPath }) =>
    stages.length === 1
      ? `${path} declares stage ${listed(stages)}, but ${lockPath} does not know it: it was never run.`
      : `${path} declares the stages ${listed(stages)}, but ${lockPath} does not know them: they were never run.`,
  repair: ({ stages, lockPath }) => [
    ...reproduce(stages, [lockPath, stages.length === 1 ? "what it writes" : "what they write"]),
  ],
};

export const orphan: Message<OfStage> = {
  level: "warning",
  text: ({ stage, path, lockPath }) =>
    `${lockPath} records stage ${stage}, which ${path} no longer declares: DVC ignores it and never removes it.`,
  repair: ({ lockPath, stage }) => [
    `remove the entry ${stage} from ${lockPath} (dvc commit does not), and commit`,
  ],
};

/** DVC looks for a lock where a dvc.yaml is, and nowhere else. */
export const lockAlone: Message<{
  readonly path: string;
  readonly lockPath: string;
  readonly stages: readonly string[];
}> = {
  level: "warning",
  text: ({ path, lockPath, stages }) =>
    `${lockPath} records ${counted(stages.length, "stage")}, but ${path} is not in the commit: DVC does not read it, and nothing declares what was run.`,
  repair: ({ path, lockPath }) => [
    `bring ${path} back, or remove ${lockPath} where it was left behind, and commit`,
  ],
};

interface Items extends OfStage {
  readonly what: string;
  /** The last stages that have to run again. */
  readonly last: readonly string[];
  readonly items: readonly string[];
}

export const unrecorded: Message<Items> = {
  level: "error",
  text: ({ stage, lockPath, what, items }) =>
    `${lockPath} does not record ${counted(items.length, what)} that stage ${stage} declares: ${listed(items)}.`,
  repair: ({ last, lockPath }) => reproduce(last, [lockPath, "what it writes"]),
};

/** DVC hides the deps and params of a frozen stage, never its outs. */
export const frozen: Message<Items> = {
  level: "warning",
  text: (data) =>
    `${unrecorded.text(data, null)} The stage is frozen: dvc repro leaves it out, and dvc status does not say it.`,
  repair: (data) => [unfreeze(data.stage), ...unrecorded.repair(data)],
};

export const undeclared: Message<Items> = {
  level: "warning",
  text: ({ stage, path, what, items }) =>
    `Stage ${stage} ran with ${counted(items.length, what)} that ${path} no longer declares: ${listed(items)}.`,
  repair: ({ last, lockPath }) => reproduce(last, [lockPath, "what it writes"]),
};

export const alwaysChanged: Message<{ readonly path: string; readonly stages: readonly string[] }> =
  {
    level: "note",
    text: ({ path, stages }) =>
      `${path} lets ${listed(stages)} run at every dvc repro: what the lock records is the last run, not one that would come out again.`,
    repair: () => [
      "give the stage deps and outs, or leave always_changed out, where it is no check",
    ],
  };
