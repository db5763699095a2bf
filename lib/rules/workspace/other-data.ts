// Data that git does not hold, and that the working tree has otherwise than a stage recorded it.

import { posix } from "node:path";
import { producersOf } from "../../dvc/producers.ts";
import type { StatusChange } from "../../dvc/status.ts";
import { finding, type Draft, type Message, type View } from "../../rule.ts";
import { pathWord } from "../../shell-word.ts";
import { readCause } from "../cause.ts";
import { dvcIn } from "../dvc-command.ts";
import { at } from "../wording.ts";

interface Other {
  readonly path: string;
  readonly stage: string;
  /** False of what no lock and no pointer file knows how to get back. */
  readonly isKept: boolean;
}

export const otherData: Message<Other> = {
  level: "warning",
  text: ({ path, stage }) =>
    `${path} is not the data that stage ${stage} recorded: this working tree holds other data than the tag.`,
  repair: ({ path, isKept }) => [
    isKept
      ? `run: ${checkout(path)}`
      : `track ${path} (dvc add, or git add), or leave it out knowingly`,
  ],
};

/** `dvc checkout`, where it finds the project of the path. */
function checkout(path: string): string {
  const { dir, base } = posix.parse(path);
  return `${dvcIn(dir)} checkout ${pathWord(base)}`;
}

type Seen = View<"workspace" | "pipelines">;

/** Of a stage that read it, only where the one that wrote it has nothing to say; a broken chain explains that. */
export function* tellData(
  address: string,
  { path, side }: StatusChange,
  view: Seen,
): Generator<Draft<"otherData", Other>> {
  if (side === "dep" && isToldOfWriter(path, view)) return;
  const producers = producersOf(view.pipelines);
  const isKept = producers.at(path).length + producers.above(path).length > 0;
  const follows = side === "dep" ? [readCause(address, path)] : [];
  const causes = [`workspace:${path}`];
  yield finding(
    "otherData",
    { path, stage: address, isKept },
    { where: at(path), causes, follows },
  );
}

function isToldOfWriter(path: string, { workspace: { statuses } }: Seen): boolean {
  return statuses.some(
    ({ status }) =>
      status.state === "present" &&
      status.value.stages.some(({ changes }) => changes.some((change) => isOfWriter(change, path))),
  );
}

function isOfWriter({ side, path, state }: StatusChange, wanted: string): boolean {
  return side === "out" && path === wanted && state === "modified";
}
