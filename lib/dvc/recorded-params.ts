// The params that a set of stages ran with, as their locks record them.

import { posix } from "node:path";

import type { Node } from "../document/node.ts";
import type { Stage } from "./project.ts";

export interface RecordedParam {
  /** From the root of the repository; null where the file lies outside. */
  readonly file: string | null;
  readonly key: string;
  readonly value: Node;
  readonly stage: string;
  readonly lockPath: string;
  readonly line: number;
  /** True where the stage tracks the whole file: the key is then literal, not dotted. */
  readonly whole: boolean;
}

/** One entry per file, key and stage, in the order of the stages. */
export function recordedParamsOf(stages: Iterable<Stage>): readonly RecordedParam[] {
  const recorded: RecordedParam[] = [];
  for (const stage of stages) {
    for (const params of stage.params) {
      const file = params.at.kind === "inside" ? params.at.path : null;
      const whole = tracksWholeFile(stage, params.path);
      for (const { key, value, line } of params.values) {
        recorded.push({
          file,
          key,
          value,
          stage: stage.address,
          lockPath: stage.lockPath,
          line,
          whole,
        });
      }
    }
  }
  return recorded;
}

/** The lock has the path normalised, dvc.yaml as it was typed. */
function isSamePath(left: string, right: string): boolean {
  return posix.normalize(left) === posix.normalize(right);
}

function tracksWholeFile(stage: Stage, path: string): boolean {
  return (
    stage.declared?.params.some(
      (declared) => isSamePath(declared.path ?? "params.yaml", path) && declared.keys === null,
    ) ?? false
  );
}
