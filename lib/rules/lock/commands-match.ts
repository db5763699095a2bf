// lock/commands-match: the recorded command is the declared one, its templates resolved.

import { isAsRun, type Command } from "../../dvc/command.ts";
import { isFoldedCommand } from "../../dvc/folded.ts";
import type { Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
} from "../../rule.ts";
import { commandCause } from "../cause.ts";
import { lastStages } from "../downstream.ts";
import { aroundDifference } from "../difference.ts";
import { at, place, reproduce } from "../wording.ts";

interface Told {
  readonly stage: string;
  readonly declared: string;
  readonly declaredAt: string;
  readonly recorded: string;
  readonly recordedAt: string;
  readonly last: readonly string[];
  readonly lockPath: string;
}

const differs: Message<Told> = {
  level: "error",
  text: ({ stage, declared, declaredAt, recorded, recordedAt }) =>
    `Stage ${stage} is declared as \`${declared}\` (${declaredAt}), but \`${recorded}\` was run (${recordedAt}).`,
  repair: ({ last, lockPath }) => reproduce(last, [lockPath, "what it writes"]),
};

const folded: Message<Told> = {
  level: "warning",
  text: ({ stage, declaredAt, recordedAt }) =>
    `Stage ${stage} is declared with more spaces in its command (${declaredAt}) than it was run with (${recordedAt}): DVC loses spaces where it folds a long line of the lock, and runs the stage again every time.`,
  repair: ({ stage, last, lockPath }) => [
    `write single spaces in the command of ${stage}`,
    ...reproduce(last, [lockPath, "what it writes"]),
  ],
};

export const lockCommandsMatch: AnyRule = defineRule({
  id: "lock/commands-match",
  holds: "the recorded command of each stage is the declared one, templates resolved",
  why: "Who reads dvc.yaml believes that its command made the result. Another one did.",
  repair: "Run the stage again with dvc repro, or return dvc.yaml to the command that was run.",
  refusal: "another command was run than is declared",
  example: {
    given: "the command in dvc.yaml was edited after the run",
    says: "Stage a is declared as `./a --new` (dvc.yaml:2), but `./a --old` was run (dvc.lock:4).",
  },
  on: true,
  needs: ["pipelines"],
  messages: { differs, folded },
  *check({ pipelines }) {
    const stages = pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
    const both = stages.filter(({ declared, locked }) => declared !== null && locked !== null);
    if (both.length === 0) yield notApplicable("no stage is both declared and locked");
    // As with nearly all.
    for (const stage of both) if (!isAsRun(stage)) yield* judge(stage, pipelines);
  },
});

function* judge(stage: Stage, facts: PipelineFacts) {
  const { address, declared, locked, pipelinePath, lockPath } = stage;
  if (declared === null || locked === null) return;
  if (declared.unresolved !== null) {
    yield noted(`the command of stage ${address} could not be resolved: ${declared.unresolved}`);
    return;
  }
  const [now, then] = shownCommands(declared.command, locked.command);
  const data = {
    stage: address,
    declared: now,
    declaredAt: place(pipelinePath, declared.line),
    recorded: then,
    recordedAt: place(lockPath, locked.commandLine),
    last: lastStages([stage], facts),
    lockPath,
  };
  yield finding(isFoldedCommand(declared.command, locked.command) ? "folded" : "differs", data, {
    where: at(pipelinePath, declared.line),
    expected: data.recorded,
    found: data.declared,
    causes: [commandCause(address)],
  });
}

const LONGEST = 60;

/** As one line each; where only spaces, line breaks or the list differ, these are spelled out. */
function shownCommands(declared: Command, recorded: Command): readonly [string, string] {
  const [now, then] = [oneLine(declared), oneLine(recorded)];
  return now === then
    ? aroundDifference(JSON.stringify(declared), JSON.stringify(recorded), LONGEST)
    : aroundDifference(now, then, LONGEST);
}

function oneLine(command: Command): string {
  return (typeof command === "string" ? command : command.join("; "))
    .replaceAll(/\s+/g, " ")
    .trim();
}
