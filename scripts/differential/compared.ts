// What is held against each other of one state of a repository.

import { posix } from "node:path";

import type { Stage } from "../../lib/dvc/project.ts";
import type { OurFinding } from "./our-findings.ts";
import type { RawStatus } from "./their-status.ts";

export interface Compared {
  readonly stages: readonly Stage[];
  readonly findings: readonly OurFinding[];
  readonly status: RawStatus;
  /** Whether git has the path: else only its recorded hash is known. */
  readonly isTracked: (path: string) => boolean;
}

/** A path of a stage, from the root of the repository. */
export function fromRoot(stage: Stage, path: string): string {
  return posix.join(stage.directory, path).replace(/(.)\/$/, "$1");
}

/** DVC hides the deps and params of such a stage, and so does not look at their files. */
export function isFrozen({ declared }: Stage): boolean {
  return declared?.frozen === true;
}
