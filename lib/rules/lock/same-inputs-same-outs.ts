// lock/same-inputs-same-outs: what ran on the same inputs as in the release before wrote the same.

import { joinDirectory } from "../../dvc/locate.ts";
import type { Stage } from "../../dvc/project.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
} from "../../rule.ts";
import { changedOuts, hashOf, hasSameInputs, labelOf, lockedStages } from "../compared.ts";
import { unreadRecords } from "../unread.ts";
import { pathWord } from "../../shell-word.ts";
import { at, listed, rerunAlone, shortHash } from "../wording.ts";

interface Differing {
  readonly stage: string;
  readonly outs: readonly {
    readonly path: string;
    readonly now: string;
    readonly before: string;
  }[];
  readonly baseline: string;
  readonly lockPath: string;
}

const otherOuts: Message<Differing> = {
  level: "warning",
  text: ({ stage, outs, baseline, lockPath }) =>
    `Stage ${stage} has the command, the deps and the params that it had in ${baseline}, but ${listed(outs.map(({ path, now, before }) => `${path} is ${shortHash(now)} and was ${shortHash(before)}`))}: it is not deterministic, it reads something that it does not declare, or ${lockPath} was edited.`,
  repair: ({ stage, lockPath }) => [
    `see whether it repeats: ${rerunAlone(stage)}`,
    `if it does not, fix its seed, or declare what it reads; if ${lockPath} was edited, restore it from the run: git checkout <commit> -- ${pathWord(lockPath)}`,
  ],
};

export const lockSameInputsSameOuts: AnyRule = defineRule({
  id: "lock/same-inputs-same-outs",
  holds:
    "no stage has the command, deps and params that it had in the release before, but other outs",
  why: "A run that cannot be repeated proves nothing about its result, and an edited lock looks just like one.",
  repair: "Make the stage deterministic, declare what it reads, or restore the lock of the run.",
  refusal: "a stage wrote something else from the same inputs",
  example: {
    given: "a training without a seed was run again",
    says: "Stage evaluate has the command, the deps and the params that it had in v1.0.0 (007647b), but metrics.json is 130948c1 and was e00d9d0c: it is not deterministic, it reads something that it does not declare, or dvc.lock was edited.",
  },
  on: true,
  needs: ["baseline", "pipelines"],
  messages: { otherOuts },
  *check({ baseline: { nearest }, pipelines }) {
    if (nearest === null) {
      yield notApplicable("there is no release before it");
      return;
    }
    const before = nearest.evidence.pipelines;
    if (before.state === "not-applicable") yield notApplicable(before.reason);
    if (before.state === "unavailable") yield blocking(before.reason);
    if (before.state !== "present") return;
    const unread = unreadRecords(pipelines);
    if (unread.length > 0) yield blocking(`${listed(unread)} could not be read`);
    const itsUnread = unreadRecords(before.value);
    if (itsUnread.length > 0) {
      yield noted(`${listed(itsUnread)} of ${nearest.release.name} could not be read`);
    }
    const others = lockedStages(before.value);
    const baseline = labelOf(nearest);
    for (const [address, stage] of lockedStages(pipelines)) {
      const other = others.get(address);
      if (other !== undefined) yield* compare(stage, other, baseline);
    }
  },
});

function* compare(stage: Stage, before: Stage, baseline: string) {
  if (!isRepeatable(stage) || !hasSameInputs(stage, before)) return;
  const changed = changedOuts(stage, before).filter(({ path }) => !keepsItsOut(stage, path));
  const [first] = changed;
  if (first === undefined) return;
  const outs = changed.map(({ path, now, before: was }) => ({
    path,
    now: hashOf(now) ?? "",
    before: hashOf(was) ?? "",
  }));
  const data = { stage: stage.address, outs, baseline, lockPath: stage.lockPath };
  yield finding("otherOuts", data, {
    where: at(stage.lockPath, first.now.line),
    expected: outs[0]?.before ?? null,
    found: outs[0]?.now ?? null,
  });
}

/**
 * `always_changed` says that it is not meant to give the same, and a stage without deps and params
 * (a download) says of no input that it is.
 */
function isRepeatable({ declared, deps, params }: Stage): boolean {
  return declared?.alwaysChanged !== true && deps.length + params.length > 0;
}

/** `persist: true` gives the stage its own earlier out to read. */
function keepsItsOut({ declared, directory }: Stage, path: string): boolean {
  const outs = declared?.outs ?? [];
  return outs.some((out) => out.persist && joinDirectory(directory, out.path) === path);
}
