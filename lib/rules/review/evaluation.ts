// What a metric's meaning rests on: the command, code, params and data of the stage that measured it.

import { producersFor, producersOf, upstreamOf } from "../../dvc/producers.ts";
import { recordedParamsOf, type RecordedParam } from "../../dvc/recorded-params.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { getNode, type Node } from "../../document/node.ts";
import { pythonStr } from "../../document/value.ts";
import type { Tree } from "../../git/tree.ts";
import { matchesAny } from "../../globs.ts";
import { isProgram } from "../programs.ts";
import type { Model, Side } from "./side.ts";

export interface EvaluationInput {
  readonly path: string;
  readonly kind: "code" | "data";
  readonly entry: LocatedEntry;
}

/**
 * What decides what a metric means. Of the stage that measured it: its command, the code that it
 * reads, its own params, and the data that it measures on. The data is every input that is not the
 * model's: what no stage wrote, and what stages wrote without the model (a test set), by the content
 * that was read. What was made with the model (predictions) is followed to the data behind it.
 * So a model that was trained on other data, and measured on the same, means the same.
 *
 * A stage that trains and measures in one has only its command and its code: which of its params and
 * data belong to the test is not recorded, and a new training is no new meaning. Where it is not
 * known what the model is, only what the stage reads itself and no stage wrote is compared, and one that
 * writes a cached out beside the metrics is taken for such a stage.
 */
export interface Evaluation {
  readonly stage: Stage;
  readonly command: string;
  /** Of a stage that trains too, as it is written: a param that stands in it may be the training's. */
  readonly template: string | null;
  readonly inputs: readonly EvaluationInput[];
  readonly params: readonly RecordedParam[];
}

/** Whether the stage wrote the model too, or may have: then `evaluationOf` takes it for a training. */
export function isTraining(stage: Stage, model: Model): boolean {
  return model.stages.has(stage) || (model.hashes.size === 0 && mayTrain(stage));
}

export function evaluationOf(
  stage: Stage,
  side: Side,
  { model, trains }: { readonly model: Model; readonly trains: boolean },
): Evaluation {
  const inputs = [...inputsOf(stage, side, model)].filter(
    ({ path, kind }) =>
      (kind === "code" || !trains) && !matchesAny(path, side.policy.pipeline.ignoreDeps),
  );
  return {
    stage,
    command: textOf(stage.declared?.command ?? stage.locked?.command ?? ""),
    template: trains ? templateOf(stage, side) : null,
    inputs,
    params: trains ? [] : recordedParamsOf([stage]),
  };
}

/** Where nobody says what the model is: a stage that writes more than numbers may have written it. */
function mayTrain({ declared }: Stage): boolean {
  return declared?.outs.some(({ bucket, cache }) => bucket === "outs" && cache) ?? false;
}

function textOf(command: string | readonly string[]): string {
  const lines = typeof command === "string" ? command : command.join(" && ");
  return lines.replaceAll(/\s+/g, " ").trim();
}

function templateOf({ pipelinePath, declared, name }: Stage, { pipelines }: Side): string | null {
  const pipeline = pipelines.pipelines.find(({ path }) => path === pipelinePath);
  if (pipeline?.file.state !== "present") return null;
  const wanted = declared?.group ?? name;
  const template = pipeline.file.value.stages.find((one) => one.name === wanted);
  if (template === undefined) return null;
  return template.node === null ? textOf(template.plain.command) : commandIn(template.node);
}

function commandIn(node: Node): string | null {
  if (node.kind !== "mapping") return null;
  const inner = getNode(node, "do");
  const command = getNode(inner?.kind === "mapping" ? inner : node, "cmd");
  return command === undefined ? null : formatTemplate(command);
}

function formatTemplate(command: Node): string {
  if (command.kind === "sequence") return textOf(command.items.map(formatTemplate));
  return command.kind === "scalar" ? textOf(pythonStr(command)) : "";
}

function* inputsOf(first: Stage, side: Side, model: Model): Generator<EvaluationInput> {
  const visited = new Set([first]);
  const paramsFiles = new Set(recordedParamsOf(allStages(side)).map(({ file }) => file));
  // A set hands out what is added to it while it is walked.
  for (const stage of visited) {
    for (const { path, entry } of readBy(stage, model)) {
      if (paramsFiles.has(path)) continue;
      const role = roleOf(entry, side, model);
      for (const writer of role.behind) visited.add(writer);
      const kind = role.isSource && isCode(path, side.tree) ? "code" : "data";
      if (role.isInput && (kind === "data" || stage === first)) yield { path, kind, entry };
    }
  }
}

/** What a stage read inside of the repository, less the model. */
function readBy({ deps }: Stage, { hashes }: Model) {
  return deps.flatMap((entry) =>
    entry.at.kind !== "inside" || hashes.has(entry.hash?.value ?? "")
      ? []
      : [{ path: entry.at.path, entry }],
  );
}

function allStages({ pipelines }: Side): readonly Stage[] {
  return pipelines.pipelines.flatMap(({ stages }) => stages);
}

interface DepRole {
  /** True where it is compared: not the model, and not made with it. */
  readonly isInput: boolean;
  /** True where no stage wrote it. */
  readonly isSource: boolean;
  /** Its writers where it was made with the model: what they read besides is an input too. */
  readonly behind: readonly Stage[];
}

function roleOf(entry: LocatedEntry, { pipelines }: Side, { stages }: Model): DepRole {
  const producers = producersOf(pipelines);
  const writers = producersFor(entry, producers).flatMap(({ stage }) => stage ?? []);
  if (writers.length === 0) return { isInput: true, isSource: true, behind: [] };
  const isModels = stages.size === 0 || writers.some((writer) => stages.has(writer));
  const behind = writers.filter((writer) =>
    [...upstreamOf(writer, producers).stages].some((stage) => stages.has(stage)),
  );
  if (isModels) return { isInput: false, isSource: false, behind: [] };
  return { isInput: behind.length === 0, isSource: false, behind };
}

function isCode(path: string, tree: Tree): boolean {
  const entry = tree.get(path);
  if (entry !== undefined) return isProgram(path) || entry.mode === "100755";
  return isProgram(path) || tree.under(path).some((below) => isProgram(below.path));
}
