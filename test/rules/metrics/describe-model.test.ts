import { item, ITEMS, MODEL, STAGES, type BundleCase } from "../../helpers/bundle.ts";
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

/** `model.onnx`, made of what `deps` says. */
const exported = (deps: readonly string[]): BundleCase => ({
  stages: [
    ...STAGES,
    { name: "steep", outs: ["steep.json"] },
    { name: "export", deps, outs: ["model.onnx"] },
  ],
  files: { "steep.json": "{}\n", "model.onnx": "onnx", "publish/v1/model.onnx": "onnx" },
});

/** A model that a training starts from has the name of what comes out; the metrics are of `measured`. */
const tuned = (measured: readonly string[]): BundleCase => ({
  stages: [
    train!,
    { name: "tune", deps: ["model.json"], outs: ["tuned/model.json"] },
    { ...evaluate!, deps: measured },
  ],
  files: { "tuned/model.json": '{"weights": [9]}\n' },
});

/** A publish stage that has read the promoted model, and makes its metrics of those of `measured`. */
const passedOn = (measured: "model.json" | "other.json", metrics: string): BundleCase => ({
  stages: [
    train!,
    { name: "retrain", outs: ["other.json"] },
    { ...evaluate!, deps: [measured] },
    { name: "publish", deps: ["model.json", "metrics.json"], outs: ["publish/v1/metrics.json"] },
  ],
  files: {
    "other.json": '{"weights": [7]}\n',
    "metrics.json": '{"auc": 0.89723, "f1": 0.81254}\n',
    "publish/v1/metrics.json": metrics,
  },
});

const REWRITTEN: Readonly<Record<string, string>> = {
  "rounds them": '{"auc": 0.9, "f1": 0.81}\n',
  "puts a version beside them": '{"auc": 0.89723, "f1": 0.81254, "version": 1}\n',
  "puts a number of its own beside them": '{"auc": 0.897, "f1": 0.8125, "size_mb": 1.25}\n',
  "rounds one of them alone": '{"f1": 0.813}\n',
};

const NONE = { "publish/v1/model.json": null, "publish/v1/metrics.json": null };
const ORIGINALS: Readonly<Record<string, string>> = {
  "ranker/model.bin": "ranker",
  "ranker/metrics.json": '{"auc": 0.91}',
  "scorer/model.bin": "scorer",
  "scorer/metrics.json": '{"auc": 0.82}',
};
const TWO_MODELS: BundleCase & { readonly files: Readonly<Record<string, string | null>> } = {
  stages: ["ranker", "scorer"].flatMap((name) => [
    { name: `train_${name}`, outs: [`${name}/model.bin`] },
    { name: `eval_${name}`, deps: [`${name}/model.bin`], outs: [`${name}/metrics.json`] },
  ]),
  files: {
    ...NONE,
    ...ORIGINALS,
    ...Object.fromEntries(
      Object.entries(ORIGINALS).map(([path, text]) => [`publish/v1/${path}`, text]),
    ),
  },
  policy: { bundle: { roles: { model: "*/model.bin", metrics: "*/metrics.json" } } },
};
const EXCHANGED = {
  "publish/v1/ranker/metrics.json": ORIGINALS["scorer/metrics.json"] ?? "",
  "publish/v1/scorer/metrics.json": ORIGINALS["ranker/metrics.json"] ?? "",
};

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
  ...Object.fromEntries(
    Object.entries(REWRITTEN).flatMap(([what, metrics]) => [
      [`holds where the publish stage ${what}`, passedOn("model.json", metrics)],
      [
        `refuses metrics of another model where the publish stage ${what}`,
        { ...passedOn("other.json", metrics), keys: ["error otherModel"] },
      ],
    ]),
  ),
  "refuses metrics that read no model": {
    stages: [train!, { name: "evaluate", outs: ["metrics.json"] }],
    keys: ["error otherModel"],
  },
  "holds for another form of the measured model that the manifest calls otherwise": {
    ...exported(["model.json"]),
    items: [...ITEMS, item("model.onnx", "onnx", { role: "onnx-export" })],
  },
  "refuses another form of a model that nobody measured": {
    ...exported(["steep.json"]),
    items: [...ITEMS, item("model.onnx", "onnx", { role: "onnx-export" })],
    keys: ["error otherModel"],
  },
  "refuses two forms of which the manifest says nothing": {
    ...exported(["model.json"]),
    items: ITEMS.map((listed) => ({ ...listed, role: null })),
    keys: ["error otherModel"],
  },
  "refuses the base that was trained on, beside the metrics of what came out": {
    ...tuned(["tuned/model.json"]),
    keys: ["error madeOfIt"],
    says: ["it was measured on tuned/model.json (dvc.lock:", "which stage tune made of it"],
  },
  "refuses it where one stage trains and measures": {
    stages: [
      train!,
      { name: "tune", deps: ["model.json"], outs: ["tuned/model.json", "metrics.json"] },
    ],
    files: { "tuned/model.json": '{"weights": [9]}\n' },
    keys: ["error madeOfIt"],
  },
  "holds where the base was measured too": tuned(["model.json", "tuned/model.json"]),
  "holds for two models, each with its metrics": TWO_MODELS,
  "refuses two models whose metrics were exchanged": {
    ...TWO_MODELS,
    files: { ...TWO_MODELS.files, ...EXCHANGED },
    keys: ["error otherModel", "error otherModel"],
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
