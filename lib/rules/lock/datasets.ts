// What lock/deps-match says of a `ds://` dep: its bytes are elsewhere, but its records can contradict each other.

import {
  compareDataset,
  datasetName,
  datasetNamed,
  differingKeys,
  type DatasetCopies,
} from "../../dvc/datasets.ts";
import type { LocatedEntry, Pipeline, Stage } from "../../dvc/project.ts";
import type { PipelineFacts } from "../../evidence.ts";
import { finding, noted, type Draft, type Message, type Unverified } from "../../rule.ts";
import { readCause } from "../cause.ts";
import { operands } from "../../shell-word.ts";
import { at, listed, place, rerun } from "../wording.ts";

interface Dataset {
  readonly dataset: string;
  readonly stage: string;
  readonly place: string;
  readonly lockPath: string;
  readonly keys: readonly string[];
}

const outOfSync: Message<Dataset> = {
  level: "error",
  text: ({ dataset, lockPath, stage, place: where }) =>
    `${dataset}, which stage ${stage} read (${where}), is declared otherwise than ${lockPath} records it.`,
  repair: ({ dataset, stage, lockPath }) => [
    `dvc dataset update ${operands(datasetName(dataset) ?? "")}, run: ${rerun(stage)}`,
    `commit ${lockPath}, and tag that commit`,
  ],
};

const otherDataset: Message<Dataset> = {
  level: "error",
  text: ({ dataset, keys, lockPath, stage, place: where }) =>
    `Stage ${stage} was not run on the ${dataset} that is released: what it read (${where}) has another ${listed(keys, 4)} than ${lockPath} records.`,
  repair: ({ stage, lockPath }) => [
    `run: ${rerun(stage)}`,
    `commit ${lockPath} and what the stage writes, and tag that commit`,
  ],
};

const undeclaredDataset: Message<Dataset> = {
  level: "error",
  text: ({ dataset, stage, place: where }) =>
    `Stage ${stage} read ${dataset} (${where}), which no dvc.yaml of the project declares.`,
  repair: ({ dataset }) => [
    `declare ${datasetName(dataset) ?? ""} under datasets: in dvc.yaml, run dvc repro, and commit`,
  ],
};

export const datasetMessages: {
  readonly outOfSync: Message<Dataset>;
  readonly otherDataset: Message<Dataset>;
  readonly undeclaredDataset: Message<Dataset>;
} = { outOfSync, otherDataset, undeclaredDataset };

/** A dep of a stage that is a dataset; anything else is passed over. */
export function* judgeDataset(
  stage: Stage,
  dep: LocatedEntry,
  facts: PipelineFacts,
): Generator<Draft<(typeof KEYS)[keyof typeof KEYS], Dataset> | Unverified> {
  const name = datasetName(dep.path);
  if (name === null) return;
  const own = facts.pipelines.find(({ path }) => path === stage.pipelinePath);
  const project = facts.pipelines.filter(({ projectRoot }) => projectRoot === own?.projectRoot);
  const found = project.find((pipeline) => datasetNamed(declaredIn(pipeline), name) !== null);
  const copies = copiesOf(found, name, dep);
  const state = compareDataset(copies);
  if (state === "same") return;
  const isKnown = project.every(({ file }) => file.state !== "unreadable");
  if (state === "undeclared" && (!isKnown || facts.leftOut.length > 0)) {
    yield noted(`${dep.path} may be declared in a dvc.yaml that was not read`);
    return;
  }
  const data = {
    dataset: dep.path,
    stage: stage.address,
    place: place(stage.lockPath, dep.line),
    lockPath: found?.lockPath ?? stage.lockPath,
    keys: state === "new" ? ["content"] : differingKeys(copies.read, copies.locked),
  };
  const where = {
    where: at(stage.lockPath, dep.line),
    causes: [readCause(stage.address, dep.path)],
  };
  yield finding(KEYS[state], data, where);
}

const KEYS = {
  "not in sync": "outOfSync",
  new: "otherDataset",
  modified: "otherDataset",
  undeclared: "undeclaredDataset",
} as const;

function declaredIn({ file }: Pipeline) {
  return file.state === "present" ? file.value.datasets : [];
}

function copiesOf(found: Pipeline | undefined, name: string, dep: LocatedEntry): DatasetCopies {
  const datasets = found?.lock.state === "present" ? found.lock.value.datasets : null;
  const items = datasets?.kind === "sequence" ? datasets.items : [];
  return {
    declared: found === undefined ? null : datasetNamed(declaredIn(found), name),
    locked: datasetNamed(items, name),
    read: dep.dataset,
  };
}
