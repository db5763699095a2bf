// lock/covers-pipeline: the stages, deps, outs and params of dvc.yaml and of dvc.lock are the same.

import { fileOfParams } from "../../dvc/declared-params.ts";
import { normalPath } from "../../dvc/locate.ts";
import type { DeclaredParams, DeclaredStage, LockedParams, LockedStage } from "../../dvc/model.ts";
import type { Pipeline, Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import { type AnyRule, defineRule, finding, noted, notApplicable } from "../../rule.ts";
import { stageCause } from "../cause.ts";
import { lastStages } from "../downstream.ts";
import { at } from "../wording.ts";
import {
  alwaysChanged,
  frozen,
  lockAlone,
  neverRun,
  orphan,
  undeclared,
  unrecorded,
} from "./covers-words.ts";
import { groupOf, unresolvedGroups } from "./groups.ts";

export const lockCoversPipeline: AnyRule = defineRule({
  id: "lock/covers-pipeline",
  holds: "dvc.yaml and dvc.lock have the same stages, deps, outs and params",
  why: "A stage that was declared and never run, or run with other inputs than are declared, did not make what is released.",
  repair: "Run dvc repro, which brings dvc.lock to what dvc.yaml declares, and commit both.",
  refusal: "its lock does not cover its pipeline",
  example: {
    given: "a stage was added to dvc.yaml and never run",
    says: "dvc.yaml declares stage b, but dvc.lock does not know it: it was never run.",
  },
  on: true,
  needs: ["pipelines"],
  messages: { neverRun, lockAlone, orphan, unrecorded, frozen, undeclared, alwaysChanged },
  *check({ pipelines }) {
    const judged = pipelines.pipelines.filter(isJudged);
    if (judged.length === 0) yield notApplicable("no dvc.yaml in scope has both stages and a lock");
    for (const pipeline of judged) {
      if (pipeline.declared.state === "absent") {
        yield lockOnly(pipeline);
        continue;
      }
      yield* tellNeverRun(pipeline);
      const unresolved = unresolvedGroups(pipeline);
      for (const stage of pipeline.stages) {
        if (!isCovered(stage)) yield* judge(stage, unresolved, pipelines);
      }
      yield* tellAlwaysChanged(pipeline);
    }
  },
});

/** An absent lock is told by lock/present, and what cannot be read by lock/readable. */
function isJudged({ declared, lock, stages }: Pipeline): boolean {
  if (lock.state !== "present") return false;
  return declared.state === "present" || (declared.state === "absent" && stages.length > 0);
}

function lockOnly({ path, lockPath, stages }: Pipeline) {
  const names = stages.map(({ address }) => address);
  const data = { path, lockPath, stages: names };
  return finding("lockAlone", data, {
    where: at(lockPath, stages[0]?.locked?.line ?? null),
    explains: names.map((name) => stageCause(name)),
  });
}

/** One lock that was left behind is one finding, however many stages it does not know. */
function* tellNeverRun({ path, lockPath, stages }: Pipeline) {
  const missing = stages.filter(
    (stage) => stage.declared?.unresolved === null && stage.locked === null && !runsAlways(stage),
  );
  const [first] = missing;
  if (first === undefined) return;
  const names = missing.map(({ address }) => address);
  yield finding(
    "neverRun",
    { path, lockPath, stages: names },
    {
      where: at(path, first.declared?.line ?? null),
      causes: names.map((address) => stageCause(address)),
    },
  );
}

function* judge(stage: Stage, unresolved: ReadonlySet<string>, facts: PipelineFacts) {
  const { declared, locked } = stage;
  if (declared !== null && declared.unresolved === null && locked !== null) {
    yield* compareItems(stage, declared, locked, facts);
  } else {
    yield* judgeOneSided(stage, unresolved);
  }
}

function* judgeOneSided(stage: Stage, unresolved: ReadonlySet<string>) {
  const { address, lockPath, pipelinePath: path, declared, locked } = stage;
  const data = { stage: address, path, lockPath };
  if (declared !== null && declared.unresolved !== null) {
    yield noted(`stage ${address} could not be resolved: ${declared.unresolved}`);
  } else if (declared !== null && locked === null) {
    if (runsAlways(stage))
      yield noted(`stage ${address} has no deps and no outs: there is nothing to lock`);
  } else if (declared === null && locked !== null) {
    if (unresolved.has(groupOf(stage))) return;
    yield finding("orphan", data, {
      where: at(lockPath, locked.line),
      explains: [stageCause(address)],
    });
  }
}

function* tellAlwaysChanged({ path, stages }: Pipeline) {
  const always = stages.filter(
    ({ declared, locked }) =>
      declared !== null && locked !== null && (declared.alwaysChanged || isCallback(declared)),
  );
  if (always.length === 0) return;
  const data = { path, stages: always.map(({ address }) => address) };
  yield finding("alwaysChanged", data, { where: at(path, always[0]?.declared?.line ?? null) });
}

/** Nothing to depend on and nothing to write; params count as deps. */
function isCallback({ deps, params, outs }: DeclaredStage): boolean {
  return deps.length + params.length + outs.length === 0;
}

/** A callback stage, or a frozen one with nothing to show: DVC prints nothing that needs a lock. */
function runsAlways({ declared }: Stage): boolean {
  if (declared === null) return false;
  return isCallback(declared) || (declared.frozen && declared.outs.length === 0);
}

const NONE: readonly string[] = [];

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** As `dvc repro` leaves nearly all stages: the same, in the same order. */
function isCovered({ declared, locked }: Stage): boolean {
  if (declared === null || declared.unresolved !== null || locked === null) return false;
  const { deps, outs, params } = declared;
  return (
    havePaths(deps, locked.deps) &&
    havePaths(outs, locked.outs) &&
    params.length === locked.params.length &&
    params.every((wanted, index) => listsAll(wanted, locked.params[index]))
  );
}

type HasPath = { readonly path: string };

function havePaths(wanted: readonly HasPath[], recorded: readonly HasPath[]): boolean {
  if (wanted.length !== recorded.length) return false;
  return wanted.every(({ path }, index) => path === recorded[index]?.path);
}

const MOST_KEYS = 100;

/** Whether the recorded params are of the declared file, and no key of it is one too many. */
function listsAll(wanted: DeclaredParams, recorded: LockedParams | undefined): boolean {
  if (recorded === undefined || fileOfParams(wanted) !== normalPath(recorded.path)) return false;
  const { keys } = wanted;
  if (keys === null) return true;
  // Each is looked for in a list: of a long one, a set is made below.
  return keys.length <= MOST_KEYS && recorded.values.every(({ key }) => keys.includes(key));
}

function* compareItems(
  stage: Stage,
  declared: DeclaredStage,
  locked: LockedStage,
  facts: PipelineFacts,
) {
  const { address, lockPath, pipelinePath: path } = stage;
  const sides = [
    ["dep", declared.deps.map((dep) => dep.path), locked.deps.map((dep) => dep.path)],
    ["out", declared.outs.map((out) => out.path), locked.outs.map((out) => out.path)],
    [
      "params file",
      declared.params.map(fileOfParams),
      locked.params.map(({ path: file }) => normalPath(file)),
    ],
    ["param", NONE, keysNoLongerListed(declared, locked)],
  ] as const;
  for (const [what, wanted, recorded] of sides) {
    if (isSameList(wanted, recorded)) continue;
    const [wantedSet, recordedSet] = [new Set(wanted), new Set(recorded)];
    const missing = [...wantedSet].filter((item) => !recordedSet.has(item));
    const extra = recorded.filter((item) => !wantedSet.has(item));
    if (missing.length + extra.length === 0) continue;
    const data = { stage: address, path, lockPath, what, last: lastStages([stage], facts) };
    const causes = [`${stageCause(address)}:${what}`];
    if (missing.length > 0) {
      yield finding(
        declared.frozen && what !== "out" ? "frozen" : "unrecorded",
        { ...data, items: missing },
        { where: at(lockPath, locked.line), causes, explains: [stageCause(address)] },
      );
    }
    if (extra.length > 0) {
      yield finding("undeclared", { ...data, items: extra }, { where: at(lockPath, locked.line) });
    }
  }
}

/** Recorded keys of a params file of which dvc.yaml lists others; a missing one is told by its value. */
function keysNoLongerListed(
  { params }: DeclaredStage,
  { params: recorded }: LockedStage,
): readonly string[] {
  return recorded.flatMap(({ path, values }) => {
    const file = normalPath(path);
    const declared = params.filter((one) => fileOfParams(one) === file);
    if (declared.length === 0 || declared.some(({ keys }) => keys === null)) return [];
    const keysNow = new Set(declared.flatMap(({ keys }) => keys ?? []));
    return values.flatMap(({ key }) => (keysNow.has(key) ? [] : [`${path}:${key}`]));
  });
}
