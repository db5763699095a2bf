import { MODEL, STAGES } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { md5 } from "../../helpers/pipeline.ts";

const [train, evaluate] = STAGES;
const OLD = md5("the last model");

runBundleTable("metrics/describe-model", {
  "holds where the evaluation read the model": {},
  "holds where one stage wrote both": {
    stages: [{ name: "all", outs: ["model.json", "metrics.json"] }],
  },
  "holds through another stage": {
    files: { "scores.csv": "1\n" },
    stages: [
      train!,
      { name: "score", deps: ["model.json"], outs: ["scores.csv"] },
      { name: "evaluate", deps: ["scores.csv"], outs: ["metrics.json"] },
    ],
  },
  "holds for a model that is indented anew": {
    files: { "publish/v1/model.json": '{"weights":\n [1, 2]}\n' },
  },
  "refuses metrics of the last model": {
    stages: [train!, { ...evaluate!, recorded: { "model.json": OLD } }],
    keys: ["error otherModel"],
    says: [
      "publish/v1/metrics.json does not describe publish/v1/model.json",
      `measured on model.json ${OLD.slice(0, 8)} (dvc.lock:`,
    ],
  },
  "refuses metrics that read no model": {
    stages: [train!, { name: "evaluate", outs: ["metrics.json"] }],
    keys: ["error otherModel"],
  },
  "cannot know where no lock records the model": {
    files: { "publish/v1/model.json": MODEL.replace("1", "7") },
    gaps: [/^blocking: no lock records publish\/v1\/model\.json/],
  },
  "cannot know where no stage wrote the metrics": {
    files: { "publish/v1/metrics.json": '{"auc": 1}' },
    gaps: [/^blocking: no locked stage wrote/],
  },
});
