// lock/params-match: the params files of the tagged tree hold the values that the stages ran with.

import { posix } from "node:path";

import type { Node } from "../../document/node.ts";
import { fileOfParams } from "../../dvc/declared-params.ts";
import { normalPath } from "../../dvc/locate.ts";
import type { DeclaredParams, DeclaredStage } from "../../dvc/model.ts";
import { hasDate } from "../../dvc/never-equal.ts";
import { compareParams, hasRecordedValues, type ParamDifference } from "../../dvc/params.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { LocatedParams, Stage } from "../../dvc/project.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  notApplicable,
  type View,
} from "../../rule.ts";
import type { Reading } from "../../reading.ts";
import { contentCause, fileCause, paramCause } from "../cause.ts";
import { contextMalformed, fileAbsent, fileMalformed, judgeContext } from "./params-file.ts";
import { lastOfParam } from "../downstream.ts";
import { at, place } from "../wording.ts";
import {
  ambiguous,
  differs,
  folded,
  frozen,
  holdsDate,
  missing,
  neverEqual,
  shownValues,
  typeChanged,
  unrecorded,
} from "./params-words.ts";

const messages = {
  differs,
  frozen,
  missing,
  unrecorded,
  typeChanged,
  neverEqual,
  folded,
  holdsDate,
  ambiguous,
  fileAbsent,
  fileMalformed,
  contextMalformed,
};

type Seen = View<"pipelines" | "documents">;

export const lockParamsMatch: AnyRule = defineRule({
  id: "lock/params-match",
  holds:
    "the params files of the tagged tree hold the recorded values, compared as DVC compares them",
  why: "Whoever checks the release out reads the params file. If it says another value than the run used, every result is attributed to the wrong setting.",
  repair:
    "Run dvc repro with the values that are to be released, or return the params file to the recorded ones.",
  refusal: "its params are not those of the run",
  example: {
    given: "a param was changed and nothing was run",
    says: "params.yaml says lr = 0.2, but stage a ran with lr = 0.1 (dvc.lock:7).",
  },
  on: true,
  needs: ["pipelines", "documents"],
  messages,
  *check(view) {
    const seen = new Set<string>();
    let files = 0;
    for (const stage of view.pipelines.pipelines.flatMap((pipeline) => pipeline.stages)) {
      if (stage.locked === null || stage.declared === null) continue;
      for (const params of stage.params) {
        files += 1;
        const declared = declaredFor(params, stage.declared);
        // What dvc.yaml dropped DVC does not compare, and no run of the stage would bring it back to
        // what is recorded: lock/covers-pipeline tells it.
        if (declared === null || isAsRecorded(stage, { params, declared }, view)) continue;
        yield* onlyNew(judgeFile(stage, { params, declared }, view), seen);
      }
    }
    for (const pipeline of view.pipelines.pipelines) yield* judgeContext(pipeline, view.documents);
    if (files === 0) yield notApplicable("no stage records params");
  },
});

function* onlyNew<Item extends object>(found: Iterable<Item>, seen: Set<string>): Generator<Item> {
  for (const observation of found) if (isNew(observation, seen)) yield observation;
}

/** Several stages read one param: it is told once. */
function isNew(observation: object, seen: Set<string>): boolean {
  if (!("causes" in observation && "key" in observation)) return true;
  const once = JSON.stringify([observation.key, observation.causes]);
  if (seen.has(once)) return false;
  seen.add(once);
  return true;
}

interface Wanted {
  readonly params: LocatedParams;
  readonly declared: DeclaredParams;
}

function declaredFor({ path }: LocatedParams, { params }: DeclaredStage): DeclaredParams | null {
  const recorded = normalPath(path);
  return params.find((wanted) => fileOfParams(wanted) === recorded) ?? null;
}

/** As with nearly all: thousands of stages may read one file. */
function isAsRecorded({ pipelinePath }: Stage, { params, declared }: Wanted, view: Seen): boolean {
  if (params.at.kind !== "inside") return false;
  const reading = view.documents.get(params.at.path);
  return (
    reading?.state === "present" &&
    !isForbiddenDate(reading.value, params.at.path, pipelinePath) &&
    hasRecordedValues(declared, params, reading.value)
  );
}

/** What dvc.yaml's templates may use is loaded whole; of other files DVC takes dates as well. */
function isForbiddenDate(document: Node, file: string, pipelinePath: string): boolean {
  return hasDate(document) && file === posix.join(posix.dirname(pipelinePath), "params.yaml");
}

function* judgeFile(stage: Stage, wanted: Wanted, view: Seen) {
  const { params } = wanted;
  if (params.at.kind !== "inside") {
    yield noted(
      `${params.path}, the params of stage ${stage.address}, lies outside of the repository`,
    );
    return;
  }
  const file = params.at.path;
  const reading = view.documents.get(file);
  if (reading?.state === "present")
    yield* judgeValues(stage, { ...wanted, view }, file, reading.value);
  else yield* judgeUnread(stage, params, { file, reading, isOutput: isWritten(file, view) });
}

function* judgeValues(
  stage: Stage,
  { params, declared, view }: Wanted & { readonly view: Seen },
  file: string,
  document: Node,
) {
  if (isForbiddenDate(document, file, stage.pipelinePath)) {
    const causes = [`${fileCause(file)}:date`];
    yield finding("holdsDate", { file, stage: stage.address }, { where: at(file), causes });
  }
  for (const difference of compareParams(declared, params, document)) {
    const { key: name, line, lockLine } = difference;
    const [recorded, found] = shownValues(difference);
    const data = {
      file,
      key: name,
      stage: stage.address,
      last: lastOfParam(stage, { file, key: name }, view.pipelines),
      lockPath: stage.lockPath,
      place: place(stage.lockPath, lockLine ?? params.line),
      recorded,
      found,
    };
    const key = KEY_OF_STATE[difference.state];
    yield finding(isHidden(stage, key) ? "frozen" : key, data, {
      where: at(file, line),
      expected: recorded,
      found,
      causes: [paramCause(file, name)],
      explains: [contentCause(file)],
    });
  }
}

/** DVC does not look at the params of a frozen stage. */
function isHidden({ declared }: Stage, key: keyof typeof messages): boolean {
  return declared?.frozen === true && ["differs", "missing", "unrecorded"].includes(key);
}

const KEY_OF_STATE = {
  modified: "differs",
  deleted: "missing",
  new: "unrecorded",
  "type-changed": "typeChanged",
  "never-equal": "neverEqual",
  folded: "folded",
  ambiguous: "ambiguous",
} as const satisfies Record<ParamDifference["state"], keyof typeof messages>;

interface Unread {
  readonly file: string;
  readonly reading: Reading<Node> | undefined;
  readonly isOutput: boolean;
}

function* judgeUnread(stage: Stage, params: LocatedParams, { file, reading, isOutput }: Unread) {
  const where = place(stage.lockPath, params.line);
  const data = { file, stage: stage.address, reason: "", place: where };
  const more = { causes: [fileCause(file)], explains: [contentCause(file)] };
  if (reading?.state === "unreadable") {
    const { text, line, cause } = reading.problem;
    if (cause !== "malformed") yield blocking(`${file}: ${text}`);
    else {
      yield finding("fileMalformed", { ...data, reason: text }, { where: at(file, line), ...more });
    }
  } else if (isOutput) {
    yield noted(
      `${file} is written by a stage and not in git: its values are known by its hash alone`,
    );
  } else {
    yield finding("fileAbsent", data, { where: at(file), ...more });
  }
}

function isWritten(file: string, { pipelines }: Seen): boolean {
  const producers = producersOf(pipelines);
  return producers.at(file).length > 0 || producers.above(file).length > 0;
}
