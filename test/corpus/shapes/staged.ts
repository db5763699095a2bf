// The pipeline's last stage writes publish/v1, and git tracks all of it.

import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import type { Shape } from "../shape.ts";

const BUNDLE = "publish/v1";
const NAMES = ["manifest.json", "metrics.json", "model.json", "params.yaml"];

const PIPELINE = {
  stages: {
    prepare: {
      cmd: "python3 work.py prepare data/raw.csv data/prepared.csv",
      deps: ["data/raw.csv"],
      outs: ["data/prepared.csv"],
    },
    train: {
      cmd: "python3 work.py train params.yaml data/prepared.csv models/model.json",
      deps: ["data/prepared.csv", "work.py"],
      params: ["train.epochs", "train.lr"],
      outs: ["models/model.json"],
    },
    evaluate: {
      cmd: "python3 work.py evaluate params.yaml data/prepared.csv models/model.json metrics.json",
      deps: ["data/prepared.csv", "models/model.json", "work.py"],
      params: ["decision.threshold"],
      metrics: [{ "metrics.json": { cache: false } }],
    },
    publish: {
      cmd: `python3 work.py publish ${BUNDLE} v1 model=models/model.json metrics=metrics.json params=params.yaml readme=docs/README.md`,
      deps: ["docs/README.md", "metrics.json", "models/model.json", "params.yaml"],
      outs: [...NAMES, "README.md"].map((name) => ({ [`${BUNDLE}/${name}`]: { cache: false } })),
    },
  },
  artifacts: { "default-risk": { path: `${BUNDLE}/model.json`, type: "model" } },
};

function build(builder: Builder): void {
  builder.dvc("init", "--quiet");
  builder.write("work.py", readFileSync(WORK));
  builder.write("docs/README.md", "# Default risk\n\nA score from 0 to 1.\n");
  builder.write("params.yaml", "train:\n  lr: 0.1\n  epochs: 4\ndecision:\n  threshold: 0.5\n");
  builder.write("dvc.yaml", stringify(PIPELINE));
  buildHistory(builder, {
    params: "params.yaml",
    data: "data/raw.csv",
    firstTag: "v1.0.0",
    tag: "v1.1.0",
    publish: ({ dvc }) => {
      dvc("add", "--quiet", "data/raw.csv");
      dvc("repro", "--quiet");
    },
    publishHalf: ({ dvc }) => {
      dvc("repro", "--quiet", "train");
      dvc("repro", "--quiet", "--single-item", "publish");
    },
  });
}

export const staged: Shape = {
  name: "staged",
  traits: ["bundle", "staged", "model-in-git", "papers-in-git"],
  policy: {},
  build,
  places: {
    tag: "v1.1.0",
    pipeline: "dvc.yaml",
    lock: "dvc.lock",
    params: "params.yaml",
    model: "models/model.json",
    metrics: "metrics.json",
    code: "work.py",
    stages: { train: "train", evaluate: "evaluate" },
    artifact: { name: "default-risk", path: `${BUNDLE}/model.json` },
    registry: null,
    bundle: {
      path: BUNDLE,
      model: `${BUNDLE}/model.json`,
      metrics: `${BUNDLE}/metrics.json`,
      params: `${BUNDLE}/params.yaml`,
      manifest: `${BUNDLE}/manifest.json`,
      document: `${BUNDLE}/README.md`,
    },
  },
};
