// A GTO artifact without a bundle: what is released is an out of the pipeline.

import { readFileSync } from "node:fs";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import type { Shape } from "../shape.ts";

const PIPELINE = `stages:
  prepare:
    cmd: python3 work.py prepare data/raw.csv data/ready.csv
    deps:
    - data/raw.csv
    outs:
    - data/ready.csv
  train:
    cmd: python3 work.py train conf/params.yaml data/ready.csv models/segmenter.json
    deps:
    - data/ready.csv
    - work.py
    params:
    - conf/params.yaml:
      - train.lr
      - train.epochs
    outs:
    - models/segmenter.json
  evaluate:
    cmd: python3 work.py evaluate conf/params.yaml data/ready.csv models/segmenter.json metrics.json
    deps:
    - data/ready.csv
    - models/segmenter.json
    - work.py
    params:
    - conf/params.yaml:
      - decision
    metrics:
    - metrics.json:
        cache: false
artifacts:
  segmenter:
    path: models/segmenter.json
    type: model
`;

function build(builder: Builder): void {
  builder.dvc("init", "--quiet");
  builder.write("work.py", readFileSync(WORK));
  builder.write(
    "conf/params.yaml",
    "train:\n  lr: 0.1\n  epochs: 4\ndecision:\n  threshold: 0.5\n",
  );
  builder.write("dvc.yaml", PIPELINE);
  buildHistory(builder, {
    params: "conf/params.yaml",
    data: "data/raw.csv",
    firstTag: "segmenter@v1.0.0",
    tag: "segmenter@v1.1.0",
    publish: ({ dvc }) => void dvc("repro", "--quiet"),
    publishHalf: ({ dvc }) => void dvc("repro", "--quiet", "train"),
  });
}

export const artifact: Shape = {
  name: "artifact",
  traits: ["gto"],
  policy: {},
  build,
  places: {
    tag: "segmenter@v1.1.0",
    pipeline: "dvc.yaml",
    lock: "dvc.lock",
    params: "conf/params.yaml",
    model: "models/segmenter.json",
    metrics: "metrics.json",
    code: "work.py",
    stages: { train: "train", evaluate: "evaluate" },
    artifact: { name: "segmenter", path: "models/segmenter.json" },
    registry: null,
    bundle: null,
  },
};
