// Metrics that no stage measured, and that a stage puts into the bundle: it says where they lay, and nothing of a run.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { judgeBundle, STAGES, type BundleCase } from "../../helpers/bundle.ts";

const handedOn = suite("rules/bundle/handed-on");

const RULES = ["metrics/match-params", "metrics/describe-model", "bundle/from-lock"] as const;
const NUMBERS = '{"auc": 0.91234, "f1": 0.8}\n';
const [train, evaluate] = STAGES;
const published = "publish/v1/metrics.json";

/** `publish` copies the model, and writes `metrics` of what it reads: of `deps`, which no stage wrote. */
const publishing = (
  metrics: string,
  deps: Readonly<Record<string, string>>,
  more: Partial<BundleCase> = {},
): BundleCase => ({
  stages: [
    train!,
    {
      name: "publish",
      deps: ["publish.py", "model.json", "params.yaml", ...Object.keys(deps)],
      outs: ["publish/v1/model.json", published, "publish/v1/params.yaml"],
    },
  ],
  ...more,
  files: {
    "publish.py": "pass\n",
    "metrics.json": null,
    [published]: metrics,
    ...deps,
    ...more.files,
  },
});

/** Where a stage of its own writes the metrics alone. */
const alone = (deps: Readonly<Record<string, string>>): BundleCase => ({
  ...publishing(NUMBERS, deps),
  stages: [
    { ...train!, params: { "params.yaml": { "decision.threshold": 0.5 } } },
    { name: "report", deps: ["model.json", ...Object.keys(deps)], outs: [published] },
  ],
});

const NOBODYS: Readonly<Record<string, BundleCase>> = {
  "copied from a file that no stage wrote": publishing(NUMBERS, {
    "results/metrics.json": NUMBERS,
  }),
  "written anew": publishing('{\n "auc": 0.91234,\n "f1": 0.8\n}\n', {
    "results/scores.json": NUMBERS,
  }),
  rounded: publishing('{"auc": 0.912, "f1": 0.8}\n', { "results/scores.json": NUMBERS }),
  "renamed, beside a number of its own": publishing('{"auc": 0.91234, "f1": 0.8, "size": 3}\n', {
    "results/scores.json": NUMBERS,
  }),
  "that dvc.yaml only lists": publishing(
    NUMBERS,
    { "dvclive/metrics.json": NUMBERS },
    {
      prepare: (repository) =>
        repository.write(
          "dvc.yaml",
          `metrics: [dvclive/metrics.json]\n${repository.read("dvc.yaml")}`,
        ),
    },
  ),
  "copied beside data that could be measured with": publishing(NUMBERS, {
    "results/metrics.json": NUMBERS,
    "test.csv": "1\n",
  }),
  "written anew by a stage that writes nothing else": alone({
    "results/scores.json": `${NUMBERS} `,
  }),
  "copied twice": publishing(
    NUMBERS,
    {},
    {
      files: { "results/metrics.json": NUMBERS, "eval/metrics.json": NUMBERS },
      stages: [
        train!,
        { name: "collect", deps: ["results/metrics.json"], outs: ["eval/metrics.json"] },
        {
          name: "publish",
          deps: ["model.json", "eval/metrics.json"],
          outs: ["publish/v1/model.json", published],
        },
      ],
    },
  ),
  "beside those that a stage measured": publishing(
    NUMBERS,
    {
      "results/metrics.json": NUMBERS,
    },
    {
      files: { "metrics.json": '{"loss": 0.25}\n' },
      stages: [
        ...STAGES,
        {
          name: "publish",
          deps: ["model.json", "metrics.json", "results/metrics.json"],
          outs: ["publish/v1/model.json", published],
        },
      ],
    },
  ),
};

for (const [what, made] of Object.entries(NOBODYS)) {
  handedOn(`blocks metrics ${what}`, async () => {
    const [params, model, from] = await Promise.all(RULES.map((rule) => judgeBundle(rule, made)));
    assert.deepEqual([params!.keys, model!.keys, from!.keys], [[], [], []]);
    const source = /(?:results|dvclive)\/\w+\.json/.source;
    const why = `^blocking: stage \\w+ has the numbers of ${published} from ${source}, which no stage wrote, so `;
    assert.match(params!.gaps.join("\n"), new RegExp(`${why}their params are not known$`, "m"));
    assert.match(model!.gaps.join("\n"), new RegExp(`${why}their model is not known$`, "m"));
    assert.doesNotMatch(from!.gaps.join(), /read has (?!size)/);
  });
}

const MEASURED: Readonly<Record<string, BundleCase>> = {
  "a stage measured, with data that no stage wrote": {
    stages: [train!, { ...evaluate!, deps: ["model.json", "test.json"] }],
    files: { "test.json": '{"rows": 3, "auc": 0.1}\n' },
  },
  "of a run whose settings no stage wrote": {
    stages: [train!, { ...evaluate!, deps: ["model.json", "settings.json"] }],
    files: { "settings.json": '{"threshold": 0.5, "rows": 3}\n' },
  },
  "a stage measured and another one copied beside a baseline": {
    stages: [
      ...STAGES,
      {
        name: "publish",
        deps: ["model.json", "metrics.json", "baseline/metrics.json"],
        outs: ["publish/v1/model.json", published],
      },
    ],
    files: { "baseline/metrics.json": '{"auc": 0.9, "threshold": 0.5}' },
  },
};

for (const [what, made] of Object.entries(MEASURED)) {
  handedOn(`passes metrics ${what}`, async () => {
    for (const rule of RULES) {
      const { keys, gaps } = await judgeBundle(rule, made);
      assert.deepEqual([keys, gaps], [[], []], rule);
    }
  });
}

handedOn("notes that an evaluation read what it may have measured too", async () => {
  const text = '{"auc": 0.9, "threshold": 0.5}\n';
  const made: BundleCase = {
    stages: [
      train!,
      { ...evaluate!, deps: ["model.json", "test.csv", "baseline.json"], outs: [published] },
    ],
    files: { "test.csv": "1\n", "baseline.json": text, "metrics.json": null },
  };
  const [params, model, from] = await Promise.all(RULES.map((rule) => judgeBundle(rule, made)));
  assert.deepEqual([params!.keys, model!.keys, from!.keys], [[], [], []]);
  assert.deepEqual([params!.gaps, model!.gaps], [[], []]);
  assert.match(
    from!.gaps.join(),
    /stage evaluate read its numbers from baseline\.json, which no stage wrote, or measured the same$/,
  );
});

handedOn.run();
