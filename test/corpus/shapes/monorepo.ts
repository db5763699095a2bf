// Two DVC projects in one repository, each with tags and a bundle of its own; ranking is released.

import { readFileSync } from "node:fs";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import { runDvc } from "../../helpers/dvc.ts";
import type { Shape } from "../shape.ts";

const PROJECT = "services/ranking";
const BUNDLE = `${PROJECT}/publish/v1`;

const PIPELINE = `stages:
  train:
    cmd: python3 ../../lib/work.py train params.yaml clicks.csv model.json
    deps:
    - ../../lib/work.py
    - clicks.csv
    params:
    - train
    outs:
    - model.json
  evaluate:
    cmd: python3 ../../lib/work.py evaluate params.yaml clicks.csv model.json metrics.json
    deps:
    - ../../lib/work.py
    - clicks.csv
    - model.json
    params:
    - decision.threshold
    metrics:
    - metrics.json:
        cache: false
  publish:
    cmd: python3 ../../lib/work.py publish publish/v1 v1 model=model.json metrics=metrics.json params=params.yaml readme=README.md
    deps:
    - README.md
    - metrics.json
    - model.json
    - params.yaml
    outs:
    - publish/v1/README.md:
        cache: false
    - publish/v1/manifest.json:
        cache: false
    - publish/v1/metrics.json:
        cache: false
    - publish/v1/model.json:
        cache: false
    - publish/v1/params.yaml:
        cache: false
artifacts:
  ranker:
    path: publish/v1/model.json
    type: model
`;

const OTHER = `stages:
  count:
    cmd: wc -l < rows.txt > count.txt
    deps:
    - rows.txt
    outs:
    - count.txt:
        cache: false
`;

function build(builder: Builder): void {
  const dvc = (project: string, ...args: string[]): void =>
    void runDvc(`${builder.directory}/${project}`, ...args);
  builder.write("lib/work.py", readFileSync(WORK));
  builder.write(`${PROJECT}/README.md`, "# Ranking\n");
  builder.write(
    `${PROJECT}/params.yaml`,
    "train:\n  lr: 0.1\n  epochs: 4\ndecision:\n  threshold: 0.5\n",
  );
  builder.write(`${PROJECT}/dvc.yaml`, PIPELINE);
  builder.write("services/fraud/dvc.yaml", OTHER);
  builder.write("services/fraud/rows.txt", "a\nb\n");
  dvc(PROJECT, "init", "--quiet", "--subdir");
  dvc("services/fraud", "init", "--quiet", "--subdir");
  dvc("services/fraud", "repro", "--quiet");
  buildHistory(builder, {
    params: `${PROJECT}/params.yaml`,
    data: `${PROJECT}/clicks.csv`,
    firstTag: "ranking-1.0.0",
    tag: "ranking-1.1.0",
    publish: () => {
      dvc(PROJECT, "add", "--quiet", "clicks.csv");
      dvc(PROJECT, "repro", "--quiet");
    },
    publishHalf: () => {
      dvc(PROJECT, "repro", "--quiet", "train");
      dvc(PROJECT, "repro", "--quiet", "--single-item", "publish");
    },
  });
}

export const monorepo: Shape = {
  name: "monorepo",
  traits: ["bundle", "staged", "model-in-git", "papers-in-git"],
  policy: {
    releases: {
      tags: [
        { match: "ranking-{version}", project: PROJECT, bundle: "publish/v{major}" },
        { match: "fraud-{version}", project: "services/fraud" },
      ],
    },
  },
  build,
  places: {
    tag: "ranking-1.1.0",
    pipeline: `${PROJECT}/dvc.yaml`,
    lock: `${PROJECT}/dvc.lock`,
    params: `${PROJECT}/params.yaml`,
    model: `${PROJECT}/model.json`,
    metrics: `${PROJECT}/metrics.json`,
    code: "lib/work.py",
    stages: { train: "train", evaluate: "evaluate" },
    artifact: { name: "ranker", path: "publish/v1/model.json" },
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
