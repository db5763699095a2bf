import { directoryHash } from "../../../lib/dvc/directory-hash.ts";
import type { BundleCase } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { md5, type HandStage } from "../../helpers/pipeline.ts";

const hashOf = (texts: Readonly<Record<string, string>>): string =>
  directoryHash(Object.entries(texts).map(([path, text]) => ({ path, md5: md5(text) })));
const HF = { "config.json": "{}\n", "model.safetensors": "weights" };

interface Export {
  /** Beside the model, for the stage that makes the promoted form. */
  readonly more?: readonly string[];
  /** What that stage reads, where it is not the model. */
  readonly reads?: readonly string[];
  readonly to?: string;
  /** Beside the model, for the evaluation. */
  readonly measuredWith?: readonly string[];
  /** What the evaluation reads, where it is not the model. */
  readonly measured?: readonly string[];
  readonly before?: readonly HandStage[];
  readonly trainedOn?: readonly string[];
  readonly beside?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly recorded?: Readonly<Record<string, string>>;
}

const USUAL = {
  more: ["export.py"],
  to: "model.onnx",
  measuredWith: [],
  before: [],
  trainedOn: [],
  beside: [],
  files: {},
  recorded: {},
} satisfies Export;

/** A training writes `from`, an evaluation reads it, and another stage makes what is promoted. */
function exports(from: string, made: Export = {}): BundleCase {
  const { more, to, measuredWith, before, trainedOn, beside, files, recorded } = {
    ...USUAL,
    ...made,
  };
  const { measured = [from, ...measuredWith], reads = [from] } = made;
  const stages: readonly HandStage[] = [
    ...before,
    { name: "train", deps: trainedOn, outs: [from, ...beside] },
    { name: "evaluate", deps: measured, outs: ["metrics.json"] },
    { name: "export", deps: [...reads, ...more], outs: [`publish/v1/${to}`] },
  ];
  return {
    stages: stages.map((stage) => ({ ...stage, recorded })),
    files: {
      // What is recorded is a directory.
      ...(from in recorded ? {} : { [from]: "weights" }),
      "export.py": "pass\n",
      ...files,
      "publish/v1/model.json": null,
      [`publish/v1/${to}`]: "made of it",
    },
  };
}

const CONVERTED = { keys: ["warning converted"] };
const PACKED = { keys: ["note packed"] };
const REFUSED = { keys: ["error otherModel"] };

const NAMES =
  "models/best.pt models/churn.pkl checkpoints/churn.bin models/last.ckpt best.json out/clf.joblib churn.pkl models/best-epoch=10-val_loss=0.32.ckpt".split(
    " ",
  );

runBundleTable(
  "metrics/describe-model",
  {
    ...Object.fromEntries(
      NAMES.map((name) => [
        `warns of an export of ${name}`,
        {
          ...exports(name),
          ...CONVERTED,
          says: [`describes ${name}, of which stage export (dvc.lock:`],
        },
      ]),
    ),
    "warns of an export whose code is a directory": {
      ...exports("model.pt", {
        more: ["src"],
        files: { "src/export.py": "pass\n", "src/graph/nodes.py": "pass\n" },
        recorded: { src: hashOf({ "export.py": "pass\n", "graph/nodes.py": "pass\n" }) },
      }),
      ...CONVERTED,
    },
    "warns of an export that reads what it requires and is configured by": {
      ...exports("models/best.pt", {
        more: ["export.py", "requirements.txt", "pyproject.toml", "configs/export.yaml"],
        files: {
          "requirements.txt": "onnx==1.16\n",
          "pyproject.toml": "",
          "configs/export.yaml": "opset: 17\n",
        },
      }),
      ...CONVERTED,
    },
    "refuses what reads texts that a stage made, whatever their ending": {
      ...exports("models/best.pt", {
        before: [{ name: "fetch", outs: ["nlu.yml"] }],
        more: ["nlu.yml"],
        files: { "nlu.yml": "- hello\n" },
      }),
      ...REFUSED,
    },
    "refuses what reads texts among the data, whatever their ending": {
      ...exports("models/best.pt", {
        more: ["data/nlu.yml"],
        files: { "data/nlu.yml": "- hello\n" },
      }),
      ...REFUSED,
    },
    "warns of an export of a directory": {
      ...exports("models/hf", {
        files: { "models/hf/config.json": "{}\n", "models/hf/model.safetensors": "weights" },
        recorded: { "models/hf": hashOf(HF) },
      }),
      ...CONVERTED,
    },
    "warns of an export of a file of the directory that was measured": {
      ...exports("models/hf", {
        reads: ["models/hf/model.safetensors"],
        files: { "models/hf/config.json": "{}\n", "models/hf/model.safetensors": "weights" },
        recorded: { "models/hf": hashOf(HF) },
      }),
      ...CONVERTED,
    },
    "refuses another file of the ending that the measured directory holds": {
      ...exports("models/hf", {
        to: "model.safetensors",
        files: { "models/hf/config.json": "{}\n", "models/hf/model.safetensors": "weights" },
        recorded: { "models/hf": hashOf(HF) },
      }),
      ...REFUSED,
    },
    "cannot know of what a closed directory holds": {
      ...exports("models/hf", { recorded: { "models/hf": `${md5("x")}.dir` } }),
      gaps: [/^publish\/v1\/model\.onnx may be models\/hf in another form, which is not at hand$/],
    },
    "refuses an export of a directory of which one file was measured": {
      ...exports("models", {
        measured: ["models/best.pt"],
        files: { "models/best.pt": "best", "models/last.pt": "last" },
        recorded: { models: hashOf({ "best.pt": "best", "last.pt": "last" }) },
      }),
      ...REFUSED,
    },
    "refuses an export of the last state whose best state was measured": {
      ...exports("models/best.pt", {
        beside: ["models/last.pt"],
        reads: ["models/last.pt"],
        files: { "models/last.pt": "last" },
      }),
      ...REFUSED,
    },
    "refuses an export of the base that the measured model was trained from": {
      ...exports("models/tuned.pt", {
        before: [{ name: "base", outs: ["models/base.pt"] }],
        trainedOn: ["models/base.pt"],
        reads: ["models/base.pt"],
        files: { "models/base.pt": "base" },
      }),
      ...REFUSED,
    },
    "refuses an export of such a base of another ending": {
      ...exports("models/tuned", {
        before: [{ name: "base", outs: ["models/base.pt"] }],
        trainedOn: ["models/base.pt"],
        reads: ["models/base.pt"],
        files: {
          "models/base.pt": "base",
          "models/tuned/config.json": "{}\n",
          "models/tuned/model.safetensors": "weights",
        },
        recorded: { "models/tuned": hashOf(HF) },
      }),
      ...REFUSED,
    },
    "warns of an export of a model that a threshold was chosen for": {
      ...exports("models/best.pt", {
        measuredWith: ["models/threshold.json"],
        files: { "models/threshold.json": "0.5\n" },
      }),
      stages: [
        { name: "train", outs: ["models/best.pt"] },
        { name: "choose", deps: ["models/best.pt"], outs: ["models/threshold.json"] },
        {
          name: "evaluate",
          deps: ["models/best.pt", "models/threshold.json"],
          outs: ["metrics.json"],
        },
        { name: "export", deps: ["models/best.pt"], outs: ["publish/v1/model.onnx"] },
      ],
      ...CONVERTED,
    },
    "refuses a model of data that the measured model was made of too": {
      ...exports("out/churn.pkl", {
        before: [{ name: "prepare", outs: ["out/table.pkl"] }],
        trainedOn: ["out/table.pkl"],
        measuredWith: ["out/table.pkl"],
        reads: ["out/table.pkl"],
        files: { "out/table.pkl": "rows" },
      }),
      ...REFUSED,
    },
    "refuses what was trained further on what both trainings read": {
      ...exports("models/best.pt", {
        before: [{ name: "prepare", outs: ["rows.pt"] }],
        trainedOn: ["rows.pt"],
        measuredWith: ["rows.pt"],
        more: ["rows.pt"],
        files: { "rows.pt": "rows" },
      }),
      ...REFUSED,
    },
    "refuses what was trained further on input of the model": {
      ...exports("data/06_models/best.pt", {
        before: [{ name: "prepare", outs: ["data/05_model_input/rows.pkl"] }],
        measuredWith: ["data/05_model_input/rows.pkl"],
        more: ["data/05_model_input/rows.pkl"],
        files: { "data/05_model_input/rows.pkl": "rows" },
      }),
      ...REFUSED,
    },
    "refuses a model of what a stage split to train and test": {
      ...exports("churn.json", {
        before: [{ name: "train_test_split", outs: ["a.pkl"] }],
        trainedOn: ["a.pkl"],
        measuredWith: ["a.pkl"],
        reads: ["a.pkl"],
        files: { "a.pkl": "rows" },
      }),
      ...REFUSED,
    },
    "refuses what a stage that is called a training made of the model": {
      ...exports("models/base.bin"),
      stages: [
        { name: "fetch", outs: ["models/base.bin"] },
        { name: "evaluate", deps: ["models/base.bin"], outs: ["metrics.json"] },
        { name: "fine_tune", deps: ["models/base.bin"], outs: ["publish/v1/model.onnx"] },
      ],
      ...REFUSED,
    },
    "refuses what was trained further on data in the directory of the model": {
      ...exports("models/hf", {
        reads: ["models/hf", "models/hf/features.csv"],
        files: { "models/hf/features.csv": "1\n", "models/hf/model.bin": "weights" },
        recorded: { "models/hf": hashOf({ "features.csv": "1\n", "model.bin": "weights" }) },
      }),
      ...REFUSED,
    },
    "refuses a mean of the measured state and of another": {
      ...exports("models/best.pt", {
        beside: ["models/last.pt"],
        reads: ["models/best.pt", "models/last.pt"],
        files: { "models/last.pt": "last" },
      }),
      ...REFUSED,
    },
    "warns of an export of a model that lies among data of other kinds": {
      ...exports("data/06_models/churn.pkl"),
      ...CONVERTED,
    },
    "warns of an export of a model beside which its evaluation writes": {
      ...exports("models/churn.json"),
      stages: [
        { name: "train", outs: ["models/churn.json"] },
        {
          name: "evaluate",
          deps: ["models/churn.json"],
          outs: ["metrics.json", "models/metrics.json"],
        },
        { name: "export", deps: ["models/churn.json"], outs: ["publish/v1/model.onnx"] },
      ],
      files: { ...exports("models/churn.json").files, "models/metrics.json": "{}\n" },
      ...CONVERTED,
    },
    "refuses a model of data that lies among the models": {
      ...exports("models/churn.pkl", {
        before: [{ name: "prepare", outs: ["models/features.parquet"] }],
        measuredWith: ["models/features.parquet"],
        reads: ["models/features.parquet"],
        files: { "models/features.parquet": "rows" },
      }),
      ...REFUSED,
    },
    "refuses what was trained further on the data of the evaluation": {
      ...exports("models/best.pt", {
        before: [{ name: "prepare", outs: ["data/test.pkl"] }],
        measuredWith: ["data/test.pkl"],
        more: ["data/test.pkl"],
        files: { "data/test.pkl": "rows" },
      }),
      ...REFUSED,
    },
    "notes what the model was packed in with what one training wrote beside it": {
      ...exports("model.json", {
        beside: ["scaler.json"],
        measuredWith: ["scaler.json"],
        more: ["scaler.json"],
        to: "model.tar",
        files: { "scaler.json": "{}\n" },
      }),
      ...PACKED,
      says: ["describes model.json, which stage export"],
    },
    "notes what the model was packed in with what it is served by": {
      ...exports("models/model.json", {
        before: [{ name: "vectorize", deps: ["rows.csv"], outs: ["models/vectorizer.json"] }],
        trainedOn: ["rows.csv", "models/vectorizer.json"],
        measuredWith: ["models/vectorizer.json"],
        more: ["models/vectorizer.json"],
        to: "model.tar",
        files: { "models/vectorizer.json": "{}\n", "rows.csv": "1\n" },
      }),
      ...PACKED,
      says: ["describes models/model.json, which stage export"],
    },
    "refuses an archive of the model and of another vectorizer than was measured": {
      ...exports("models/model.json", {
        before: [{ name: "vectorize", deps: ["rows.csv"], outs: ["models/vectorizer.json"] }],
        more: ["models/vectorizer.json"],
        to: "model.tar",
        files: { "models/vectorizer.json": "{}\n", "rows.csv": "1\n" },
      }),
      ...REFUSED,
    },
    "refuses an archive that was trained on data beside the model": {
      ...exports("model.json", {
        before: [{ name: "featurize", outs: ["features.pkl"] }],
        measuredWith: ["features.pkl"],
        more: ["features.pkl"],
        to: "model.tar.gz",
        files: { "features.pkl": "rows" },
      }),
      ...REFUSED,
    },
    "refuses an archive of what is served with a model alone": {
      ...exports("models/clf.pt", {
        before: [{ name: "vectorize", outs: ["models/vectorizer.json"] }],
        measuredWith: ["models/vectorizer.json"],
        reads: ["models/vectorizer.json"],
        to: "model.tar",
        files: { "models/vectorizer.json": "{}\n" },
      }),
      ...REFUSED,
    },
  },
  { hasExample: false },
);
