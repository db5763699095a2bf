import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { createProject, lockNow, md5, type HandStage } from "../../helpers/pipeline.ts";
import { judgedBy, type Asked, type Judged } from "../../helpers/judged.ts";
import type { TestRepository } from "../../helpers/repository.ts";
import { addExample } from "../../helpers/example.ts";
import { headline } from "../../../lib/reporters/words.ts";
import { rules } from "../../../lib/rules/index.ts";

const match = suite("rules/metrics/match-params");

const PARAMS = "train:\n  lr: 0.1\ndecision:\n  threshold: 0.65\n";
const METRICS = '{"auc": 0.9}\n';

const train: HandStage = {
  name: "train",
  deps: ["data.csv"],
  outs: ["model.json"],
  params: { "params.yaml": { "train.lr": 0.1 } },
};
const evaluate: HandStage = {
  name: "evaluate",
  deps: ["model.json"],
  outs: ["metrics.json"],
  params: { "params.yaml": { "decision.threshold": 0.65 } },
};

interface Made {
  readonly stages?: readonly HandStage[];
  /** Files of the bundle and of the project, over the usual ones; null leaves one out. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly policy?: Asked["policy"];
  readonly prepare?: (repository: TestRepository) => void;
}

const FILES: Readonly<Record<string, string>> = {
  "params.yaml": PARAMS,
  "data.csv": "a,b\n",
  "model.json": '{"weights": [1, 2]}\n',
  "metrics.json": METRICS,
  "publish/v1/model.json": '{"weights": [1, 2]}\n',
  "publish/v1/metrics.json": METRICS,
  "publish/v1/params.yaml": PARAMS,
  "publish/v1/manifest.json": "{}\n",
};

async function judged(made: Made = {}): Promise<Judged> {
  const { stages = [train, evaluate], files = {}, policy = {}, prepare } = made;
  const repository = createProject();
  for (const [path, text] of Object.entries({ ...FILES, ...files })) {
    if (text !== null) repository.write(path, text);
  }
  lockNow(repository, stages);
  prepare?.(repository);
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.1.0");
  return judgedBy("metrics/match-params", repository, "v1.1.0", { policy });
}

const nest = (text: string): Made => ({ files: { "publish/v1/conf/params.yaml": text } });
const promote = (text: string): Made => ({ files: { "publish/v1/params.yaml": text } });

/** Two models of one bundle, each with params and metrics of its own. */
const two = (promoted: readonly [ranker: string, scorer: string]): Made => ({
  stages: (
    [
      ["ranker", 0.1],
      ["scorer", 0.2],
    ] as const
  ).map(([name, lr]) => ({
    name,
    outs: [`${name}/metrics.json`],
    params: { [`${name}/params.yaml`]: { lr } },
  })),
  files: {
    "publish/v1/metrics.json": null,
    "publish/v1/params.yaml": null,
    "ranker/params.yaml": "lr: 0.1\n",
    "scorer/params.yaml": "lr: 0.2\n",
    "publish/v1/ranker/params.yaml": promoted[0],
    "publish/v1/scorer/params.yaml": promoted[1],
    ...Object.fromEntries(
      ["", "publish/v1/"].flatMap((place) => [
        [`${place}ranker/metrics.json`, '{"auc": 0.91}\n'],
        [`${place}scorer/metrics.json`, '{"auc": 0.82}\n'],
      ]),
    ),
  },
  policy: { bundle: { roles: { metrics: "*/metrics.json", params: "*/params.yaml" } } },
});

/** As trackers of experiments write params; and a stage that tracks a section. */
const flat = (values: object): Made => ({
  stages: [{ ...train, params: { "params.yaml": { train: { lr: 0.1 } } } }, evaluate],
  files: {
    "publish/v1/params.yaml": null,
    "publish/v1/params.json": `${JSON.stringify(values, null, 1)}\n`,
  },
});

/** Training and evaluation with a params file each. */
const ofTwo: Made = {
  stages: [
    { ...train, params: { "train.yaml": { "train.lr": 0.1 } } },
    { ...evaluate, params: { "config/eval.yaml": { "decision.threshold": 0.65 } } },
  ],
  files: {
    "train.yaml": "train:\n  lr: 0.1\n",
    "config/eval.yaml": "decision:\n  threshold: 0.65\n",
  },
};

const SERVED = `${PARAMS}serve:\n  batch: 64\n  port: 80\nversion: 1\n`;

/** A search for the best params, and what was promoted of it. */
const searched = (best: string): Made => ({
  stages: [
    {
      name: "search",
      outs: ["best.yaml"],
      params: { "params.yaml": { "train.lr": 0.1, tries: 3 } },
    },
    { ...train, deps: ["data.csv", "best.yaml"], params: {} },
    evaluate,
  ],
  files: {
    "params.yaml": `${PARAMS}tries: 3\n`,
    "best.yaml": best,
    "publish/v1/params.yaml": best,
  },
});

/** A training that writes its params beside the model, and did not run again when another stage's param changed. */
const dumped = (testFrom: number): Made => {
  const stale = `${PARAMS}prepare: {test_from: 40}\n`;
  return {
    stages: [
      {
        name: "prepare",
        outs: ["train.csv", "test.csv"],
        params: { "params.yaml": { "prepare.test_from": testFrom } },
      },
      { ...train, deps: ["train.csv"], outs: ["model.json", "dump.yaml"] },
      { ...evaluate, deps: ["model.json", "test.csv"] },
      { name: "publish", deps: ["dump.yaml"], outs: ["publish/v1/params.yaml"] },
    ],
    files: {
      "train.csv": "1\n",
      "test.csv": "2\n",
      "params.yaml": `${PARAMS}prepare: {test_from: ${testFrom}}\n`,
      "dump.yaml": stale,
      "publish/v1/params.yaml": stale,
    },
  };
};

/** What a stage beside the evaluation ran with, and what nobody did. */
const served = (promoted: string): Made => ({
  stages: [
    train,
    evaluate,
    { name: "bench", outs: ["bench.csv"], params: { "params.yaml": { "serve.batch": 64 } } },
  ],
  files: { "bench.csv": "1\n", "params.yaml": SERVED, "publish/v1/params.yaml": promoted },
});

/** An evaluation that has its threshold from a template. */
const templated = (promoted: string, ran = "0.65"): Made => ({
  stages: [train, { ...evaluate, params: {} }],
  files: { "publish/v1/params.yaml": promoted },
  prepare: (repository) => {
    const edit = (path: string, to: string): void =>
      repository.write(path, repository.read(path).replace("python evaluate.py", to));
    edit("dvc.yaml", "python evaluate.py --at ${decision.threshold}");
    edit("dvc.lock", `python evaluate.py --at ${ran}`);
  },
});

/** A key of the promoted file that nothing is recorded with, and that the run had of another file. */
const twin = {
  stages: [
    { ...train, params: { "train.yaml": { seed: 1 } } },
    { ...evaluate, params: { "params.yaml": { "decision.threshold": 0.65 } } },
  ],
  files: {
    "train.yaml": "seed: 1\n",
    "params.yaml": `${PARAMS}seed: 2\n`,
    "publish/v1/params.yaml": `${PARAMS}seed: 2\n`,
  },
};

const ACCEPTED: Readonly<Record<string, Made>> = {
  "several models, each with its params": two(["lr: 0.1\n", "lr: 0.2\n"]),
  "the params of the run": {},
  "the same params deeper in the bundle": nest(PARAMS),
  "other keys deeper in the bundle, under the same name": nest("port: 80\n"),
  "more keys than the run read": promote(`${PARAMS}serve:\n  port: 80\n`),
  "the values in another order and spelling": promote(
    "decision: {threshold: 6.5e-1}\ntrain: {lr: 0.10}\n",
  ),
  "another format": {
    files: {
      "publish/v1/params.yaml": null,
      "publish/v1/params.json": '{"train": {"lr": 0.1}, "decision": {"threshold": 0.65}}',
    },
  },
  "values that are written flat": flat({ "train.lr": 0.1, "decision.threshold": 0.65 }),
  "a Python file": {
    stages: [
      { ...train, params: { "params.py": { LR: 0.1 } } },
      { ...evaluate, params: {} },
    ],
    files: {
      "params.py": "LR = 0.1\n",
      "publish/v1/params.yaml": null,
      "publish/v1/params.py": "LR = 1e-1\n",
    },
  },
  "a link to the params of the project": {
    files: { "publish/v1/params.yaml": null },
    prepare: (repository) =>
      symlinkSync("../../params.yaml", join(repository.directory, "publish/v1/params.yaml")),
  },
  "a renamed copy of the only params file": {
    files: { "publish/v1/params.yaml": null, "publish/v1/settings.yaml": PARAMS },
    policy: { bundle: { roles: { params: "settings.yaml" } } },
  },
  "the file that it copies, of several": {
    stages: [
      { ...train, params: { "train.yaml": { lr: 0.1 }, "params.yaml": { "train.lr": 0.1 } } },
      evaluate,
    ],
    files: { "train.yaml": "lr: 0.1\n" },
  },
  "the namesake with its keys, of two": {
    stages: [train, { ...evaluate, params: { "conf/params.yaml": { threshold: 0.65 } } }],
    files: {
      "conf/params.yaml": "threshold: 0.65\n",
      "publish/v1/params.yaml": `${PARAMS}more: 1\n`,
    },
  },
  "its namesake, though another file has more of its keys": {
    stages: [
      { ...train, params: { "train.yaml": { "train.lr": 0.1, "train.epochs": 3, depth: 2 } } },
      evaluate,
    ],
    files: {
      "train.yaml": "train: {lr: 0.1, epochs: 3}\ndepth: 2\n",
      "publish/v1/params.yaml": "decision: {threshold: 0.65}\ntrain: {lr: 0.1, epochs: 3}\n",
    },
  },
  "what another stage ran with": served(SERVED),
  "a file of its own for what no run used": served(`${PARAMS}serve: {host: a}\nversion: v1.1.0\n`),
  "what the run itself found": searched(PARAMS.replace("0.1", "0.2")),
  "what a stage of the run wrote beside its model": dumped(40),
  "less than the run read, where the run itself wrote it": searched("train: {lr: 0.2}\n"),
  "a copy of another file than the namesake that a stage read": {
    stages: [train, evaluate, { name: "publish", deps: ["serving.yaml"] }],
    files: {
      "params.yaml": SERVED,
      "serving.yaml": `${PARAMS}serve: {port: 81}\n`,
      "publish/v1/params.yaml": `${PARAMS}serve: {port: 81}\n`,
    },
  },
  "a key of its own that the params of another project have": {
    stages: [
      train,
      evaluate,
      { name: "other", outs: ["b/out.csv"], params: { "b/params.yaml": { batch: 64 } } },
    ],
    files: {
      "b/params.yaml": "batch: 64\n",
      "b/out.csv": "1\n",
      "publish/v1/params.yaml": `${PARAMS}batch: 32\n`,
    },
  },
  "the value that a template took": templated(PARAMS),
  "what nobody knows where another command was run": templated(PARAMS, "0.5"),
  "params without the value that a template took": templated("train: {lr: 0.1}\n"),
  "a file made of two": {
    ...ofTwo,
    files: { ...ofTwo.files, "publish/v1/params.yaml": PARAMS },
  },
  "a file made of two that have a section in common": {
    stages: [
      { ...train, params: { "train.yaml": { model: { depth: 3 } } } },
      { ...evaluate, params: { "params.yaml": { model: { threshold: 0.65 } } } },
    ],
    files: {
      "train.yaml": "model: {depth: 3}\n",
      "params.yaml": "model: {threshold: 0.65}\n",
      "publish/v1/params.yaml": "model:\n  depth: 3\n  threshold: 0.65\n",
    },
  },
  "what its own file says, as another stage ran with it": {
    ...twin,
    stages: [
      ...twin.stages,
      { name: "bench", outs: ["bench.csv"], params: { "params.yaml": { seed: 2 } } },
    ],
    files: { ...twin.files, "bench.csv": "1\n" },
  },
  "a key of two files with the value of either": {
    stages: [
      { ...train, params: { "train.yaml": { seed: 1 } } },
      { ...evaluate, params: { "eval.yaml": { seed: 2, threshold: 0.65 } } },
    ],
    files: {
      "train.yaml": "seed: 1\n",
      "eval.yaml": "seed: 2\nthreshold: 0.65\n",
      "publish/v1/params.yaml": "threshold: 0.65\nseed: 2\n",
    },
  },
  "a file that is tracked as a whole": {
    stages: [
      train,
      {
        ...evaluate,
        params: { "params.yaml": { train: { lr: 0.1 }, decision: { threshold: 0.65 } } },
        whole: true,
      },
    ],
  },
  "metrics that a publish stage copied": {
    stages: [
      train,
      evaluate,
      { name: "publish", deps: ["metrics.json"], outs: ["publish/v1/metrics.json"] },
    ],
  },
  "metrics that a publish stage indented anew": {
    stages: [
      train,
      evaluate,
      { name: "publish", deps: ["metrics.json"], outs: ["publish/v1/metrics.json"] },
    ],
    files: { "publish/v1/metrics.json": '{\n  "auc": 0.90\n}\n' },
  },
  "one of two evaluations with the same result": {
    stages: [
      train,
      {
        ...evaluate,
        name: "other",
        outs: ["other.json"],
        params: { "params.yaml": { "decision.threshold": 0.5 } },
      },
      evaluate,
    ],
    files: { "other.json": METRICS },
  },
};

for (const [why, made] of Object.entries(ACCEPTED)) {
  match(`accepts ${why}`, async () => {
    const { keys, gaps, notApplicable, findings } = await judged(made);
    assert.deepEqual([keys, gaps, notApplicable], [[], [], null], findings[0]?.text);
  });
}

const HALF = PARAMS.replace("0.65", "0.50");

const REFUSED: Readonly<Record<string, readonly [made: Made, says: readonly string[]]>> = {
  "another value, by name, value and place": [
    promote(HALF),
    [
      "publish/v1/metrics.json was measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:",
      "but this release promotes decision.threshold = 0.5 (publish/v1/params.yaml:4)",
    ],
  ],
  "another value of a stage upstream": [
    promote(PARAMS.replace("0.1", "0.2")),
    ["measured with train.lr = 0.1 (stage train, dvc.lock:", "promotes train.lr = 0.2"],
  ],
  "a recorded key that is missing beside another value": [
    promote("train:\n  lr: 0.2\n"),
    ["promotes no decision.threshold and train.lr = 0.2 (publish/v1/params.yaml)"],
  ],
  "a value that the run had otherwise after it was found": [
    searched(PARAMS.replace("0.65", "0.5")),
    ["measured with decision.threshold = 0.65 (stage evaluate"],
  ],
  "what a stage wrote beside its model, before another one ran with another value": [
    dumped(50),
    ["measured with prepare.test_from = 50 (stage prepare", "promotes prepare.test_from = 40"],
  ],
  "another value than a template took": [
    templated(HALF),
    ["measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:17)", "= 0.5"],
  ],
  "another value of one of the files that it is made of": [
    {
      ...ofTwo,
      files: { ...ofTwo.files, "publish/v1/params.yaml": PARAMS.replace("0.1", "0.2") },
    },
    ["measured with train.lr = 0.1 (stage train", "promotes train.lr = 0.2"],
  ],
  "another value of the other one": [
    { ...ofTwo, files: { ...ofTwo.files, "publish/v1/params.yaml": HALF } },
    ["measured with decision.threshold = 0.65 (stage evaluate", "= 0.5"],
  ],
  "the key of another file beside all of its namesake": [
    {
      stages: [{ ...train, params: { "train.yaml": { "train.lr": 0.1 } } }, evaluate],
      files: {
        "train.yaml": "train: {lr: 0.1}\n",
        "publish/v1/params.yaml": PARAMS.replace("0.1", "0.2"),
      },
    },
    ["measured with train.lr = 0.1 (stage train"],
  ],
  "a value within a section, by its own name": [
    {
      stages: [{ ...train, params: { "params.yaml": { train: { lr: 0.1 } } } }, evaluate],
      files: { "publish/v1/params.yaml": PARAMS.replace("0.1", "0.2") },
    },
    ["measured with train.lr = 0.1 (stage train", "promotes train.lr = 0.2 (publish"],
  ],
  "a key that a section did not have in the run": [
    {
      stages: [{ ...train, params: { "params.yaml": { train: { lr: 0.1 } } } }, evaluate],
      files: { "publish/v1/params.yaml": PARAMS.replace("lr: 0.1", "lr: 0.1\n  warmup: 5") },
    },
    ["measured with no train.warmup", "promotes train.warmup = 5 (publish/v1/params.yaml:3)"],
  ],
  "another value in a file that is written flat": [
    flat({ "train.lr": 0.1, "decision.threshold": 0.5 }),
    ["measured with decision.threshold = 0.65", "= 0.5 (publish/v1/params.json:3)"],
  ],
  "a value of a section in a file that is written flat": [
    flat({ "train.lr": 0.2, "decision.threshold": 0.65 }),
    ["measured with train.lr = 0.1", "= 0.2 (publish/v1/params.json:2)"],
  ],
  "a flat value beside a section of its name": [
    flat({ "decision.threshold": 0.65, decision: { threshold: 0.5 }, "train.lr": 0.1 }),
    ["measured with decision.threshold = 0.65", "= 0.5"],
  ],
  "a string where a number was": [promote(PARAMS.replace("0.65", '"0.65"')), ['= "0.65"']],
  "other params, whole": [
    {
      stages: [
        train,
        {
          ...evaluate,
          params: { "params.yaml": { train: { lr: 0.1 }, decision: { threshold: 0.5 } } },
          whole: true,
        },
      ],
    },
    ["decision"],
  ],
  "a link to params that the run did not have": [
    {
      files: { "other.yaml": HALF, "publish/v1/params.yaml": null },
      prepare: (repository) =>
        symlinkSync("../../other.yaml", join(repository.directory, "publish/v1/params.yaml")),
    },
    ["promotes decision.threshold = 0.5 (publish/v1/params.yaml:4)"],
  ],
  "a renamed file with another value": [
    {
      files: { "publish/v1/params.yaml": null, "publish/v1/settings.yaml": HALF },
      policy: { bundle: { roles: { params: "settings.yaml" } } },
    },
    ["publish/v1/settings.yaml:4"],
  ],
  "the namesake with its keys, of two": [
    {
      stages: [train, { ...evaluate, params: { "conf/params.yaml": { threshold: 0.65 } } }],
      files: {
        "conf/params.yaml": "threshold: 0.65\n",
        "publish/v1/params.yaml": PARAMS.replace("0.1", "0.2"),
      },
    },
    ["measured with train.lr = 0.1 (stage train"],
  ],
  "metrics that a publish stage copied": [
    {
      stages: [
        train,
        evaluate,
        { name: "publish", deps: ["metrics.json"], outs: ["publish/v1/metrics.json"] },
      ],
      files: { "publish/v1/params.yaml": HALF },
    },
    ["stage evaluate"],
  ],
  "metrics that a publish stage indented anew": [
    {
      stages: [
        train,
        evaluate,
        { name: "publish", deps: ["metrics.json"], outs: ["publish/v1/metrics.json"] },
      ],
      files: {
        "publish/v1/metrics.json": '{\n  "auc": 0.9\n}\n',
        "publish/v1/params.yaml": HALF,
      },
    },
    ["stage evaluate"],
  ],
  "params of neither of two evaluations": [
    {
      stages: [
        train,
        {
          ...evaluate,
          name: "other",
          outs: ["other.json"],
          params: { "params.yaml": { "decision.threshold": 0.5 } },
        },
        evaluate,
      ],
      files: { "other.json": METRICS, "publish/v1/params.yaml": PARAMS.replace("0.65", "0.7") },
    },
    ["promotes decision.threshold = 0.7"],
  ],
};

match(
  "refuses the params of another run that came to the same metrics with another model",
  async () => {
    const other = { lr: 0.3 };
    const { keys, findings } = await judged({
      stages: [
        train,
        evaluate,
        { name: "again", outs: ["again.json"], params: { "again/params.yaml": other } },
        { name: "measure", deps: ["again.json"], outs: ["again/metrics.json"] },
      ],
      files: {
        "again.json": '{"weights": [3]}\n',
        "again/metrics.json": METRICS,
        "again/params.yaml": "lr: 0.3\n",
        "publish/v1/params.yaml": "lr: 0.3\n",
      },
    });
    assert.deepEqual(keys, ["error otherRun"]);
    assert.match(findings[0]!.text, /was measured with .*train\.lr = 0\.1 \(stage evaluate/);
  },
);

match("refuses params of one model beside the metrics of another", async () => {
  const { keys } = await judged(two(["lr: 0.2\n", "lr: 0.1\n"]));
  assert.deepEqual(keys, ["error otherRun", "error otherRun"]);
});

for (const [why, [made, says]] of Object.entries(REFUSED)) {
  match(`refuses ${why}`, async () => {
    const { keys, findings } = await judged(made);
    assert.deepEqual(keys, ["error otherRun"]);
    for (const words of says) assert.ok(findings[0]!.text.includes(words), findings[0]!.text);
    const repair = findings[0]!.repair.join("\n");
    assert.match(repair, /(?:run: dvc repro|copy what ran)[^]*do not edit the number/);
  });
}

const publish: HandStage = {
  name: "publish",
  deps: ["metrics.json", "params.yaml"],
  outs: ["publish/v1/metrics.json", "publish/v1/params.yaml"],
};
const freeze = (repository: TestRepository): void => {
  const file = repository.read("dvc.yaml");
  repository.write("dvc.yaml", file.replace("  evaluate:\n", "$&    frozen: true\n"));
};

/** As what DVC runs: a repair that runs nothing costs an afternoon. */
const REPAIRS: Readonly<Record<string, readonly [made: Made, told: string]>> = {
  "a copy that was edited, and that no stage writes": [
    promote(HALF),
    "copy what ran from params.yaml to publish/v1/params.yaml again",
  ],
  "params that changed after the run": [
    { files: { "params.yaml": HALF, "publish/v1/params.yaml": HALF } },
    "run: dvc repro evaluate, make the bundle again of what it wrote",
  ],
  "params that changed after the run of a frozen stage": [
    { files: { "params.yaml": HALF, "publish/v1/params.yaml": HALF }, prepare: freeze },
    "unfreeze it: dvc unfreeze evaluate, run: dvc repro evaluate, make the bundle again of what it wrote",
  ],
  "a copy of a stage that was edited": [
    { stages: [train, evaluate, publish], ...promote(HALF) },
    "run: dvc repro publish",
  ],
  "a copy of another file than the one that ran": [
    {
      stages: [train, evaluate, { ...publish, deps: ["metrics.json", "deploy.yaml"] }],
      files: { "deploy.yaml": HALF, "publish/v1/params.yaml": HALF },
    },
    "copy what ran from params.yaml to deploy.yaml again, run: dvc repro publish",
  ],
  "what a stage wrote that DVC takes for unchanged": [
    dumped(50),
    "run: dvc repro --force --single-item train && dvc repro evaluate publish",
  ],
};

for (const [why, [made, told]] of Object.entries(REPAIRS)) {
  match(`says what mends ${why}`, async () => {
    const { keys, findings } = await judged(made);
    assert.deepEqual(keys, ["error otherRun"]);
    assert.equal(findings[0]!.repair.slice(0, -1).join(", "), told);
  });
}

match("says what mends a pipeline in a directory where it lies", async () => {
  const repository = createProject();
  for (const [path, text] of Object.entries(FILES)) {
    repository.write(path.startsWith("publish/") ? path : `ml/${path}`, text);
  }
  for (const path of ["ml/params.yaml", "publish/v1/params.yaml"]) repository.write(path, HALF);
  lockNow(repository, [train, evaluate], { directory: "ml" });
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.1.0");
  const { findings } = await judgedBy("metrics/match-params", repository, "v1.1.0");
  assert.deepEqual(findings[0]?.repair, [
    "run: dvc --cd ml repro evaluate",
    "make the bundle again of what it wrote",
    "commit ml/dvc.lock and publish/v1, and tag that commit; do not edit the number",
  ]);
});

match("refuses params that lack some of those of the run", async () => {
  const { keys, findings, report } = await judged(promote("train:\n  lr: 0.1\n"));
  assert.deepEqual(keys, ["error incomplete"]);
  assert.equal(
    findings[0]?.text,
    "publish/v1/params.yaml lacks decision.threshold, but publish/v1/metrics.json was measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:24).",
  );
  assert.match(headline(report, rules), /refused: its params lack some of those/);
});

match("refuses another value than a stage beside the evaluation ran with", async () => {
  const { keys, findings } = await judged(served(SERVED.replace("64", "32")));
  assert.deepEqual(keys, ["error otherStage"]);
  assert.equal(
    findings[0]?.text,
    "This release promotes serve.batch = 32 (publish/v1/params.yaml:6), but stage bench ran with serve.batch = 64 (dvc.lock:33).",
  );
});

match("refuses it in a file that is written flat too", async () => {
  const { stages = [], files } = served(SERVED);
  const values = { "train.lr": 0.1, "decision.threshold": 0.65, "serve.batch": 32 };
  const made = { "publish/v1/params.yaml": null, "publish/v1/params.json": JSON.stringify(values) };
  const { keys } = await judged({ stages, files: { ...files, ...made } });
  assert.deepEqual(keys, ["error otherStage"]);
});

for (const [how, copiers] of Object.entries<readonly HandStage[]>({
  "a stage copied": [
    { name: "publish", deps: ["deploy/params.yaml"], outs: ["publish/v1/params.yaml"] },
  ],
  "two stages copied, one after the other": [
    { name: "choose", deps: ["deploy/params.yaml"], outs: ["chosen.yaml"] },
    { name: "publish", deps: ["chosen.yaml"], outs: ["publish/v1/params.yaml"] },
  ],
})) {
  match(`refuses another value than a stage ran with, in a file that ${how}`, async () => {
    const text = SERVED.replace("64", "32").replace("80", "81");
    const { stages = [], files } = served(text);
    const copies = { "deploy/params.yaml": text, "chosen.yaml": text };
    const made = { stages: [...stages, ...copiers], files: { ...files, ...copies } };
    const { keys, findings } = await judged(made);
    assert.deepEqual(keys, ["error otherStage"]);
    assert.match(findings[0]!.text, /promotes serve\.batch = 32 .*, but stage bench ran with/);
    assert.match(findings[0]!.repair[0]!, /^let deploy\/params\.yaml, which publish\/v1/);
  });
}

match(
  "warns of another value than the params file has, which no stage is recorded with",
  async () => {
    const { keys, findings } = await judged(served(SERVED.replace("80", "81")));
    assert.deepEqual(keys, ["warning unused"]);
    assert.equal(
      findings[0]?.text,
      "This release promotes serve.port = 81 (publish/v1/params.yaml:7), with which no stage is recorded, and params.yaml, which it is a copy of, says serve.port = 80 (params.yaml:7).",
    );
  },
);

match(
  "warns of a value that no stage is recorded with, where the run had another of another file",
  async () => {
    const { keys, findings } = await judged(twin);
    assert.deepEqual(keys, ["warning twin"]);
    assert.equal(
      findings[0]?.text,
      "This release promotes seed = 2 (publish/v1/params.yaml:5), as params.yaml has it and no stage is recorded with, but publish/v1/metrics.json was measured with seed = 1 (stage train, dvc.lock:11).",
    );
  },
);

match("warns of other params under the same name deeper in the bundle", async () => {
  const { keys, findings } = await judged(nest("decision: {threshold: 0.5}\n"));
  assert.deepEqual(keys, ["warning nested"]);
  assert.equal(
    findings[0]?.text,
    "publish/v1/conf/params.yaml is named as the promoted params are, and says decision.threshold = 0.5 (publish/v1/conf/params.yaml:1), but publish/v1/metrics.json was measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:24).",
  );
});

match("notes params deeper in the bundle that cannot be read", async () => {
  const { keys, gaps } = await judged(nest("a: [\n"));
  assert.deepEqual(keys, []);
  assert.match(gaps.join("\n"), /^publish\/v1\/conf\/params\.yaml, .* could not be read$/);
});

match("says which commit the metrics come from", async () => {
  const repository = createProject();
  const files = { ...FILES, "publish/v1/params.yaml": HALF };
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  lockNow(repository, [train, evaluate]);
  const origin = repository.commit("threshold 0.65");
  repository.write("params.yaml", HALF);
  repository.commit("back to 0.5");
  repository.git("tag", "-a", "-m", "released", "v1.1.0");
  const { findings } = await judgedBy("metrics/match-params", repository, "v1.1.0");
  assert.equal(findings[0]?.origin?.commit, origin);
  assert.ok(
    findings[0].text.includes(
      `They are the metrics of ${origin.slice(0, 7)} (2026-03-02, "threshold 0.65")`,
    ),
  );
});

const CLOSED = `${md5("x")}.dir`;
const live: HandStage = { name: "live", outs: ["live"], recorded: { live: CLOSED } };

match("notes that the metrics may lie in a closed directory of a stage", async () => {
  const { keys, gaps } = await judged({ stages: [train, live] });
  assert.deepEqual([keys, gaps.length], [[], 1]);
  assert.match(gaps[0]!, /^publish\/v1\/metrics\.json may come from inside live, /);
});

const UNKNOWN: Readonly<Record<string, readonly [made: Made, says: RegExp]>> = {
  "metrics that have another origin than a closed directory": [
    { stages: [train, evaluate, live], files: { "publish/v1/metrics.json": '{"auc": 1.0}\n' } },
    /^blocking: .* may come from inside live, .*; metrics\.json, which .*, is another file$/,
  ],
  "metrics of which there is only data that somebody added": [
    {
      stages: [train],
      prepare: (repository) =>
        repository.write("data.dvc", `outs:\n- md5: ${CLOSED}\n  hash: md5\n  path: data\n`),
    },
    /^blocking: no locked stage wrote publish\/v1\/metrics\.json/,
  ],
  "a chain that is broken on the way": [
    { stages: [train, { ...evaluate, recorded: { "model.json": md5("another model") } }] },
    /^blocking: the records of model\.json contradict each other/,
  ],
  "metrics that no stage wrote": [
    { files: { "publish/v1/metrics.json": '{"auc": 1.0}\n' } },
    /^blocking: no locked stage wrote publish\/v1\/metrics\.json/,
  ],
  "params that cannot be read": [
    promote("a: [\n"),
    /^blocking: publish\/v1\/params\.yaml could not be read/,
  ],
  "a lock that cannot be read": [
    { prepare: (repository) => repository.write("dvc.lock", "<<<<<<< HEAD\n") },
    /^blocking: dvc\.lock could not be read/,
  ],
  "a lock that is not there": [
    {
      prepare: (repository) =>
        repository.git("rm", "-f", "--quiet", "--ignore-unmatch", "dvc.lock"),
    },
    /^blocking: dvc\.lock could not be read/,
  ],
};

for (const [why, [made, says]] of Object.entries(UNKNOWN)) {
  match(`does not know, and does not pass: ${why}`, async () => {
    const prepare = made.prepare;
    const withAdded: Made =
      prepare === undefined
        ? made
        : {
            ...made,
            prepare: (repository) => {
              repository.git("add", "--all");
              prepare(repository);
            },
          };
    const { keys, gaps, report } = await judged(withAdded);
    assert.deepEqual([keys, report.verdict], [[], "inconclusive"]);
    assert.match(gaps.join("\n"), says);
  });
}

match("notes that a run recorded no params", async () => {
  const { keys, gaps } = await judged({ stages: [{ name: "evaluate", outs: ["metrics.json"] }] });
  assert.deepEqual(keys, []);
  assert.deepEqual(gaps, ["no params are recorded for the stages behind publish/v1/metrics.json"]);
});

match("still names a wrong value beside a broken chain", async () => {
  const { keys, gaps } = await judged({
    stages: [train, { ...evaluate, recorded: { "model.json": md5("another model") } }],
    files: { "publish/v1/params.yaml": HALF },
  });
  assert.deepEqual([keys, gaps.length], [["error otherRun"], 1]);
});

for (const [role, files] of [
  ["metrics", { "publish/v1/metrics.json": null }],
  ["params", { "publish/v1/params.yaml": null }],
] as const) {
  match(`does not apply to a bundle without ${role}`, async () => {
    const { keys, notApplicable } = await judged({ files });
    assert.deepEqual(keys, []);
    assert.match(notApplicable ?? "", new RegExp(`publish/v1 holds no ${role}`));
  });
}

match(
  "holds the params of an evaluation that reads other metrics and declares no data",
  async () => {
    const stages: readonly HandStage[] = [
      { ...train, outs: ["model.json", "train_metrics.json"] },
      { ...evaluate, deps: ["model.json", "train_metrics.json"] },
    ];
    const files = { "train_metrics.json": '{"loss": 0.3}\n' };
    assert.deepEqual((await judged({ stages, files })).keys, []);
    const other = { ...files, ...promote(PARAMS.replace("0.65", "0.5")).files };
    assert.deepEqual((await judged({ stages, files: other })).keys, ["error otherRun"]);
  },
);

addExample(match, "metrics/match-params");
match.run();
