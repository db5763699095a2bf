import { MODEL, STAGES } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { md5 } from "../../helpers/pipeline.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const [train, evaluate] = STAGES;
const OLD = md5("the last model");
const CLOSED = `${md5("x")}.dir`;
const live = { name: "live", deps: ["model.json"], outs: ["live"], recorded: { live: CLOSED } };

function addData(repository: TestRepository): void {
  repository.write("data.dvc", `outs:\n- md5: ${CLOSED}\n  hash: md5\n  path: data\n`);
}

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
  "notes that the metrics may lie in a closed directory of a stage": {
    stages: [train!, live],
    gaps: [/^publish\/v1\/metrics\.json may come from inside live, /],
  },
  "does not take a closed directory for the origin of metrics that have another one": {
    stages: [...STAGES, live],
    files: { "publish/v1/metrics.json": '{"auc": 1}' },
    gaps: [
      /^blocking: .* may come from inside live, .*; metrics\.json, which .*, is another file$/,
    ],
  },
  "does not take data that somebody added for the run of the metrics": {
    stages: [train!],
    prepare: addData,
    gaps: [/^blocking: no locked stage wrote publish\/v1\/metrics\.json/],
  },
  "notes that the model may lie in a closed directory that was read": {
    stages: [train!, { ...evaluate!, deps: ["data"], recorded: { data: CLOSED } }],
    gaps: [/^publish\/v1\/model\.json may be in a directory of which only the hash is recorded$/],
  },
  "refuses the last model though a directory of data is closed": {
    stages: [
      train!,
      { ...evaluate!, deps: ["data", "model.json"], recorded: { data: CLOSED, "model.json": OLD } },
    ],
    keys: ["error otherModel"],
  },
  "does not pass another model because a directory of data is closed": {
    stages: [
      train!,
      { name: "steep", outs: ["steep.json"] },
      { ...evaluate!, deps: ["data", "steep.json"], recorded: { data: CLOSED } },
    ],
    files: { "steep.json": '{"weights": [3]}\n' },
    gaps: [/^blocking: .* may be in a directory .*; it was measured on steep\.json, which is/],
  },
});
