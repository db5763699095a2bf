// A registry directory: registry.yaml names the versions of an artifact, each in a directory of its own.

import { readFileSync } from "node:fs";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import type { Shape } from "../shape.ts";

const BUNDLE = "registry/churn/v1.1.0";

const PIPELINE = `stages:
  train:
    cmd: python3 ../src/work.py train params.toml ../data/rows.csv out/churn.json
    wdir: pipeline
    deps:
    - ../data/rows.csv
    - ../src/work.py
    params:
    - params.toml:
      - train.lr
      - train.epochs
    outs:
    - out/churn.json
  evaluate:
    cmd: python3 ../src/work.py evaluate params.toml ../data/rows.csv out/churn.json out/quality.json
    wdir: pipeline
    deps:
    - ../data/rows.csv
    - out/churn.json
    - ../src/work.py
    params:
    - params.toml:
      - decision.threshold
    metrics:
    - out/quality.json:
        cache: false
artifacts:
  churn:
    path: pipeline/out/churn.json
    type: model
`;

function build(builder: Builder): void {
  builder.dvc("init", "--quiet");
  builder.write("src/work.py", readFileSync(WORK));
  builder.write(
    "pipeline/params.toml",
    "[train]\nlr = 0.1\nepochs = 4\n\n[decision]\nthreshold = 0.5\n",
  );
  builder.write("dvc.yaml", PIPELINE);
  builder.write("registry.yaml", "models:\n");
  buildHistory(builder, {
    params: "pipeline/params.toml",
    data: "data/rows.csv",
    firstTag: "churn@v1.0.0",
    tag: "churn@v1.1.0",
    publish: (made, tag) => {
      made.dvc("repro", "--quiet");
      register(made, tag);
    },
    publishHalf: (made, tag) => {
      made.dvc("repro", "--quiet", "train");
      register(made, tag);
    },
  });
}

function register(builder: Builder, tag: string): void {
  const { copy, read, write, work } = builder;
  const [, version = ""] = tag.split("@");
  const bundle = `registry/churn/${version}`;
  copy("pipeline/out/churn.json", `${bundle}/model.json`);
  copy("pipeline/params.toml", `${bundle}/params.toml`);
  const metrics = JSON.parse(read("pipeline/out/quality.json")) as object;
  write(`${bundle}/metrics.json`, JSON.stringify(metrics));
  write(`${bundle}/README.md`, `# churn ${version}\n`);
  const files = [
    "model=model.json",
    "metrics=metrics.json",
    "params=params.toml",
    "readme=README.md",
  ];
  work(bundle, "publish", ".", version, ...files);
  const entry = `- name: churn\n  version: ${version}\n  path: ${bundle}/model.json\n`;
  const index = read("registry.yaml");
  if (!index.includes(entry)) write("registry.yaml", index + entry);
}

export const registry: Shape = {
  name: "registry",
  traits: ["bundle", "copied", "model-in-git", "papers-in-git", "registry", "gto"],
  policy: { bundle: { path: "registry/{artifact}/v{version}" } },
  build,
  places: {
    tag: "churn@v1.1.0",
    pipeline: "dvc.yaml",
    lock: "dvc.lock",
    params: "pipeline/params.toml",
    model: "pipeline/out/churn.json",
    metrics: "pipeline/out/quality.json",
    code: "src/work.py",
    stages: { train: "train", evaluate: "evaluate" },
    artifact: { name: "churn", path: "pipeline/out/churn.json" },
    registry: "registry.yaml",
    bundle: {
      path: BUNDLE,
      model: `${BUNDLE}/model.json`,
      metrics: `${BUNDLE}/metrics.json`,
      params: `${BUNDLE}/params.toml`,
      manifest: `${BUNDLE}/manifest.json`,
      document: `${BUNDLE}/README.md`,
    },
  },
};
