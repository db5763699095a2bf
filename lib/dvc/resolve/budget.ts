// How much one dvc.yaml may make: a few lines of matrix and aliases could ask for billions.

import { Unresolvable } from "./fault.ts";

/** Stages that foreach and matrix make in one file. */
export const MAX_GENERATED_STAGES = 50_000;

/** Nodes that are walked, copied or merged. */
const MAX_STEPS = 10_000_000;

/** UTF-16 units of text that interpolation makes. */
const MAX_CHARACTERS: number = 64 * 1024 * 1024;

/** What is left for one file; shared by all of its stages. */
export interface Budget {
  readonly step: (count: number) => void;
  readonly write: (characters: number) => void;
  readonly generate: (stages: number) => void;
}

export function startBudget(): Budget {
  return {
    step: makeMeter(MAX_STEPS, "its templates take too many steps to resolve"),
    write: makeMeter(MAX_CHARACTERS, "its templates expand to too much text"),
    generate: makeMeter(
      MAX_GENERATED_STAGES,
      `the file makes more than ${MAX_GENERATED_STAGES} stages`,
    ),
  };
}

/** A group that asks for too much is refused and not counted, so that a later small one passes. */
function makeMeter(limit: number, reason: string): (count: number) => void {
  let left = limit;
  return (count) => {
    if (count > left) throw new Unresolvable(reason);
    left -= count;
  };
}
