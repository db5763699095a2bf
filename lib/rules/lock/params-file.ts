// What is wrong with a params file as a whole.

import { posix } from "node:path";

import type { Pipeline } from "../../dvc/project.ts";
import type { DocumentFacts } from "../../evidence.ts";
import { finding, type Draft, type Message } from "../../rule.ts";
import { fileCause } from "../cause.ts";
import { at, clause } from "../wording.ts";

interface File {
  readonly file: string;
  readonly stage: string;
  readonly reason: string;
  readonly place: string;
}

export const fileAbsent: Message<File> = {
  level: "error",
  text: ({ file, stage, place: where }) =>
    `${file} is not in the commit, but stage ${stage} ran with values of it (${where}).`,
  repair: ({ file }) => [`commit ${file} as it was when the stage ran, or run dvc repro`],
};

export const fileMalformed: Message<File> = {
  level: "error",
  text: ({ file, reason, stage }) =>
    `${file}, the params of stage ${stage}, cannot be read: ${clause(reason)}.`,
  repair: ({ file }) => [
    `repair ${file} until dvc status reads it, commit it, and tag that commit`,
  ],
};

interface ContextFault {
  readonly file: string;
  readonly reason: string;
  readonly pipeline: string;
}

export const contextMalformed: Message<ContextFault> = {
  level: "error",
  text: ({ file, reason, pipeline }) =>
    `${file}, which DVC reads before any stage of ${pipeline}, cannot be read: ${clause(reason)}.`,
  repair: ({ file }) => [
    `repair ${file} until dvc status reads it, commit it, and tag that commit`,
  ],
};

/** The params.yaml beside a dvc.yaml with stages: a broken one ends every command of DVC. */
export function* judgeContext(
  { path, directory, file: pipeline, stages }: Pipeline,
  documents: DocumentFacts,
): Generator<Draft<"contextMalformed", ContextFault>> {
  if (pipeline.state !== "present" || stages.every(({ declared }) => declared === null)) return;
  const file = posix.join(directory, "params.yaml");
  const reading = documents.get(file);
  if (reading?.state !== "unreadable" || reading.problem.cause !== "malformed") return;
  const { text: reason, line } = reading.problem;
  const more = { where: at(file, line), causes: [fileCause(file)] };
  yield finding("contextMalformed", { file, reason, pipeline: path }, more);
}
