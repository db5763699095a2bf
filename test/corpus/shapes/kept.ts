// The bundle is one directory that DVC keeps: git has its hash alone, DVC's cache the files.

import { readFileSync } from "node:fs";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import type { Shape } from "../shape.ts";

const BUNDLE = "publish/v3";

const PIPELINE = `stages:
  train:
    cmd: python3 work.py train params.yaml loans.csv model.json
    deps:
    - loans.csv
    - work.py
    params:
    - train.epochs
    - train.lr
    outs:
    - model.json
  evaluate:
    cmd: python3 work.py evaluate params.yaml loans.csv model.json metrics.json
    deps:
    - loans.csv
    - model.json
    - work.py
    params:
    - decision.threshold
    metrics:
    - metrics.json:
        cache: false
  publish:
    cmd: python3 work.py publish ${BUNDLE} v3 model=model.json metrics=metrics.json params=params.yaml readme=README.md
    deps:
    - README.md
    - metrics.json
    - model.json
    - params.yaml
    outs:
    - ${BUNDLE}
artifacts:
  scorer:
    path: model.json
    type: model
`;

function build(builder: Builder): void {
  builder.dvc("init", "--quiet");
  builder.write("work.py", readFileSync(WORK));
  builder.write("README.md", "# Scorer\n");
  builder.write("params.yaml", "train:\n  lr: 0.1\n  epochs: 4\ndecision:\n  threshold: 0.5\n");
  builder.write("dvc.yaml", PIPELINE);
  buildHistory(builder, {
    params: "params.yaml",
    data: "loans.csv",
    firstTag: "v3.0.0",
    tag: "v3.1.0",
    publish: ({ dvc }) => void dvc("repro", "--quiet"),
    publishHalf: ({ dvc }) => {
      dvc("repro", "--quiet", "train");
      dvc("repro", "--quiet", "--single-item", "publish");
    },
  });
}

export const kept: Shape = {
  name: "kept",
  traits: ["bundle", "kept"],
  policy: {},
  kept: BUNDLE,
  build,
  places: {
    tag: "v3.1.0",
    pipeline: "dvc.yaml",
    lock: "dvc.lock",
    params: "params.yaml",
    model: "model.json",
    metrics: "metrics.json",
    code: "work.py",
    stages: { train: "train", evaluate: "evaluate" },
    artifact: { name: "scorer", path: "model.json" },
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
