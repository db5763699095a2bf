// review/metric-meaning: two releases of one repository, and what a note must name of the second.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { judgedBy, type Judged } from "../../helpers/judged.ts";
import { createProject, lockNow, md5, type HandStage } from "../../helpers/pipeline.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const meaning = suite("rules/review/metric-meaning");

type Files = Readonly<Record<string, string>>;

const FILES: Files = {
  "data/train.csv": "train 1\n",
  "data/test.csv": "test 1\n",
  "src/train.py": "train\n",
  "src/evaluate.py": "evaluate\n",
  "model.json": '{"weights": [1]}\n',
  "metrics.json": '{"auc": 0.9, "f1": 1}\n',
  "params.yaml": "train: {lr: 0.1}\ndecision: {threshold: 0.5}\n",
};

const train = (lr = 0.1): HandStage => ({
  name: "train",
  deps: ["data/train.csv", "src/train.py"],
  outs: ["model.json"],
  params: { "params.yaml": { "train.lr": lr } },
});

const evaluate = (threshold = 0.5, more: Partial<HandStage> = {}): HandStage => ({
  name: "evaluate",
  deps: ["model.json", "data/test.csv", "src/evaluate.py"],
  outs: ["metrics.json"],
  params: { "params.yaml": { "decision.threshold": threshold } },
  ...more,
});

interface State {
  readonly files?: Files;
  readonly stages?: readonly HandStage[];
  /** Replaces texts of dvc.yaml and dvc.lock alike. */
  readonly replace?: readonly (readonly [string, string])[];
  readonly without?: readonly string[];
}

interface Case {
  /** False leaves the bundle out, or one of the two releases has it alone. */
  readonly bundle?: boolean | "before" | "now";
  readonly before?: State;
  readonly after?: State;
  readonly review?: string;
  readonly message?: string;
  /** The message of the release before. */
  readonly first?: string;
  readonly prepare?: (repository: TestRepository) => void;
  readonly policy?: object;
  readonly keys?: readonly string[];
  readonly says?: readonly string[];
  readonly repairs?: readonly string[];
  readonly gaps?: readonly RegExp[];
}

function commit(repository: TestRepository, state: State, hasBundle: boolean): void {
  const files = { ...FILES, ...state.files };
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  lockNow(repository, state.stages ?? [train(), evaluate()]);
  for (const [from, to] of state.replace ?? []) {
    for (const path of ["dvc.yaml", "dvc.lock"]) {
      repository.write(path, repository.read(path).replaceAll(from, to));
    }
  }
  if (hasBundle) {
    for (const name of ["model.json", "metrics.json", "params.yaml"]) {
      repository.write(`publish/v1/${name}`, repository.read(name));
    }
    repository.write("publish/v1/manifest.json", '{"release": "v1", "artifacts": []}\n');
  }
  for (const path of state.without ?? []) {
    repository.git("rm", "--quiet", "--cached", "--ignore-unmatch", path);
  }
}

async function judged(made: Case): Promise<Judged> {
  const { bundle = true, before = {}, after = {}, review, message = "next", first = "one" } = made;
  const repository = createProject();
  const bundles = bundle === true ? ["before", "now"] : [bundle];
  commit(repository, before, bundles.includes("before"));
  repository.commit("one");
  repository.git("tag", "-a", "-m", first, "v1.0.0");
  commit(
    repository,
    { ...before, ...after, files: { ...before.files, ...after.files } },
    bundles.includes("now"),
  );
  if (bundle === "before") repository.git("rm", "-r", "--quiet", "--force", "publish");
  if (review !== undefined) repository.write("publish/v1/review.md", review);
  repository.commit("two");
  repository.git("tag", "-a", "-m", message, "v1.1.0");
  made.prepare?.(repository);
  return judgedBy("review/metric-meaning", repository, "v1.1.0", { policy: { ...made.policy } });
}

const CODE = { files: { "src/evaluate.py": "evaluate otherwise\n" } };
const DROPPED = { files: { "metrics.json": '{"f1": 1}\n' } };
const RETRAINED = {
  files: {
    "model.json": '{"weights": [2]}\n',
    "metrics.json": '{"auc": 0.95, "f1": 0.5}\n',
    "params.yaml": "train: {lr: 0.2}\ndecision: {threshold: 0.5}\n",
  },
  stages: [train(0.2), evaluate()],
};
const UNREVIEWED = ["warning evaluationUnreviewed"];
const CHANGED = ["error evaluationChanged"];
const GONE = ["error keysChanged"];

const all = (more: Partial<HandStage> = {}): HandStage => ({
  name: "all",
  deps: ["data/train.csv", "data/test.csv", "src/train.py"],
  outs: ["model.json", "metrics.json"],
  params: { "params.yaml": { "train.lr": 0.1 } },
  ...more,
});

const predicted: readonly HandStage[] = [
  train(),
  { name: "predict", deps: ["model.json", "data/test.csv"], outs: ["predictions.csv"] },
  { name: "evaluate", deps: ["predictions.csv", "src/evaluate.py"], outs: ["metrics.json"] },
];
const PREDICTED = { files: { "predictions.csv": "p\n" }, stages: predicted };

const split: readonly HandStage[] = [
  { name: "split", deps: ["data/raw.csv"], outs: ["data/train.csv", "data/test.csv"] },
  train(),
  evaluate(),
];
const SPLIT = { files: { "data/raw.csv": "raw 1\n" }, stages: split };

/** The model is kept by DVC, and the metrics are called so. */
const UNCACHED = [
  [
    "      - model.json:\n          cache: false\n      - metrics.json:",
    "      - model.json\n    metrics:\n      - metrics.json:",
  ],
] as const;

const NOTE = "# Review\n\nauc is measured on the holdout, f1 by evaluate.\n";

const cachePath = (text: string): string =>
  `.dvc/cache/files/md5/${md5(text).slice(0, 2)}/${md5(text).slice(2)}`;

/** The note as an output that DVC keeps in its cache, and git ignores. */
const keptNote = (text: string): State => ({
  files: {
    "publish/v1/review.md": text,
    "publish/v1/.gitignore": "/review.md\n",
    [cachePath(text)]: text,
  },
  stages: [train(), evaluate(), { name: "note", outs: ["publish/v1/review.md"] }],
  replace: [["- publish/v1/review.md:\n          cache: false", "- publish/v1/review.md"]],
});

const withFiles = (state: State, { files }: State): State => ({
  ...state,
  files: { ...state.files, ...files },
});

/** Out of the cache: another machine never had it. */
const removeKept = (repository: TestRepository, text: string): void => {
  rmSync(join(repository.directory, cachePath(text)));
};

/** The metrics are called so. */
const SHOWN = [
  ["    outs:\n      - metrics.json:", "    metrics:\n      - metrics.json:"],
] as const;

/** Metrics that DVC keeps in its cache, and git ignores. */
const keptMetrics = (text: string): State => ({
  files: { "metrics.json": text, ".gitignore": "/metrics.json\n", [cachePath(text)]: text },
  replace: [
    [
      "    outs:\n      - metrics.json:\n          cache: false",
      "    metrics:\n      - metrics.json",
    ],
  ],
  without: ["metrics.json"],
});

/** A recorded directory of which only the hash is at hand. */
const closed = (path: string): State => ({
  files: { [path]: "a directory\n", ".gitignore": `/${path}\n` },
  stages: [train(), evaluate(), { name: "publish", outs: [path] }],
  replace: [
    [`- ${path}:\n          cache: false`, `- ${path}`],
    [md5("a directory\n"), `${md5("a directory\n")}.dir`],
    ["    outs:\n      - metrics.json:", "    metrics:\n      - metrics.json:"],
  ],
});
const CLOSED = closed("publish/v1");
const PLOTS = closed("publish/v1/plots");

const EVALUATED = ["model.json", "data/test.csv", "src/evaluate.py"];
const TESTED = { "data/test": `${md5("a")}.dir` };
const RETESTED = { "data/test": `${md5("b")}.dir` };
const NESTED = { files: { "metrics.json": '{"eval": {"auc": 1, "f1": 1}}\n' } };

/** The stage is one of several that are written as one. */
const GROUPED = [
  ["  evaluate:\n", "  measure@test:\n"],
  [
    "  measure@test:\n    cmd: python evaluate.py\n    deps:\n      - model.json\n",
    "  measure:\n    matrix: {on: [test]}\n    cmd: python evaluate.py\n    deps:\n      - model.json\n",
  ],
] as const;

const listedMetrics = (...metrics: readonly object[]): State => ({
  files: { "metrics.json": `${JSON.stringify({ metrics })}\n` },
});
const AUC = { name: "auc", value: 0.9, unit: "1" };
const F1 = { name: "f1", value: 1 };

/** A stage between the evaluation and the metrics that only writes its numbers down. */
const reported: readonly HandStage[] = [
  train(),
  evaluate(0.5, { outs: ["eval/scores.json"] }),
  { name: "report", deps: ["eval/scores.json", "src/report.py"], outs: ["metrics.json"] },
];
const REPORTED = {
  files: { "src/report.py": "report\n", "eval/scores.json": '{"raw": {"a": 0.91, "b": 1.2}}\n' },
  stages: reported,
};

/** Metrics that dvc.yaml only shows, in a directory that a stage writes. */
const IN_DIRECTORY: State = {
  files: { "eval/metrics.json": '{"auc": 0.9}\n' },
  stages: [train(), evaluate(0.5, { outs: ["eval"], recorded: { eval: `${md5("e")}.dir` } })],
  replace: [
    [
      "      - eval:\n          cache: false\n",
      "      - eval:\n          cache: false\nmetrics:\n  - eval/metrics.json\n",
    ],
  ],
};

/** The evaluation reads a whole section of the params. */
const section = (decision: object): State => ({
  files: { "params.yaml": `train: {lr: 0.1}\ndecision: ${JSON.stringify(decision)}\n` },
  stages: [train(), evaluate(0, { params: { "params.yaml": { decision } } })],
});

const CASES: Readonly<Record<string, Case>> = {
  "holds for the first bundle of a repository whose test data a stage writes": {
    bundle: "now",
    before: { ...SPLIT, replace: SHOWN },
    review: "# Review\n",
  },
  "holds where the bundle is gone": { bundle: "before", before: { ...SPLIT, replace: SHOWN } },
  "tells other test data in the first release with a bundle": {
    bundle: "now",
    before: { ...SPLIT, replace: SHOWN },
    after: { files: { "data/test.csv": "test 2\n" } },
    review: "# Review\n",
    keys: CHANGED,
    says: ["the data data/test.csv ("],
  },
  "tells them where the model's stage has another name now as well": {
    bundle: "now",
    before: { ...SPLIT, replace: SHOWN },
    after: {
      files: { "data/test.csv": "test 2\n" },
      stages: [split[0]!, { ...train(), name: "fit" }, evaluate()],
    },
    review: "# Review\n",
    keys: CHANGED,
    says: ["the data data/test.csv ("],
  },
  "holds for the first bundle where the model's stage has another name now": {
    bundle: "now",
    before: { ...SPLIT, replace: SHOWN },
    after: { stages: [split[0]!, { ...train(), name: "fit" }, evaluate()] },
    review: "# Review\n",
  },
  "says where a note may stand of which the policy makes an internal file": {
    after: { files: { ...DROPPED.files, "publish/v1/notes/review.md": "auc was removed.\n" } },
    policy: { bundle: { internal: ["notes/**"] } },
    keys: GONE,
    repairs: [
      "publish/v1/notes/review.md is internal to the bundle (bundle.internal of the policy), and no review note: that may stand in the bundle outside of bundle.internal, in reviews/v1.1.0.md",
    ],
  },
  "tells a metric that is gone from a list": {
    before: listedMetrics(AUC, F1),
    after: listedMetrics(F1),
    keys: GONE,
    says: ["metrics.auc is gone;"],
  },
  "tells a metric that was renamed in a list": {
    before: { files: { "metrics.json": `${JSON.stringify([AUC, F1])}\n` } },
    after: {
      files: { "metrics.json": `${JSON.stringify([{ ...AUC, name: "auc_macro" }, F1])}\n` },
    },
    keys: GONE,
    says: ["auc is gone (auc_macro is new)"],
  },
  "tells a number that no entry of a list has any more": {
    before: { files: { "metrics.json": '{"folds": [{"auc": 0.9, "f1": 1}, {"auc": 0.8}]}\n' } },
    after: { files: { "metrics.json": '{"folds": [{"auc": 0.7}]}\n' } },
    keys: GONE,
    says: ["folds.f1 is gone"],
  },
  "holds for other numbers, another order and more entries of a list": {
    before: listedMetrics(AUC, F1),
    after: listedMetrics({ name: "n", value: 3 }, F1, { ...AUC, value: 1 }),
  },
  "holds for other features in a list of the best ones": {
    before: {
      files: { "metrics.json": '{"auc": 1, "features": [{"name": "age", "value": 0.3}]}\n' },
    },
    after: {
      files: { "metrics.json": '{"auc": 1, "features": [{"name": "sex", "value": 0.3}]}\n' },
    },
  },
  "is content with a note that names a metric of a list": {
    before: listedMetrics(AUC, F1),
    after: listedMetrics(F1),
    review: "auc was removed, nobody read it.",
  },
  "tells other code of the evaluation behind a stage that reports": {
    before: REPORTED,
    after: CODE,
    keys: UNREVIEWED,
    says: ["What changed of stage evaluate: the code src/evaluate.py"],
  },
  "tells another command of the evaluation behind a stage that reports": {
    before: REPORTED,
    after: { replace: [["python evaluate.py", "python evaluate.py --fast"]] },
    keys: UNREVIEWED,
    says: ["What changed of stage evaluate: the command"],
  },
  "tells other code of a stage that reports": {
    before: REPORTED,
    after: { files: { "src/report.py": "other\n" } },
    keys: UNREVIEWED,
    says: ["What changed of stage report: the code src/report.py"],
  },
  "holds for a retrained model behind a stage that reports": {
    before: REPORTED,
    after: {
      files: { ...RETRAINED.files, "eval/scores.json": '{"raw": {"a": 0.95, "b": 1}}\n' },
      stages: [train(0.2), ...reported.slice(1)],
    },
    review: "",
  },
  "without a bundle, tells the same where the numbers are declared": {
    bundle: false,
    before: {
      ...REPORTED,
      replace: [
        ["    outs:\n      - metrics.json:", "    metrics:\n      - metrics.json:"],
        ["    outs:\n      - eval/scores.json:", "    metrics:\n      - eval/scores.json:"],
      ],
    },
    after: CODE,
    keys: UNREVIEWED,
    says: ["What changed of stage evaluate: the code src/evaluate.py"],
  },
  "tells other code of metrics in a directory that a stage writes": {
    bundle: false,
    before: IN_DIRECTORY,
    after: CODE,
    keys: UNREVIEWED,
    says: ["eval/metrics.json was measured otherwise than for v1.0.0"],
  },
  "is not told by a note that is still that of the release before": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: DROPPED,
    keys: GONE,
    says: ["auc is gone; no review note names it (publish/v1/review.md is still that of v1.0.0)"],
  },
  "is not told of the evaluation either by a note that is still that of the release before": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: CODE,
    keys: CHANGED,
    says: ["no review note says so (publish/v1/review.md is still that of v1.0.0)"],
  },
  "is not told by such a note that DVC keeps": {
    before: keptNote(NOTE),
    after: DROPPED,
    keys: GONE,
    says: ["(publish/v1/review.md is still that of v1.0.0)"],
  },
  "is told by a new note that DVC keeps": {
    before: keptNote(NOTE),
    after: withFiles(keptNote(`${NOTE}\nauc was removed.\n`), DROPPED),
    keys: [],
  },
  "is told by the tag where the note is still that of the release before": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: DROPPED,
    message: "next\n\nauc was removed.",
    keys: [],
  },
  "is told by a note that goes on from that of the release before": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: DROPPED,
    review: `${NOTE}\nauc was removed in v1.1.0.\n`,
    keys: [],
  },
  "is not told by a sentence of such a note, where another one is new": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: DROPPED,
    review: `${NOTE}\nThe model was trained for longer.\n`,
    keys: GONE,
    says: [
      "no review note names it (what publish/v1/review.md says of it stood in v1.0.0 already)",
    ],
  },
  "is not told of the evaluation either by a sentence of such a note": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: CODE,
    review: `The model was trained for longer.\n\n${NOTE}`,
    keys: CHANGED,
    says: ["(what publish/v1/review.md says of it stood in v1.0.0 already)"],
  },
  "is not told by such a sentence of a note that DVC keeps": {
    before: keptNote(NOTE),
    after: withFiles(keptNote(`${NOTE}\nThe model is larger.\n`), DROPPED),
    keys: GONE,
    says: ["(what publish/v1/review.md says of it stood in v1.0.0 already)"],
  },
  "takes what DVC kept for old, also where git holds it now": {
    before: keptNote(NOTE),
    after: {
      files: { ...DROPPED.files, "publish/v1/.gitignore": "", "publish/v1/review.md": NOTE },
    },
    keys: GONE,
    says: ["(publish/v1/review.md is still that of v1.0.0)"],
  },
  "does not know what is new in a note where that of the release before is not at hand": {
    before: keptNote(NOTE),
    after: withFiles(keptNote(`${NOTE}\nThe model is larger.\n`), DROPPED),
    prepare: (repository) => removeKept(repository, NOTE),
    gaps: [
      /^publish\/v1\/review\.md may only repeat what it said in v1\.0\.0: publish\/v1\/review\.md is kept by DVC and not at hand$/,
    ],
  },
  "needs no note of the release before where the tag says it": {
    before: keptNote(NOTE),
    after: withFiles(keptNote(`${NOTE}\nThe model is larger.\n`), DROPPED),
    prepare: (repository) => removeKept(repository, NOTE),
    message: "next\n\nauc was removed.",
  },
  "is not told by a note of which only the title and the layout are new": {
    before: { files: { "publish/v1/review.md": `# Review of v1.0.0\n\n${NOTE}` } },
    after: DROPPED,
    review:
      "# Review of v1.1.0-rc.1\n\n# Review\n\n- auc is measured\n  on the *holdout*, f1 by evaluate.",
    keys: GONE,
  },
  "is told by a section of its own, also in the words of the one before": {
    before: { files: { "publish/v1/review.md": "## v1.0.0\n\n- evaluate was made faster\n" } },
    after: CODE,
    review: "## v1.1.0\n\n- evaluate was made faster\n\n## v1.0.0\n\n- evaluate was made faster\n",
  },
  "is told by a section that was not released then": {
    before: { files: { "publish/v1/review.md": "## Unreleased\n\n- auc will be removed\n" } },
    after: DROPPED,
    review: "## v1.1.0\n\n- auc will be removed\n",
  },
  "is told by a name that stands below another heading now": {
    before: { files: { "publish/v1/review.md": "## Metrics\n\n- auc\n- f1\n" } },
    after: DROPPED,
    review: "## Metrics\n\n- f1\n\n## Removed\n\n- auc\n",
  },
  "is told by a new sentence below the name": {
    before: { files: { "publish/v1/review.md": "## auc\n\nMeasured on the holdout.\n" } },
    after: DROPPED,
    review: "## auc\n\nMeasured on the holdout.\n\nNobody read it any more.\n",
  },
  "is not told by a line in which only the values of the metrics are new": {
    before: {
      files: { "publish/v1/review.md": "Threshold 0.5 gives auc 0.91, f1: 0.8 (by evaluate).\n" },
    },
    after: CODE,
    review: "Threshold 0.5 gives auc 0.9, f1: 0.85 (by evaluate).\n",
    keys: CHANGED,
    says: ["(publish/v1/review.md is still that of v1.0.0)"],
  },
  "is not told by such a line with the value of a metric that is new": {
    before: { files: { "publish/v1/review.md": "The numbers of evaluate: auc 0.91, f1 0.8.\n" } },
    after: { files: { ...CODE.files, "metrics.json": '{"auc": 0.9, "f1": 1, "support": 120}\n' } },
    review: "The numbers of evaluate: auc 0.9, f1 0.85, support 120.\n",
    keys: CHANGED,
    says: ["(publish/v1/review.md is still that of v1.0.0)"],
  },
  "is told by such a line that has another number too": {
    before: {
      files: { "publish/v1/review.md": "Threshold 0.5 gives auc 0.91, f1: 0.8 (by evaluate).\n" },
    },
    after: {
      files: { "params.yaml": "train: {lr: 0.1}\ndecision: {threshold: 0.6}\n" },
      stages: [train(), evaluate(0.6)],
    },
    review: "Threshold 0.6 gives auc 0.9, f1: 0.85 (by evaluate).\n",
  },
  "is not told by a message with the values of the metrics alone": {
    first: "one\n\nThe model reaches an auc of 0.91 and f1 = 0.8.",
    after: CODE,
    review: "The model is better now.",
    message: "two\n\nThe model reaches an auc of 0.9 and f1 = 0.85.",
    keys: CHANGED,
  },
  "is not told by the note beside the last release, copied": {
    before: { files: { "reviews/v1.0.0.md": NOTE } },
    after: { files: { ...DROPPED.files, "reviews/v1.1.0.md": NOTE } },
    keys: GONE,
    says: ["(reviews/v1.1.0.md is still that of v1.0.0)"],
  },
  "is not told by such a copy, where the note was written after the last release": {
    after: {
      files: { ...DROPPED.files, "reviews/v1.0.0.md": NOTE, "reviews/v1.1.0.md": `\n${NOTE}` },
    },
    keys: GONE,
  },
  "is not told by a tag with the words of the last one": {
    first: "one\n\nThe numbers are those of the stage evaluate.",
    after: CODE,
    review: "The model is better now.",
    message: "v1.1.0\n\nThe numbers are those of the stage evaluate.",
    keys: CHANGED,
    says: ["(the message of the tag is still that of v1.0.0)"],
  },
  "is not told by a tag with the words of the last note": {
    before: { files: { "publish/v1/review.md": NOTE } },
    after: DROPPED,
    message: `v1.1.0\n\n${NOTE}`,
    keys: GONE,
  },
  "is told by a tag that repeats a sentence and says more": {
    first: "one\n\nThe stage evaluate was made faster.",
    after: CODE,
    review: "The model is better now.",
    message: "two\n\nThe stage evaluate was made faster. The model has more layers.",
  },
  "is told by a trailer that the last tag had as well": {
    first: "one\n\nMetric-Change: auc",
    after: DROPPED,
    message: "two\n\nMetric-Change: auc",
  },
  "does not hold a retraining against a stage that measures too, where nobody says what the model is":
    {
      bundle: false,
      before: { stages: [all()], replace: UNCACHED },
      after: { ...RETRAINED, stages: [all({ params: { "params.yaml": { "train.lr": 0.2 } } })] },
    },
  "holds where nothing changed": {},
  "holds for a model that was trained with other params": {
    after: RETRAINED,
    review: "# Review\n",
  },
  "holds for a model that was trained on other data, and measured on the same": {
    after: { files: { "data/train.csv": "train 2\n", "model.json": '{"weights": [3]}\n' } },
    review: "",
  },
  "holds for other code of the training": { after: { files: { "src/train.py": "other\n" } } },
  "holds for more keys, other numbers and longer lists": {
    before: { files: { "metrics.json": '{"auc": 1, "roc": [1], "by": {"a": 1}}\n' } },
    after: {
      files: { "metrics.json": '{"auc": 0.5, "roc": [0.1, 2], "by": {"a": 2, "b": 1}, "n": 1}\n' },
    },
  },
  "tells a metric that is gone": {
    after: DROPPED,
    keys: GONE,
    says: [
      "publish/v1/metrics.json does not say what it said in v1.0.0: auc is gone; no review note names it.",
    ],
  },
  "tells a metric that was renamed": {
    after: { files: { "metrics.json": '{"auc_macro": 0.9, "f1": 1}\n' } },
    keys: GONE,
    says: ["auc is gone (auc_macro is new)"],
  },
  "tells a metric of another type": {
    after: { files: { "metrics.json": '{"auc": "0.9", "f1": null}\n' } },
    keys: GONE,
    says: [
      "auc was a number and is a string and f1 was a number and is a null; no review note names them",
    ],
  },
  "is content with a note in the bundle": {
    after: DROPPED,
    review: "We dropped auc, nobody read it.",
  },
  "is content with a note in the tag": { after: DROPPED, message: "next\n\nauc was dropped" },
  "is content with a trailer": { after: DROPPED, message: "next\n\nMetric-Change: auc" },
  "is content with a note beside the bundle": {
    after: { files: { ...DROPPED.files, "reviews/v1.1.0.md": "auc was dropped\n" } },
  },
  "is content with a git note": {
    after: DROPPED,
    prepare: ({ git }) => git("notes", "add", "-m", "auc was dropped", "HEAD"),
  },
  "is content with a git note on the tag": {
    after: DROPPED,
    prepare: ({ git }) => git("notes", "add", "-m", "auc was dropped", git("rev-parse", "v1.1.0")),
  },
  "is not content with the name of another release's note": {
    after: { files: { ...DROPPED.files, "reviews/v1.0.0.md": "auc was dropped\n" } },
    keys: GONE,
  },
  "is not content with a template": {
    after: DROPPED,
    review:
      "# Metrics that changed\n\n<!-- say what became of auc -->\n\n- auc: <describe the change>\n",
    keys: GONE,
  },
  "is not content with a table of values": {
    after: DROPPED,
    review: "## Metrics\n\n| auc | 0.9 |\n|---|---|\n| f1 | 1 |\n",
    keys: GONE,
  },
  "wants each key named": {
    after: { files: { "metrics.json": '{"n": 1}\n' } },
    review: "auc was dropped.",
    keys: GONE,
    says: ["f1 is gone"],
  },
  "takes a mapping for named by all that it held": {
    before: { files: { "metrics.json": '{"n": 1, "eval": {"auc": 1, "f1": 1}}\n' } },
    after: { files: { "metrics.json": '{"n": 1}\n' } },
    review: "eval.auc and eval.f1 were dropped.",
  },
  "warns of other code where the bundle has no note": {
    after: CODE,
    keys: UNREVIEWED,
    says: [
      "publish/v1/metrics.json was measured otherwise than for v1.0.0, and no review note says so. What changed of stage evaluate: the code src/evaluate.py",
    ],
  },
  "refuses other code where the bundle has a note that does not name it": {
    after: CODE,
    review: "The model is better now.",
    keys: CHANGED,
  },
  "is content where the note names the stage": {
    after: CODE,
    review: "The stage evaluate counts every row once now.",
  },
  "is content where the note names each metric": {
    after: CODE,
    review: "auc and f1 are averaged by class now.",
  },
  "is not content where the note names one metric of two": {
    after: CODE,
    review: "auc is averaged by class now.",
    keys: CHANGED,
  },
  "is content where the note names what changed": {
    after: CODE,
    review: "src/evaluate.py counts every row once now.",
  },
  "is content where the note names the file alone": {
    after: CODE,
    review: "evaluate.py counts every row once now.",
  },
  "is not content with the name of a file in another directory": {
    after: CODE,
    review: "tools/evaluate.py counts every row once now.",
    keys: CHANGED,
  },
  "is not content with a file's name that two of the changed have": {
    before: {
      files: { "lib/evaluate.py": "evaluate\n" },
      stages: [train(), evaluate(0.5, { deps: [...EVALUATED, "lib/evaluate.py"] })],
    },
    after: { files: { ...CODE.files, "lib/evaluate.py": "otherwise\n" } },
    review: "evaluate.py counts every row once now.",
    keys: CHANGED,
  },
  "is not content with the name of a directory, which may be any word": {
    before: {
      files: { "data/test/a.py": "a\n" },
      stages: [train(), evaluate(0.5, { deps: ["model.json", "data/test"], recorded: TESTED })],
    },
    after: {
      stages: [train(), evaluate(0.5, { deps: ["model.json", "data/test"], recorded: RETESTED })],
    },
    review: "We test the model as before.",
    keys: CHANGED,
  },
  "is content where the note names a stage of several as dvc.yaml does": {
    before: { replace: GROUPED },
    after: CODE,
    review: "The stage measure counts every row once now.",
  },
  "is content with the last part of a key": {
    before: NESTED,
    after: { files: { "metrics.json": '{"eval": {"f1": 1}}\n' } },
    review: "auc was dropped, nobody read it.",
  },
  "is not content with a list of such parts": {
    before: NESTED,
    after: { files: { "metrics.json": '{"eval": {"f1": 1}}\n' } },
    review: "- auc, f1\n",
    keys: GONE,
  },
  "is not content with a last part that another key has": {
    before: { files: { "metrics.json": '{"eval": {"auc": 1}, "test": {"auc": 1}}\n' } },
    after: { files: { "metrics.json": '{"eval": {}, "test": {"auc": 1}}\n' } },
    review: "auc was dropped, nobody read it.",
    keys: GONE,
  },
  "is not content with a last part that a new key has": {
    before: NESTED,
    after: { files: { "metrics.json": '{"eval": {"f1": 1}, "test": {"auc": 1}}\n' } },
    review: "auc is better now.",
    keys: GONE,
  },
  "is not content with the name in a code block": {
    after: CODE,
    review: "```\nevaluate was run\n```\n",
    keys: CHANGED,
  },
  "tells other test data": {
    after: { files: { "data/test.csv": "test 2\n" } },
    keys: UNREVIEWED,
    says: ["the data data/test.csv"],
  },
  "tells other params of the evaluation": {
    after: {
      files: { "params.yaml": "train: {lr: 0.1}\ndecision: {threshold: 0.6}\n" },
      stages: [train(), evaluate(0.6)],
    },
    keys: UNREVIEWED,
    says: ["the param decision.threshold (0.5 → 0.6)"],
  },
  "tells another command": {
    after: { replace: [["python evaluate.py", "python evaluate.py --fast"]] },
    keys: UNREVIEWED,
    says: ["the command (`python evaluate.py` → `python evaluate.py --fast`)"],
  },
  "takes new blanks of a command for none": {
    after: { replace: [["python evaluate.py", "python   evaluate.py"]] },
  },
  "tells code that is read now, and was not": {
    after: {
      files: { "src/util.py": "util\n" },
      stages: [
        train(),
        evaluate(0.5, { deps: ["model.json", "data/test.csv", "src/evaluate.py", "src/util.py"] }),
      ],
    },
    keys: UNREVIEWED,
    says: ["src/util.py (is read now, and was not)"],
  },
  "holds for code that is only declared now": {
    before: { files: { "src/util.py": "util\n" } },
    after: {
      stages: [
        train(),
        evaluate(0.5, { deps: ["model.json", "data/test.csv", "src/evaluate.py", "src/util.py"] }),
      ],
    },
  },
  "holds for code that was moved": {
    after: {
      files: { "lib/evaluate.py": "evaluate\n" },
      stages: [
        train(),
        evaluate(0.5, { deps: ["model.json", "data/test.csv", "lib/evaluate.py"] }),
      ],
    },
  },
  "tells which value of a section changed": {
    before: section({ threshold: 0.5, k: 1 }),
    after: section({ threshold: 0.6, k: 1 }),
    keys: UNREVIEWED,
    says: ["the param decision.threshold (0.5 → 0.6)"],
  },
  "is content where the note names that value of a section": {
    before: section({ threshold: 0.5, k: 1 }),
    after: section({ threshold: 0.6, k: 1 }),
    review: "decision.threshold went from 0.5 to 0.6, so it is stricter now.",
  },
  "is content where the note names the section": {
    before: section({ threshold: 0.5, k: 1 }),
    after: section({ threshold: 0.6, k: 2 }),
    review: "The params of `decision` are those of the new customer.",
  },
  "tells what a section holds besides, and what is gone": {
    before: section({ threshold: 0.5, k: 1 }),
    after: section({ threshold: 0.5, least: 2 }),
    keys: UNREVIEWED,
    says: ["decision.k (1 → not read)", "decision.least (not there → 2)"],
  },
  "holds where the value of a section is recorded by itself now": {
    before: section({ threshold: 0.5 }),
    after: { stages: [train(), evaluate(0.5)] },
  },
  "tells a param that is not recorded any more": {
    after: { stages: [train(), evaluate(0.5, { params: {} })] },
    keys: UNREVIEWED,
    says: ["decision.threshold (0.5 → not read)"],
  },
  "holds for a dep that the policy excepts": {
    after: CODE,
    policy: { pipeline: { ignoreDeps: ["src/evaluate.py"] } },
  },
  "holds where a stage that also trains has other params and data": {
    before: { stages: [all()] },
    after: {
      files: { ...RETRAINED.files, "data/test.csv": "test 2\n" },
      stages: [all({ params: { "params.yaml": { "train.lr": 0.2 } } })],
    },
    review: "",
  },
  "holds where the command of such a stage only has another param in it": {
    before: {
      files: { "params.yaml": "lr: 0.1\n" },
      stages: [all({ params: { "params.yaml": { lr: 0.1 } } })],
      replace: [["cmd: python all.py", "cmd: python all.py 0.1"]],
    },
    after: {
      files: { "params.yaml": "lr: 0.2\n" },
      stages: [all({ params: { "params.yaml": { lr: 0.2 } } })],
      replace: [["cmd: python all.py", "cmd: python all.py 0.2"]],
    },
    prepare: (repository) => {
      // Both are written as a template; the lock has what was run.
      for (const tag of ["v1.0.0", "v1.1.0"]) {
        repository.git("checkout", "--quiet", `${tag}^{commit}`);
        repository.write(
          "dvc.yaml",
          repository.read("dvc.yaml").replace(/python all.py 0.\d/, "python all.py ${lr}"),
        );
        if (tag === "v1.1.0") repository.git("reset", "--quiet", "--soft", "v1.0.0^{commit}");
        repository.commit(tag);
        repository.git("tag", "-f", "-a", "-m", tag, tag);
      }
    },
    review: "",
  },
  "tells other code of a stage that also trains": {
    before: { stages: [all()] },
    after: { files: { "src/train.py": "other\n" } },
    keys: UNREVIEWED,
  },
  "holds where predictions changed with the model alone": {
    before: PREDICTED,
    after: { files: { ...RETRAINED.files, "predictions.csv": "q\n" }, stages: predicted },
    review: "",
  },
  "tells other data behind the predictions": {
    before: PREDICTED,
    after: {
      files: { "data/test.csv": "test 2\n", "predictions.csv": "q\n" },
      stages: predicted,
    },
    keys: UNREVIEWED,
    says: ["the data data/test.csv"],
  },
  "holds where new data left the test set as it was": {
    before: SPLIT,
    after: { files: { "data/raw.csv": "raw 2\n", "data/train.csv": "train 2\n" }, stages: split },
    review: "",
  },
  "tells where new data changed the test set": {
    before: SPLIT,
    after: { files: { "data/raw.csv": "raw 2\n", "data/test.csv": "test 2\n" }, stages: split },
    keys: UNREVIEWED,
    says: ["the data data/test.csv"],
  },
  "compares no hashes of two kinds, but what git holds": {
    before: { replace: [["hash: md5", "isexec: false"]] },
    after: { replace: [] },
  },
  "without a bundle, tells that all metrics are gone": {
    bundle: false,
    before: { replace: SHOWN },
    after: {
      files: { ".gitignore": "/metrics.json\n" },
      stages: [train()],
      without: ["metrics.json"],
    },
    keys: GONE,
    says: ["metrics.json does not say what it said in v1.0.0: auc is gone and f1 is gone"],
  },
  "is content where a note names the metrics that are gone": {
    bundle: false,
    before: { replace: SHOWN },
    after: {
      files: { ".gitignore": "/metrics.json\n" },
      stages: [train()],
      without: ["metrics.json"],
    },
    message: "next\n\nauc and f1 are not measured any more.",
  },
  "tells that all metrics are gone which DVC kept, and nobody has": {
    bundle: false,
    before: keptMetrics(FILES["metrics.json"] ?? ""),
    after: { stages: [train()], replace: [] },
    prepare: (repository) => removeKept(repository, FILES["metrics.json"] ?? ""),
    keys: GONE,
    says: ["metrics.json does not say what it said in v1.0.0: metrics.json is gone"],
  },
  "compares metrics that DVC keeps": {
    bundle: false,
    before: keptMetrics(FILES["metrics.json"] ?? ""),
    after: keptMetrics('{"f1": 1}\n'),
    keys: GONE,
    says: ["metrics.json does not say what it said in v1.0.0: auc is gone"],
  },
  "compares them with those that git held": {
    bundle: false,
    before: { replace: SHOWN },
    after: keptMetrics('{"f1": 1}\n'),
    keys: GONE,
  },
  "notes metrics that DVC keeps where nobody has them": {
    bundle: false,
    before: keptMetrics(FILES["metrics.json"] ?? ""),
    after: keptMetrics('{"auc": 1}\n'),
    prepare: (repository) => removeKept(repository, '{"auc": 1}\n'),
    gaps: [
      /^metrics\.json cannot be compared with metrics\.json of v1\.0\.0: DVC keeps it, and its bytes are not at hand$/,
    ],
  },
  "needs no bytes of metrics that are the same": {
    bundle: false,
    before: keptMetrics(FILES["metrics.json"] ?? ""),
    prepare: (repository) => removeKept(repository, FILES["metrics.json"] ?? ""),
  },
  "warns of another evaluation of metrics that DVC keeps": {
    bundle: false,
    before: keptMetrics(FILES["metrics.json"] ?? ""),
    after: CODE,
    keys: UNREVIEWED,
  },
  "does not know what a note says in a bundle of which only the hash is at hand": {
    bundle: false,
    before: CLOSED,
    after: withFiles(CLOSED, DROPPED),
    gaps: [
      /^auc of metrics\.json is not what it was in v1\.0\.0; whether a review note says so is not known: of publish\/v1 only the directory's hash is at hand$/,
    ],
  },
  "does not know either whether such a note tells another evaluation": {
    bundle: false,
    before: CLOSED,
    after: withFiles(CLOSED, CODE),
    gaps: [
      /^metrics\.json was measured otherwise than for v1\.0\.0 \(of stage evaluate, src\/evaluate\.py changed\); whether a review note says so is not known: of publish\/v1 /,
    ],
  },
  "needs no such note where the tag tells it": {
    bundle: false,
    before: CLOSED,
    after: withFiles(CLOSED, { files: { ...CODE.files, ...DROPPED.files } }),
    message: "next\n\nThe stage evaluate counts no auc any more.",
  },
  "is not content with a closed directory beside the note": {
    before: PLOTS,
    after: withFiles(PLOTS, DROPPED),
    review: "The model is better now.",
    keys: GONE,
  },
  "without a bundle, compares the metrics that stages leave to git": {
    bundle: false,
    before: {
      replace: [["    outs:\n      - metrics.json:", "    metrics:\n      - metrics.json:"]],
    },
    after: DROPPED,
    keys: GONE,
    says: ["metrics.json does not say what it said in v1.0.0: auc is gone"],
  },
  "without a bundle, only warns of another evaluation": {
    bundle: false,
    before: {
      replace: [["    outs:\n      - metrics.json:", "    metrics:\n      - metrics.json:"]],
    },
    after: { files: { ...CODE.files, "reviews/v1.1.0.md": "# nothing\n" } },
    keys: UNREVIEWED,
  },
  "cannot know where a note is too large": {
    after: DROPPED,
    prepare: (repository) => {
      repository.write("large", "x".repeat(2 * 1024 * 1024));
      repository.git("notes", "add", "-F", "large", "HEAD");
    },
    gaps: [/^blocking: the git note of [0-9a-f]{12} is too large/],
  },
  "notes metrics that are no values": {
    before: { files: { "metrics.json": "[" } },
    gaps: [/cannot be compared with publish\/v1\/metrics\.json of v1\.0\.0 as values/],
  },
};

for (const [name, made] of Object.entries(CASES)) {
  meaning(name, async () => {
    const { keys, findings, gaps, notApplicable } = await judged(made);
    const texts = findings.map(({ text }) => text).join("\n");
    assert.deepEqual(keys, made.keys ?? [], texts);
    for (const words of made.says ?? []) assert.ok(texts.includes(words), `${words}\n${texts}`);
    assert.equal(gaps.length, made.gaps?.length ?? 0, gaps.join("\n"));
    for (const [index, gap] of (made.gaps ?? []).entries()) assert.match(gaps[index] ?? "", gap);
    assert.equal(notApplicable, null);
    for (const { repair } of findings) assert.ok(repair.length > 0);
    holdRepairs(findings, made);
  });
}

function holdRepairs(findings: Judged["findings"], { repairs = [] }: Case): void {
  const text = findings.flatMap(({ repair }) => repair).join("\n");
  for (const words of repairs) assert.ok(text.includes(words), text);
}

meaning("does not apply to a first release", async () => {
  const repository = createProject();
  commit(repository, {}, true);
  repository.commit("one");
  repository.git("tag", "-a", "-m", "one", "v1.0.0");
  const { notApplicable } = await judgedBy("review/metric-meaning", repository, "v1.0.0");
  assert.match(notApplicable ?? "", /no release before/);
});

addExample(meaning, "review/metric-meaning");

meaning.run();
