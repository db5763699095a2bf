// What `dvc status` says of params against lock/params-match.

import type { Stage } from "../../lib/dvc/project.ts";
import { fromRoot, isFrozen, type Compared } from "./compared.ts";
import type { OurFinding } from "./our-findings.ts";
import { readStage, type RawStatus } from "./their-status.ts";

/** By file and key, over all stages: one value that several stages read is told once. */
export function compareParams(compared: Compared): readonly string[] {
  const { stages, findings, status } = compared;
  // DVC hides their params (decisions.ts), and so none of these files can be judged.
  const frozen = new Set(stages.filter(isFrozen).flatMap(paramFiles));
  const locked = stages.filter((stage) => stage.declared !== null && stage.locked !== null);
  const theirs = new Set(locked.flatMap((stage) => theirTexts(stage, status)));
  const ours = new Set(findings.flatMap((found) => ourTexts(found, compared)));
  const only = (left: ReadonlySet<string>, right: ReadonlySet<string>): string[] =>
    [...left].filter((text) => !right.has(text) && !frozen.has(text.slice(0, text.indexOf(": "))));
  return [
    ...only(theirs, ours).map((text) => `param ${text}: DVC alone`),
    ...only(ours, theirs).map((text) => `param ${text}: we alone`),
  ];
}

function paramFiles(stage: Stage): readonly string[] {
  const params = stage.declared?.params ?? [];
  return params.map(({ path }) => fromRoot(stage, path ?? "params.yaml"));
}

function theirTexts(stage: Stage, status: RawStatus): readonly string[] {
  const files = paramFiles(stage);
  const { params } = readStage(status[stage.address] ?? [], (path) => files.includes(path));
  return [...params].flatMap(([file, said]) => {
    if (typeof said === "string") return [`${file}: ${said}`];
    return [...said].map(([key, state]) => `${file}: ${key} ${state}`);
  });
}

const STATES: Readonly<Record<string, string>> = {
  "lock/params-match differs": "modified",
  "lock/params-match missing": "deleted",
  "lock/params-match unrecorded": "new",
};

function ourTexts(found: OurFinding, { stages, isTracked }: Compared): readonly string[] {
  const state = STATES[found.what];
  if (state !== undefined) return [`${found.path}: ${found.key} ${state}`];
  if (found.what === "lock/params-match fileAbsent") return [`${found.path}: deleted`];
  if (found.what !== "lock/covers-pipeline unrecorded" || found.list !== "params file") return [];
  const stage = stages.find(({ address }) => address === found.stage);
  const files = stage === undefined ? [] : found.items.map((item) => fromRoot(stage, item));
  return files.map((file) => `${file}: ${isTracked(file) ? "new" : "deleted"}`);
}
