// lock/present: every dvc.yaml with stages has its dvc.lock in the commit.

import type { Pipeline } from "../../dvc/project.ts";
import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { fileCause, stageCause } from "../cause.ts";
import { dvcIn } from "../dvc-command.ts";
import { at, counted } from "../wording.ts";

const absent: Message<{
  readonly path: string;
  readonly lockPath: string;
  readonly stages: number;
}> = {
  level: "error",
  text: ({ path, lockPath, stages }) =>
    `${path} declares ${counted(stages, "stage")}, but ${lockPath} is not in the commit: nothing records what was run.`,
  repair: ({ path, lockPath }) => [
    `run: ${dvcIn(directoryOf(path))} repro`,
    `commit ${lockPath}, and tag that commit`,
  ],
};

export const lockPresent: AnyRule = defineRule({
  id: "lock/present",
  holds: "each dvc.yaml with stages has a dvc.lock in the tagged commit",
  why: "dvc.lock is the only record of which inputs made which outputs. Without it a release is a claim.",
  repair: "Run dvc repro and commit the dvc.lock that it writes.",
  refusal: "it has no dvc.lock",
  example: {
    given: "dvc.lock was not committed",
    says: "ml/dvc.yaml declares 1 stage, but ml/dvc.lock is not in the commit: nothing records what was run.",
  },
  on: true,
  needs: ["pipelines"],
  messages: { absent },
  *check({ pipelines: { pipelines } }) {
    const withStages = pipelines.filter((pipeline) => stageCount(pipeline) > 0);
    if (withStages.length === 0) yield notApplicable("no dvc.yaml in scope has stages");
    for (const pipeline of withStages) {
      if (pipeline.lock.state !== "absent") continue;
      const { path, lockPath } = pipeline;
      yield finding(
        "absent",
        { path, lockPath, stages: stageCount(pipeline) },
        {
          where: at(lockPath),
          causes: [fileCause(lockPath)],
          explains: pipeline.stages.map(({ address }) => stageCause(address)),
        },
      );
    }
  },
});

function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

function stageCount({ file }: Pipeline): number {
  return file.state === "present" ? file.value.stages.length : 0;
}
