// How metrics/describe-model tells what it found.

import type { Message } from "../../rule.ts";
import { listed, rerun, shortHash, unfreeze } from "../wording.ts";

export interface Other {
  readonly metrics: string;
  /** That it is not the measuring stage's own file; empty where it is. */
  readonly rewritten: string;
  readonly model: string;
  readonly hash: string;
  readonly stage: string;
  /** Where the records contradict each other; empty where they do not, so that no stage has to run again. */
  readonly reads: readonly string[];
  /** Of the stages that read something else: those that DVC does not run. */
  readonly frozen: readonly string[];
  readonly commit: string;
}

export const otherModel: Message<Other> = {
  level: "error",
  text: ({ metrics, rewritten, model, hash, stage, reads }) =>
    `${metrics}${rewritten} does not describe ${model} (${shortHash(hash)}): neither stage ${stage} nor one upstream of it wrote or read that model` +
    (reads.length === 0 ? "." : `; it was measured on ${listed(reads)}.`),
  repair: ({ stage, model, reads, frozen, commit }) => [
    ...(frozen.length === 0 ? [] : [unfreeze(...frozen)]),
    reads.length === 0
      ? `promote the model that was measured, or let the evaluation read what ${model} is a copy of, declare that, and run: ${rerun()}`
      : `run: ${rerun(stage)}, and generate the bundle again`,
    `${commit}; do not edit the number`,
  ],
};

export interface Instead {
  readonly metrics: string;
  readonly model: string;
  readonly measured: string;
  readonly measuredAt: string;
  readonly stage: string;
  readonly commit: string;
}

export const madeOfIt: Message<Instead> = {
  level: "error",
  text: ({ metrics, model, measured, measuredAt, stage }) =>
    `${metrics} does not describe ${model}: it was measured on ${measured} (${measuredAt}), which stage ${stage} made of it.`,
  repair: ({ measured, commit }) => [
    `promote what was measured: put ${measured} into the bundle, or measure what is promoted`,
    `${commit}; do not edit the number`,
  ],
};

export interface Sibling {
  readonly metrics: string;
  /** As the bundle has it. */
  readonly promoted: string;
  /** As the stage wrote it. */
  readonly model: string;
  readonly stage: string;
  readonly stageAt: string;
  /** With their places. */
  readonly read: readonly string[];
  readonly commit: string;
}

export const siblingRead: Message<Sibling> = {
  level: "error",
  text: ({ metrics, promoted, model, stage, stageAt, read }) =>
    `${metrics} does not describe ${promoted}: of what stage ${stage} wrote (${stageAt}), ${listed(read)} was read to measure it, and ${model} was not.`,
  repair: ({ model, read, commit }) => [
    `promote what was measured (${listed(read)}), or let the evaluation read ${model}, declare that, and run: ${rerun()}`,
    `${commit}; do not edit the number`,
  ],
};

export interface OtherForm {
  readonly metrics: string;
  readonly model: string;
  readonly measured: string;
  readonly stage: string;
  readonly stageAt: string;
  readonly commit: string;
}

export const converted: Message<OtherForm> = {
  level: "warning",
  text: ({ metrics, model, measured, stage, stageAt }) =>
    `${metrics} describes ${measured}, of which stage ${stage} (${stageAt}) made ${model}: that both answer alike is not measured.`,
  repair: ({ model, commit }) => [
    `let the evaluation read what ${model} is a copy of, declare that, and run: ${rerun()}`,
    `${commit}; or promote the measured model too, and call that one the model in the manifest`,
  ],
};

export const packed: Message<OtherForm> = {
  level: "note",
  text: ({ metrics, model, measured, stage, stageAt }) =>
    `${metrics} describes ${measured}, which stage ${stage} (${stageAt}) read to pack ${model}.`,
  repair: ({ model }) => [
    `nothing has to be done; where the packed form is to be measured, let the evaluation read what ${model} is a copy of`,
  ],
};
