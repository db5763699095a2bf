// How much one dvc.yaml may make: a few lines of matrix and aliases could ask for billions.

import { Unresolvable } from "./fault.ts";

/** Stages that foreach and matrix make in one file. */
export const MAX_GENERATED_STAGES = 50_000;

/** Nodes that are walked, copied or merged: forty for each of that many stages. */
const MAX_STEPS = 2_000_000;

/** UTF-16 units of text that interpolation makes. */
const MAX_CHARACTERS: number = 64 * 1024 * 1024;

/** What is left for one file; shared by all of its stages. Each method throws `Unresolvable`. */
export interface Budget {
  readonly step: (count: number) => void;
  readonly write: (characters: number) => void;
  /** A group that asks for too many is refused and not counted: a small one after it passes. */
  readonly generate: (stages: number) => void;
}

export function startBudget(): Budget {
  const left = { steps: MAX_STEPS, characters: MAX_CHARACTERS, stages: MAX_GENERATED_STAGES };
  // Once one of these two is exceeded, so is all: each stage after it would try again for long.
  const refuseExcess = (): void => {
    const isTooMuch = left.characters < 0;
    if (!isTooMuch && left.steps >= 0) return;
    const what = isTooMuch ? "expand to too much text" : "take too many steps to resolve";
    throw new Unresolvable(`the templates of its file ${what}`);
  };
  return {
    step: (count) => {
      left.steps -= count;
      refuseExcess();
    },
    write: (characters) => {
      left.characters -= characters;
      refuseExcess();
    },
    generate: (stages) => {
      if (stages > left.stages) {
        throw new Unresolvable(`its file makes more than ${MAX_GENERATED_STAGES} stages`);
      }
      left.stages -= stages;
    },
  };
}
