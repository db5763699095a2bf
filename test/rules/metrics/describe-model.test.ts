import {
  item,
  ITEMS,
  MODEL,
  STAGES,
  type BundleCase,
  type Expected,
} from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { directoryHash } from "../../../lib/dvc/directory-hash.ts";
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

/** The bundle has, in place of the model, what stages made of the one that was measured. */
const promotes = (
  name: string,
  stages: BundleCase["stages"] & object,
  files: Readonly<Record<string, string>> = {},
): BundleCase => ({
  stages: [...STAGES, ...stages],
  files: { ...files, "publish/v1/model.json": null, [`publish/v1/${name}`]: files[name] ?? "made" },
});
const EXPORT = { name: "export", deps: ["model.json", "export.py"], outs: ["model.onnx"] };
const ONNX = { "model.onnx": "onnx", "export.py": "pass\n" };

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

/** The same, but the stage that publishes does not declare the metrics; or nobody has those at hand. */
const blindly = (measured: "model.json" | "other.json", more: Partial<BundleCase>): BundleCase => ({
  stages: [
    train!,
    { name: "retrain", outs: ["other.json"] },
    { ...evaluate!, deps: [measured] },
    {
      name: "publish",
      deps: ["model.json"],
      outs: ["publish/v1/model.json", "publish/v1/metrics.json"],
    },
  ],
  ...more,
  files: { "other.json": '{"weights": [7]}\n', ...more.files },
});
const AWAY: Partial<BundleCase> = {
  files: { "metrics.json": '{"auc": 0.89723}\n', "publish/v1/metrics.json": '{"auc": 0.9}\n' },
  prepare: (repository) => repository.write(".gitignore", "/metrics.json\n"),
};

const BEST = '{"weights": [5]}\n';
/** One training writes several files, of which the evaluation reads some. The promoted model is `model.json`. */
const ofTraining = (
  beside: Readonly<Record<string, string>>,
  read: readonly string[],
): BundleCase => ({
  stages: [
    { name: "train", outs: ["model.json", ...Object.keys(beside)] },
    { ...evaluate!, deps: read },
  ],
  files: beside,
});

const hashOf = (texts: Readonly<Record<string, string>>): string =>
  directoryHash(Object.entries(texts).map(([path, text]) => ({ path, md5: md5(text) })));
const MODELS = hashOf({ "best.json": BEST, "model.json": MODEL });
/** What a training writes beside the model that is promoted, read by the evaluation. */
const READ_FOR_ONE: Readonly<Record<string, readonly string[]>> = {
  holds: ["forecast.json", "recommendations.csv", "model_predictions.json", "yhat.json"],
  "cannot know of": ["best_val_loss.json", "model_best_score.json", "tree.json", "scaler.json"],
  refuses: ["last.json", "model2.json", "checkpoint_best.json"],
};
const SEEN_OF: Readonly<Record<string, Pick<Expected, "keys" | "gaps">>> = {
  holds: {},
  "cannot know of": { gaps: [/^whether publish\/v1\/metrics\.json was measured on publish/] },
  refuses: { keys: ["error siblingRead"] },
};

/** A training that writes one directory. */
const ofDirectory = (
  read: string,
  recorded: Readonly<Record<string, string>> = {},
): BundleCase => ({
  stages: [
    { name: "train", outs: ["models"], recorded: { models: MODELS } },
    { ...evaluate!, deps: [read], recorded },
  ],
  files: { "models/best.json": BEST, "models/model.json": MODEL },
});

/** A base and what was trained from it, or a training and its evaluation, each a directory; the first is promoted. */
const ofDirectories = (
  promoted: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
  stages: (first: string, second: string) => BundleCase["stages"] & object,
): BundleCase => ({
  stages: stages("first", "second").map((stage) => ({
    ...stage,
    recorded: { first: hashOf(promoted), second: hashOf(other) },
  })),
  files: {
    ...below("first", promoted),
    ...below("second", other),
    ...below("publish/v1/model", promoted),
    "publish/v1/model.json": null,
  },
});
const below = (
  directory: string,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));
const HF = {
  "model.safetensors": "weights",
  "all_results.json": '{"train_loss": 0.3}\n',
  "trainer_state.json": "{}\n",
};
const RESULTS = { "all_results.json": '{"eval_auc": 0.9}\n', "trainer_state.json": "[]\n" };

const REWRITTEN: Readonly<Record<string, string>> = {
  "rounds them": '{"auc": 0.9, "f1": 0.81}\n',
  "puts a version beside them": '{"auc": 0.89723, "f1": 0.81254, "version": 1}\n',
  "puts a number of its own beside them": '{"auc": 0.897, "f1": 0.8125, "size_mb": 1.25}\n',
  "rounds one of them alone": '{"f1": 0.813}\n',
  "gives one of them alone a longer name": '{"test_auc": 0.89723}\n',
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
    repairs: ["run: dvc repro evaluate, and generate the bundle again"],
  },
  "tells that a frozen evaluation does not run before it is unfrozen": {
    stages: [train!, { ...evaluate!, recorded: { "model.json": OLD } }],
    prepare: (repository) => {
      const cmd = "cmd: python evaluate.py\n";
      const frozen = repository.read("dvc.yaml").replace(cmd, `${cmd}    frozen: true\n`);
      repository.write("dvc.yaml", frozen);
    },
    keys: ["error otherModel"],
    repairs: ["unfreeze it: dvc unfreeze evaluate\nrun: dvc repro evaluate"],
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
  "holds for metrics that the publish stage copies without declaring them": blindly(
    "model.json",
    {},
  ),
  "refuses metrics of another model that the publish stage copies without declaring them": {
    ...blindly("other.json", {}),
    keys: ["error otherModel"],
  },
  "holds for such metrics that are not at hand": blindly("model.json", AWAY),
  "refuses such metrics of another model that are not at hand": {
    ...blindly("other.json", AWAY),
    keys: ["error otherModel"],
  },
  "refuses metrics that read no model, which nothing would run again for": {
    stages: [train!, { name: "evaluate", outs: ["metrics.json"] }],
    keys: ["error otherModel"],
    repairs: [
      "promote the model that was measured, or let the evaluation read what publish/v1/model.json is a copy of",
    ],
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
    keys: ["warning converted"],
  },
  "warns of an export of the measured model": {
    ...promotes("model.onnx", [EXPORT], ONNX),
    keys: ["warning converted"],
    says: [
      "publish/v1/metrics.json describes model.json, of which stage export (dvc.lock:",
      "made publish/v1/model.onnx: that both answer alike is not measured",
    ],
  },
  "notes what the measured model was packed in": {
    ...promotes("model.tar.gz", [{ name: "pack", deps: ["model.json"], outs: ["model.tar.gz"] }], {
      "model.tar.gz": "packed",
    }),
    keys: ["note packed"],
  },
  "warns of an export that was packed": {
    ...promotes(
      "model.zip",
      [EXPORT, { name: "pack", deps: ["model.onnx"], outs: ["model.zip"] }],
      { ...ONNX, "model.zip": "packed" },
    ),
    keys: ["warning converted"],
  },
  "refuses an export of another model": {
    ...promotes(
      "model.onnx",
      [
        { name: "steep", outs: ["steep/model.json"] },
        { ...EXPORT, deps: ["steep/model.json"] },
      ],
      { ...ONNX, "steep/model.json": "{}\n" },
    ),
    keys: ["error otherModel"],
  },
  "refuses what was trained on, beside data that somebody added": {
    ...promotes("model.onnx", [{ ...EXPORT, deps: ["model.json", "data.csv"] }], {
      ...ONNX,
      "data.csv": "1\n",
    }),
    keys: ["error otherModel"],
  },
  "refuses what was trained on, beside data that a stage fetched": {
    ...promotes(
      "model.onnx",
      [
        { name: "fetch", outs: ["data.csv"] },
        { ...EXPORT, deps: ["model.json", "data.csv"] },
      ],
      { ...ONNX, "data.csv": "1\n" },
    ),
    keys: ["error otherModel"],
  },
  "refuses what was trained of the data of the evaluation alone": {
    stages: [
      train!,
      { ...evaluate!, deps: ["model.json", "test.csv"] },
      { name: "export", deps: ["test.csv"], outs: ["model.onnx"] },
    ],
    files: {
      "test.csv": "1\n",
      "model.onnx": "onnx",
      "publish/v1/model.json": null,
      "publish/v1/model.onnx": "onnx",
    },
    keys: ["error otherModel"],
  },
  "refuses an export of the base that the measured model was trained from": {
    ...promotes("model.onnx", [EXPORT], { ...ONNX, "tuned/model.json": BEST }),
    stages: [
      train!,
      { name: "tune", deps: ["model.json"], outs: ["tuned/model.json"] },
      { ...evaluate!, deps: ["tuned/model.json"] },
      EXPORT,
    ],
    keys: ["error otherModel"],
  },
  "refuses an export of the last state of a training whose best state was measured": {
    ...promotes("model.onnx", [EXPORT], { ...ONNX, "best/model.json": BEST }),
    stages: [
      { name: "train", outs: ["best/model.json", "model.json"] },
      { ...evaluate!, deps: ["best/model.json"] },
      EXPORT,
    ],
    keys: ["error otherModel"],
  },
  "refuses another model of the same ending that was made of the measured one": {
    stages: [...STAGES, { name: "tune", deps: ["model.json"], outs: ["tuned/model.json"] }],
    files: { "tuned/model.json": "{}\n", "publish/v1/model.json": "{}\n" },
    keys: ["error otherModel"],
  },
  "cannot know whether a model was indented anew where the measured one is not at hand": {
    stages: [
      train!,
      evaluate!,
      { name: "publish", deps: ["model.json"], outs: ["publish/v1/model.json"] },
    ],
    files: { "publish/v1/model.json": '{ "weights": [1, 2] }\n' },
    prepare: (repository) => repository.write(".gitignore", "/model.json\n"),
    gaps: [/^publish\/v1\/model\.json may be model\.json in another form, which is not at hand$/],
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
  "holds where a training and its evaluation both keep results under one name": ofDirectories(
    HF,
    RESULTS,
    (first, second) => [
      { name: "train", outs: [first] },
      { ...evaluate!, deps: [first], outs: ["metrics.json", second] },
    ],
  ),
  "refuses the directory of a base that was trained on": {
    ...ofDirectories(HF, { ...RESULTS, "model.safetensors": "tuned" }, (first, second) => [
      { name: "train", outs: [first] },
      { name: "tune", deps: [first], outs: [second] },
      { ...evaluate!, deps: [second] },
    ]),
    keys: ["error madeOfIt"],
    says: ["does not describe publish/v1/model/model.safetensors"],
  },
  "holds where the base was measured too": tuned(["model.json", "tuned/model.json"]),
  "holds for two models, each with its metrics": TWO_MODELS,
  "refuses two models whose metrics were exchanged": {
    ...TWO_MODELS,
    files: { ...TWO_MODELS.files, ...EXCHANGED },
    keys: ["error otherModel", "error otherModel"],
  },
  "refuses the last state of a training whose best state was measured": {
    ...ofTraining({ "best.json": BEST }, ["best.json"]),
    keys: ["error siblingRead"],
    says: [
      "publish/v1/metrics.json does not describe publish/v1/model.json: of what stage train wrote (dvc.lock:",
      "best.json (dvc.lock:",
      "was read to measure it, and model.json was not",
    ],
  },
  "refuses it where only the log of the training was read beside": {
    ...ofTraining({ "best.json": BEST, "history.csv": "1\n" }, ["best.json", "history.csv"]),
    keys: ["error siblingRead"],
  },
  ...Object.fromEntries(
    Object.entries(READ_FOR_ONE).flatMap(([what, names]) =>
      names.map((name) => [
        `${what} ${name} that was measured in place of the model that a training wrote beside it`,
        { ...ofTraining({ [name]: BEST }, [name]), ...SEEN_OF[what] },
      ]),
    ),
  ),
  ...Object.fromEntries(
    ["model.ckpt best_val_loss.ckpt", "last.json best_val_loss.json"].map((names) => {
      const [last = "", best = ""] = names.split(" ");
      const made: Expected = {
        stages: [
          { name: "train", outs: [last, best] },
          { ...evaluate!, deps: [best] },
        ],
        files: { [last]: MODEL, [best]: BEST },
        keys: ["error siblingRead"],
      };
      return [`refuses ${last} where ${best} was measured`, made];
    }),
  ),
  "refuses it where only what a model is served with was read beside": {
    ...ofTraining({ "best.json": BEST, "scaler.json": "{}\n" }, ["best.json", "scaler.json"]),
    keys: ["error siblingRead"],
    says: ["(dvc.lock:3), best.json (dvc.lock:"],
  },
  "refuses another file of one directory": {
    ...ofDirectory("models/best.json"),
    keys: ["error siblingRead"],
    says: ["models/best.json (dvc.lock:", "and models/model.json was not"],
  },
  "holds where the directory was read as a whole": ofDirectory("models", { models: MODELS }),
  "refuses the directory of the last state": {
    stages: [
      {
        name: "train",
        outs: ["best", "last"],
        recorded: { best: hashOf({ "model.json": BEST }), last: hashOf({ "model.json": MODEL }) },
      },
      { ...evaluate!, deps: ["best"], recorded: { best: hashOf({ "model.json": BEST }) } },
    ],
    files: { "best/model.json": BEST, "last/model.json": MODEL },
    keys: ["error siblingRead"],
    says: ["best (dvc.lock:", "and last/model.json was not"],
  },
  "holds where the training wrote the predictions that were measured": ofTraining(
    { "predictions.json": "[1]\n" },
    ["predictions.json"],
  ),
  "holds where the training wrote data that was measured": ofTraining({ "out.npy": "1" }, [
    "out.npy",
  ]),
  "cannot know whether data or another model was measured": {
    ...ofTraining({ "best.json": BEST, "out.npy": "1" }, ["best.json", "out.npy"]),
    gaps: [
      /^whether publish\/v1\/metrics\.json was measured on publish\/v1\/model\.json: .*best\.json/,
    ],
  },
  "cannot know whether another form of the model is the same": {
    ...ofTraining({ "model.ubj": "1" }, ["model.ubj"]),
    gaps: [/^whether publish\/v1\/metrics\.json was measured on .*: .*model\.ubj \(dvc\.lock/],
  },
  "holds where both states were measured": ofTraining({ "best.json": BEST }, [
    "best.json",
    "model.json",
  ]),
  "holds for the last state that the manifest calls otherwise": {
    ...ofTraining({ "last.json": BEST }, ["model.json"]),
    files: { "last.json": BEST, "publish/v1/model.last.json": BEST },
    items: [...ITEMS, item("model.last.json", BEST, { role: "checkpoint" })],
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
