// One random pipeline, resolved by us and by DVC: what they do not agree on.

import { posix } from "node:path";

import { parseDocument } from "../../lib/document/read.ts";
import type { Node } from "../../lib/document/node.ts";
import type { DeclaredStage, PipelineFile } from "../../lib/dvc/model.ts";
import { readPipelineFile } from "../../lib/dvc/read-file.ts";
import { documentsNeeded, resolvePipeline } from "../../lib/dvc/resolve/index.ts";
import { toReading, type Parsed, type Reading } from "../../lib/reading.ts";
import type { PipelineCase } from "./generate-pipeline.ts";
import type { Outcome } from "./outcome.ts";

interface TheirStage {
  readonly name: string;
  readonly error?: string | null;
  readonly stage?: {
    readonly cmd: unknown;
    readonly wdir: string;
    readonly deps: readonly unknown[];
    readonly params: readonly (readonly [string, readonly string[]])[];
    readonly outs: readonly object[];
    readonly frozen: boolean;
    readonly always_changed: boolean;
  } | null;
}

export interface TheirPipeline {
  readonly error?: string;
  readonly stages?: readonly TheirStage[];
}

/** What we leave to DVC on purpose: never wrong, only unverified. */
const DECLINED =
  /holds a tab|holds a (?:line break|control character)|is no path|"remote" is |: a key is (?:a number|empty|true or false), not/;

export function comparePipeline(given: PipelineCase, theirs: TheirPipeline): Outcome {
  const file = read(given, "dvc.yaml", readPipelineFile);
  if (file.state === "absent") throw new Error("the case has no dvc.yaml");
  if (file.state === "unreadable") return compareRefusal(file.problem.text, theirs);
  const ours = resolve(given, file.value);
  if (theirs.stages === undefined) return compareBroken(given, ours, theirs.error ?? "");
  const refused = refusedGroups(ours);
  for (const name of refused) {
    const made = theirs.stages.filter((stage) => groupOf(stage.name) === name);
    if (made.some(isBroken)) continue;
    return outcome([`DVC resolves the group ${name}, we do not`]);
  }
  const isJudged = ({ name }: { readonly name: string }): boolean => {
    return !refused.has(groupOf(name)) && !isMisnamed(given, name);
  };
  const byName = new Map(theirs.stages.filter(isJudged).map((stage) => [stage.name, stage]));
  const judged = ours.filter(isJudged);
  const [names, ourNames] = [[...byName.keys()], judged.map(({ name }) => name)];
  if (JSON.stringify(names) !== JSON.stringify(ourNames)) {
    return outcome([`names: DVC ${JSON.stringify(names)}, we ${JSON.stringify(ourNames)}`]);
  }
  const results = judged.map((stage) =>
    compareStage(stage, byName.get(stage.name), isPlainStage(given, stage)),
  );
  return {
    disagreements: results.flatMap(({ disagreements }) => disagreements),
    compared: results.filter(({ kind }) => kind === "compared").length,
    declined: refused.size + results.filter(({ kind }) => kind === "declined").length,
  };
}

/** Groups of which we tell no stage: mostly DVC neither, but one date among its items is enough. */
function refusedGroups(ours: readonly DeclaredStage[]): ReadonlySet<string> {
  const refused = ours.filter(({ name, group, unresolved }) => {
    return name === group && unresolved !== null;
  });
  return new Set(refused.map(({ name }) => name));
}

function groupOf(name: string): string {
  return name.split("@")[0] ?? "";
}

/** A literal stage with an `@`: DVC finds none, or that of a group. */
function isMisnamed({ stages }: PipelineCase, name: string): boolean {
  return name.includes("@") && stages[name] !== undefined;
}

/** DVC cannot load the file at all; we read what holds no template all the same. */
function compareBroken(
  given: PipelineCase,
  ours: readonly DeclaredStage[],
  error: string,
): Outcome {
  const unlike = ours.filter((stage) => stage.unresolved === null && !isPlainStage(given, stage));
  const names = unlike.map(({ name }) => name).join(", ");
  return outcome(names === "" ? [] : [`DVC refuses the file (${error}), we resolve ${names}`]);
}

/** Whether the stage is written without any template: then it is what it is. */
function isPlainStage({ stages }: PipelineCase, { name }: DeclaredStage): boolean {
  return stages[name]?.includes("${") === false && !/"(?:foreach|matrix)"/.test(stages[name]);
}

function outcome(disagreements: readonly string[]): Outcome {
  return { disagreements, compared: 0, declined: 0 };
}

function compareRefusal(reason: string, { error, stages }: TheirPipeline): Outcome {
  const isRefused = error !== undefined || stages?.some((stage) => isBroken(stage)) === true;
  if (!isRefused && DECLINED.test(reason)) return { ...outcome([]), declined: 1 };
  return outcome(isRefused ? [] : [`we refuse the file, DVC does not: ${reason}`]);
}

function read<Value>(
  { files }: PipelineCase,
  path: string,
  decode: (bytes: Uint8Array) => Parsed<Value>,
): Reading<Value> {
  const source = { path, oid: null };
  const text = files[path];
  if (text === undefined) return { state: "absent", source };
  return toReading(decode(new TextEncoder().encode(text)), source);
}

function resolve(given: PipelineCase, file: PipelineFile): readonly DeclaredStage[] {
  const readDocument = (path: string): Reading<Node> =>
    read(given, path, (bytes) => parseDocument(path, bytes));
  const needed = new Set(documentsNeeded(file, readDocument));
  const ours = resolvePipeline(
    file,
    (path) => {
      if (!needed.has(path)) throw new Error(`${path} was not announced`);
      return readDocument(path);
    },
    { boolStyle: given.parsing.bool, listStyle: given.parsing.list },
  );
  if (!ours.ok) throw new Error(ours.problem.text);
  return ours.value;
}

interface StageOutcome {
  readonly kind: "compared" | "declined" | "refused" | "wrong";
  readonly disagreements: readonly string[];
}

function compareStage(
  ours: DeclaredStage,
  theirs: TheirStage | undefined,
  isPlain: boolean,
): StageOutcome {
  const { name, unresolved } = ours;
  if (theirs === undefined || isBroken(theirs)) {
    if (unresolved !== null || isPlain) return { kind: "refused", disagreements: [] };
    return wrong(`${name}: DVC refuses it: ${JSON.stringify(theirs)}`);
  }
  return unresolved === null ? compareFields(ours, theirs) : compareDeclined(name, unresolved);
}

function compareDeclined(name: string, reason: string): StageOutcome {
  if (DECLINED.test(reason)) return { kind: "declined", disagreements: [] };
  return wrong(`${name}: DVC resolves it, we do not: ${reason}`);
}

function compareFields(ours: DeclaredStage, theirs: TheirStage): StageOutcome {
  const [first, second] = [JSON.stringify(describeTheirs(theirs)), JSON.stringify(describe(ours))];
  if (first === second) return { kind: "compared", disagreements: [] };
  return wrong(`${ours.name}:\n  DVC ${first}\n  we  ${second}`);
}

function wrong(text: string): StageOutcome {
  return { kind: "wrong", disagreements: [text] };
}

/** DVC loads a command or a path that is no text, and fails once it is used. */
function isBroken({ error, stage }: TheirStage): boolean {
  if (typeof error === "string" || stage === undefined || stage === null) return true;
  const commands: readonly unknown[] = Array.isArray(stage.cmd) ? stage.cmd : [stage.cmd];
  return !commands.every((command) => typeof command === "string");
}

function describeTheirs({ stage }: TheirStage): unknown {
  if (stage === undefined || stage === null) return null;
  const params = stage.params.map(([path, keys]) => [path, [...new Set(keys)]] as const);
  return { ...stage, deps: [...new Set(stage.deps)], params: params.toSorted(byPath) };
}

function describe(stage: DeclaredStage): unknown {
  return {
    cmd: stage.command,
    wdir: posix.normalize(stage.workingDirectory ?? ".").replace(/(.)\/$/, "$1"),
    deps: stage.deps.map(({ path }) => path),
    params: stage.params
      .map(({ path, keys }) => [path ?? "params.yaml", keys ?? []] as const)
      .toSorted(byPath),
    outs: stage.outs.map(({ path, cache, persist, push, remote, bucket }) => {
      return { path, cache, persist, push, remote, bucket };
    }),
    frozen: stage.frozen,
    always_changed: stage.alwaysChanged,
  };
}

/** The order of the files means nothing. */
function byPath([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
