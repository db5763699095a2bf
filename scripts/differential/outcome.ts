// What comparing one case gave.

export interface Outcome {
  readonly disagreements: readonly string[];
  /** Stages, params files, hashes, pointer files or commits that were held against DVC's. */
  readonly compared: number;
  /** What we leave to DVC on purpose. */
  readonly declined: number;
}

export const nothing: Outcome = { disagreements: [], compared: 0, declined: 0 };

export function sumOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    disagreements: outcomes.flatMap(({ disagreements }) => disagreements),
    compared: outcomes.reduce((sum, { compared }) => sum + compared, 0),
    declined: outcomes.reduce((sum, { declined }) => sum + declined, 0),
  };
}
