// A script outside of the pipeline copies what is released to publish/<tag>; two models are trained.

import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import { WORK, type Builder } from "../build.ts";
import { buildHistory } from "../history.ts";
import type { Shape } from "../shape.ts";

const BUNDLE = "publish/v1.1.0";

const PIPELINE = {
  stages: {
    fit: {
      foreach: { linear: { scale: 1 }, steep: { scale: 3 } },
      do: {
        cmd: "python3 work.py train params.json data/loans.csv models/${key}.json ${item.scale}",
        deps: ["data/loans.csv", "work.py"],
        params: [{ "params.json": ["train"] }],
        outs: [{ "models/${key}.json": { cache: false } }],
      },
    },
    score: {
      cmd: "python3 work.py evaluate params.json data/loans.csv models/linear.json reports/metrics.json",
      deps: ["data/loans.csv", "models/linear.json", "work.py"],
      params: [{ "params.json": ["decision"] }],
      metrics: [{ "reports/metrics.json": { cache: false } }],
    },
  },
};

const PARAMS = {
  train: { lr: 0.1, epochs: 4 },
  decision: { threshold: 0.5 },
};

function build(builder: Builder): void {
  builder.dvc("init", "--quiet");
  builder.write("work.py", readFileSync(WORK));
  builder.write("params.json", `${JSON.stringify(PARAMS, null, 2)}\n`);
  builder.write("dvc.yaml", stringify(PIPELINE));
  buildHistory(builder, {
    params: "params.json",
    data: "data/loans.csv",
    firstTag: "v1.0.0",
    publish: (made, tag) => {
      made.dvc("repro", "--quiet");
      copyBundle(made, tag);
    },
    publishHalf: (made, tag) => {
      made.dvc("repro", "--quiet", "fit");
      copyBundle(made, tag);
    },
    tag: "v1.1.0",
  });
}

function copyBundle({ copy, write, work }: Builder, tag: string): void {
  const bundle = `publish/${tag}`;
  copy("models/linear.json", `${bundle}/model.json`);
  copy("params.json", `${bundle}/params.json`);
  copy("reports/metrics.json", `${bundle}/metrics.json`);
  write(`${bundle}/USAGE.md`, "Load model.json, score, compare with the threshold.\n");
  const files = ["model=model.json", "metrics=metrics.json", "params=params.json", "use=USAGE.md"];
  work(bundle, "publish", ".", tag, ...files);
}

export const copied: Shape = {
  name: "copied",
  traits: ["bundle", "copied", "model-in-git", "papers-in-git", "two-models"],
  policy: {},
  build,
  places: {
    tag: "v1.1.0",
    pipeline: "dvc.yaml",
    lock: "dvc.lock",
    params: "params.json",
    model: "models/linear.json",
    metrics: "reports/metrics.json",
    code: "work.py",
    stages: { train: "fit@linear", evaluate: "score" },
    artifact: null,
    registry: null,
    bundle: {
      path: BUNDLE,
      model: `${BUNDLE}/model.json`,
      metrics: `${BUNDLE}/metrics.json`,
      params: `${BUNDLE}/params.json`,
      manifest: `${BUNDLE}/manifest.json`,
      document: `${BUNDLE}/USAGE.md`,
    },
  },
};
