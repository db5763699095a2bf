// review/metric-meaning without a bundle: which metrics are those of the artifact that the tag names.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { judgedBy } from "../../helpers/judged.ts";
import { createProject, lockNow, type HandStage } from "../../helpers/pipeline.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const own = suite("rules/review/own-metrics");

interface Side {
  readonly files?: Readonly<Record<string, string>>;
  readonly stages: readonly HandStage[];
  readonly artifacts: object;
}

interface Case {
  readonly tag?: string;
  readonly risk?: readonly HandStage[];
  readonly churn?: readonly HandStage[];
  readonly artifacts?: object;
  /** Files of the second release. */
  readonly second: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
  readonly says?: string;
}

const FILES = {
  "data.csv": "data\n",
  "train.py": "train\n",
  "evaluate.py": "evaluate\n",
  "model.pkl": "model\n",
  "export.onnx": "export\n",
  "metrics.json": '{"auc": 0.9, "f1": 1}\n',
  "training.json": '{"loss": 0.1, "epochs": 3}\n',
};

const train: HandStage = { name: "train", deps: ["data.csv", "train.py"], outs: ["model.pkl"] };
const evaluate: HandStage = {
  name: "evaluate",
  deps: ["model.pkl", "evaluate.py"],
  outs: ["metrics.json"],
};
const telling: HandStage = { ...train, outs: ["model.pkl", "training.json"] };
const exported: HandStage = { name: "export", deps: ["model.pkl"], outs: ["export.onnx"] };
const MODEL = { model: { path: "model.pkl", type: "model" } };
const GONE = ["error keysChanged"];

function writeSide(repository: TestRepository, directory: string, side: Side): void {
  for (const [path, text] of Object.entries({ ...FILES, ...side.files })) {
    repository.write(`${directory}/${path}`, text);
  }
  lockNow(repository, side.stages, { directory, artifacts: side.artifacts });
  // `lockNow` declares outs alone.
  const path = `${directory}/dvc.yaml`;
  repository.write(path, repository.read(path).replaceAll(METRICS, "    metrics:\n$1"));
}

/** Outs that are `.json`, which come last. */
const METRICS = /^(?: {4}outs:\n)?((?: {6}- \w+\.json:\n {10}cache: false\n)+)/gm;

async function judged(made: Case) {
  const { tag = "risk=model", risk = [train, evaluate], churn = [train, evaluate] } = made;
  const repository = createProject();
  const write = (files: Case["second"]): void => {
    for (const [directory, stages] of [
      ["risk", risk],
      ["churn", churn],
    ] as const) {
      const prefix = `${directory}/`;
      const its = Object.entries(files).flatMap(([path, text]) =>
        path.startsWith(prefix) ? [[path.slice(prefix.length), text] as const] : [],
      );
      const artifacts = directory === "risk" ? (made.artifacts ?? MODEL) : MODEL;
      writeSide(repository, directory, { files: Object.fromEntries(its), stages, artifacts });
    }
  };
  write({});
  repository.commit("one");
  repository.git("tag", "-a", "-m", "one", `${tag}@v1.0.0`);
  write(made.second);
  repository.commit("two");
  repository.git("tag", "-a", "-m", "two", `${tag}@v1.1.0`);
  return judgedBy("review/metric-meaning", repository, `${tag}@v1.1.0`);
}

const DROPPED = '{"auc": 0.9}\n';

const CASES: Readonly<Record<string, Case>> = {
  "leaves the metrics of another artifact alone": {
    second: { "churn/metrics.json": DROPPED, "churn/evaluate.py": "otherwise\n" },
    keys: [],
  },
  "tells its own": {
    second: { "risk/metrics.json": DROPPED },
    keys: GONE,
    says: "risk/metrics.json does not say what it said in risk=model@v1.0.0: f1 is gone",
  },
  "tells those that its training wrote": {
    risk: [telling, evaluate],
    second: { "risk/training.json": '{"loss": 0.1}\n' },
    keys: GONE,
    says: "epochs is gone",
  },
  "tells those of the model that it was exported from": {
    tag: "risk=onnx",
    risk: [telling, evaluate, exported],
    artifacts: { ...MODEL, onnx: { path: "export.onnx" } },
    second: { "risk/metrics.json": DROPPED },
    keys: GONE,
  },
  "takes all for its own where nothing ties any to it": {
    tag: "risk=data",
    artifacts: { data: { path: "unread.csv" } },
    second: { "churn/metrics.json": DROPPED },
    keys: GONE,
  },
  "leaves those of another artifact alone that has the same data": {
    churn: [{ ...train, deps: ["../risk/data.csv", "train.py"] }, evaluate],
    second: { "churn/metrics.json": DROPPED },
    keys: [],
  },
  "tells those of a stage that measures both": {
    churn: [train, { ...evaluate, deps: ["model.pkl", "../risk/model.pkl", "evaluate.py"] }],
    second: { "churn/metrics.json": DROPPED },
    keys: GONE,
  },
};

for (const [name, made] of Object.entries(CASES)) {
  own(name, async () => {
    const { findings, keys, notApplicable } = await judged(made);
    const texts = findings.map(({ text }) => text).join("\n");
    assert.deepEqual(keys, made.keys, texts);
    assert.ok(texts.includes(made.says ?? ""), texts);
    assert.equal(notApplicable, null);
  });
}

own.run();
