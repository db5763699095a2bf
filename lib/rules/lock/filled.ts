// A directory that a stage read and that holds what others wrote: git and the records know all of it.

import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { Producer } from "../../dvc/producers.ts";
import type { Content, PipelineFacts } from "../../evidence.ts";
import { finding, type Draft, type Message, type Unverified } from "../../rule.ts";
import { neverRunBelow } from "../behind.ts";
import { contentCause, readCause } from "../cause.ts";
import { lastStages } from "../downstream.ts";
import { at, listed, place, reproduce, shortHashes } from "../wording.ts";
import { judgeContent, SOFT_KEYS, type Recorded } from "./mismatch.ts";

export interface FilledElse {
  readonly path: string;
  readonly stage: string;
  readonly last: readonly string[];
  readonly lockPath: string;
  readonly place: string;
  readonly outs: readonly string[];
  readonly read: string;
  readonly now: string;
}

export const filledElse: Message<FilledElse> = {
  level: "error",
  text: ({ path, stage, place: where, outs, read, now }) => {
    const [was, is] = shortHashes(read, now);
    return `Stage ${stage} read ${path} as ${was} (${where}), but with ${listed(outs)} as recorded it is ${is}: ${stage} was not run on what is released.`;
  },
  repair: ({ last, lockPath }) => reproduce(last, [lockPath, "what was written"]),
};

/** Thousands may write into one directory that thousands read: a longer list explains nothing to anybody. */
const MOST_OUTS = 100;

/** A dep, the directory as it is recorded and committed, and the outs in it. */
export interface FilledDep {
  readonly stage: Stage;
  readonly dep: LocatedEntry;
  readonly path: string;
  readonly content: Content;
  readonly outs: readonly Producer[];
}

type Soft = (typeof SOFT_KEYS)[keyof typeof SOFT_KEYS];

/** Compares what was read with what it would be. */
export function* judgeFilled(
  { stage, dep, path, content, outs }: FilledDep,
  facts: PipelineFacts,
): Generator<
  Draft<"filledElse" | "frozenFilledElse", FilledElse> | Draft<Soft, Recorded> | Unverified
> {
  const judged = judgeContent(dep, path, content);
  if (judged === null) return;
  const recorded = place(stage.lockPath, dep.line);
  if (judged.kind === "not-verified") yield judged;
  else if (judged.kind === "different") {
    const names = [...new Set(outs.map(pathOf))];
    const { address, lockPath } = stage;
    const { recorded: read, found: now } = judged;
    const last = lastStages([stage], facts);
    const data = { path, stage: address, last, lockPath, place: recorded, outs: names, read, now };
    yield finding(stage.declared?.frozen === true ? "frozenFilledElse" : "filledElse", data, {
      where: at(lockPath, dep.line),
      expected: now,
      found: read,
      causes: [readCause(address, path)],
      explains: [contentCause(path)],
      // Where its listing is known, or what is in git differs, that names the file.
      follows: names
        .slice(0, MOST_OUTS)
        .flatMap((name) => [readCause(address, name), contentCause(name)]),
    });
  } else {
    yield finding(
      SOFT_KEYS[judged.kind],
      { path, place: recorded },
      {
        where: at(stage.lockPath, dep.line),
        causes: [contentCause(path)],
        follows: neverRunBelow(path, facts),
      },
    );
  }
}

function pathOf({ entry }: Producer): string {
  return entry.at.kind === "inside" ? entry.at.path : entry.at.text;
}
