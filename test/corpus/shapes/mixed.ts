// The model of the bundle is kept by DVC, the rest of it by git; the metrics are filtered for consumers.

import { readFileSync } from "node:fs";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import type { Shape } from "../shape.ts";

const BUNDLE = "publish/v2";

const PIPELINE = `vars:
- out: ${BUNDLE}
stages:
  train:
    cmd:
    - python3 work.py train params.yaml loans.csv \${out}/model.json
    deps:
    - loans.csv
    - work.py
    params:
    - train
    outs:
    - \${out}/model.json
  evaluate:
    cmd: python3 work.py evaluate params.yaml loans.csv \${out}/model.json eval/metrics.json
    deps:
    - loans.csv
    - \${out}/model.json
    - work.py
    params:
    - decision.threshold
    metrics:
    - eval/metrics.json:
        cache: false
  papers:
    cmd: python3 work.py papers \${out} eval/metrics.json params.yaml
    deps:
    - \${out}/model.json
    - eval/metrics.json
    - params.yaml
    outs:
    - \${out}/metrics.json:
        cache: false
    - \${out}/params.yaml:
        cache: false
    - \${out}/NOTES.md:
        cache: false
    - \${out}/manifest.json:
        cache: false
artifacts:
  risk:
    path: ${BUNDLE}/model.json
    type: model
`;

function build(builder: Builder): void {
  builder.dvc("init", "--quiet");
  builder.write("work.py", readFileSync(WORK));
  builder.write("params.yaml", "train:\n  epochs: 4\n  lr: 0.1\ndecision:\n  threshold: 0.5\n");
  builder.write("dvc.yaml", PIPELINE);
  buildHistory(builder, {
    params: "params.yaml",
    data: "loans.csv",
    firstTag: "v2.0.0",
    tag: "v2.1.0",
    publish: ({ dvc }) => {
      dvc("add", "--quiet", "loans.csv");
      dvc("repro", "--quiet");
    },
    publishHalf: ({ dvc }) => {
      dvc("repro", "--quiet", "train");
      dvc("repro", "--quiet", "--single-item", "papers");
    },
  });
}

export const mixed: Shape = {
  name: "mixed",
  traits: ["bundle", "staged", "papers-in-git"],
  policy: {},
  build,
  places: {
    tag: "v2.1.0",
    pipeline: "dvc.yaml",
    lock: "dvc.lock",
    params: "params.yaml",
    model: `${BUNDLE}/model.json`,
    metrics: "eval/metrics.json",
    code: "work.py",
    stages: { train: "train", evaluate: "evaluate" },
    artifact: { name: "risk", path: `${BUNDLE}/model.json` },
    registry: null,
    bundle: {
      path: BUNDLE,
      model: `${BUNDLE}/model.json`,
      metrics: `${BUNDLE}/metrics.json`,
      params: `${BUNDLE}/params.yaml`,
      manifest: `${BUNDLE}/manifest.json`,
      document: `${BUNDLE}/NOTES.md`,
    },
  },
};
