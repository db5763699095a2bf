// The params that a set of stages ran with, as their locks record them.

import type { Node } from "../document/node.ts";
import { isAsRun } from "./command.ts";
import { fileOfParams } from "./declared-params.ts";
import { isFoldedCommand } from "./folded.ts";
import { normalPath } from "./locate.ts";
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

/**
 * What templates put into the stages: no lock has it by its name, but the command that was run is the one that
 * the templates make of it. Of a stage that ran another command nobody knows it.
 */
export function templatedParamsOf(stages: Iterable<Stage>): readonly RecordedParam[] {
  return [...stages].flatMap((stage) => {
    const { declared, locked, address, lockPath } = stage;
    if (declared === null || locked === null) return [];
    if (!isAsRun(stage) && !isFoldedCommand(declared.command, locked.command)) return [];
    return declared.templated.map(({ key, value }) => {
      const line = locked.commandLine;
      return { file: null, key, value, stage: address, lockPath, line, whole: false };
    });
  });
}

function tracksWholeFile(stage: Stage, path: string): boolean {
  const file = normalPath(path);
  const declared = stage.declared?.params ?? [];
  return declared.some((params) => params.keys === null && fileOfParams(params) === file);
}
