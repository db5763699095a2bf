import assert from "node:assert/strict";
import { suite } from "uvu";
import { directoryHash } from "../../../lib/dvc/directory-hash.ts";
import { createProject, lockNow, md5, type HandStage } from "../../helpers/pipeline.ts";
import { judgedBy, type Asked, type Judged } from "../../helpers/judged.ts";
import type { TestRepository } from "../../helpers/repository.ts";
import { addExample } from "../../helpers/example.ts";

const fromLock = suite("rules/bundle/from-lock");

const MODEL = '{"weights": [1, 2]}\n';
const METRICS = '{"auc": 0.9}\n';
const STAGES: readonly HandStage[] = [
  { name: "train", outs: ["model.json"] },
  { name: "evaluate", deps: ["model.json"], outs: ["metrics.json"] },
];

interface Made {
  readonly stages?: readonly HandStage[];
  readonly files?: Readonly<Record<string, string | null>>;
  readonly prepare?: (repository: TestRepository) => void;
  readonly policy?: Asked["policy"];
}

async function judged({
  stages = STAGES,
  files = {},
  prepare,
  policy = {},
}: Made): Promise<Judged> {
  const repository = createProject();
  const all = {
    "model.json": MODEL,
    "metrics.json": METRICS,
    "publish/v1/model.json": MODEL,
    "publish/v1/metrics.json": METRICS,
    "publish/v1/manifest.json": "{}\n",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) if (text !== null) repository.write(path, text);
  lockNow(repository, stages);
  prepare?.(repository);
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return judgedBy("bundle/from-lock", repository, "v1.0.0", { policy });
}

const ACCEPTED: Readonly<Record<string, Made>> = {
  "copies of outs": {},
  "a metrics file that is indented anew": {
    files: { "publish/v1/metrics.json": '{\n  "auc": 9e-1\n}\n' },
  },
  "a model that is a list, indented anew": {
    files: {
      "model.json": "[[0.1, 2], [3, 4]]\n",
      "publish/v1/model.json": "[\n  [0.1, 2.0],\n  [3, 4]\n]\n",
    },
  },
  "metrics in another format": {
    files: { "publish/v1/metrics.json": null, "publish/v1/metrics.yaml": "auc: 0.9\n" },
  },
  "a dep that no stage wrote": {
    stages: [{ name: "evaluate", deps: ["model.json"], outs: ["metrics.json"] }],
  },
  "an out that only the cache holds": {
    stages: [{ name: "pack", outs: ["model.bin"] }, ...STAGES],
    files: {
      "model.bin": "binary\n",
      ".gitignore": "/model.bin\n",
      "publish/v1/model.json": null,
      "publish/v1/model.bin": "binary\n",
    },
  },
  "what a pointer file records": {
    stages: [STAGES[1]!].map((stage) => ({ ...stage, deps: [] })),
    prepare: (repository) =>
      repository.write(
        "model.json.dvc",
        `outs:\n- md5: ${md5(MODEL)}\n  hash: md5\n  path: model.json\n`,
      ),
  },
  "a file of a listed directory": {
    stages: [STAGES[1]!].map((stage) => ({ ...stage, deps: [] })),
    prepare: (repository) =>
      repository.write(
        "models.dvc",
        `outs:\n- md5: ${md5("x")}.dir\n  hash: md5\n  path: models\n  files:\n  - relpath: a.json\n    md5: ${md5(MODEL)}\n`,
      ),
  },
  "an internal file, whatever it is": {
    files: { "publish/v1/old/metrics.json": '{"auc": 0.1}\n' },
    policy: {
      bundle: { internal: ["old/**"], roles: { metrics: ["metrics.json", "old/metrics.json"] } },
    },
  },
  "the same metrics deeper in the bundle, and other files there": {
    files: { "publish/v1/eval/metrics.json": METRICS, "publish/v1/eval/notes.json": "{}\n" },
  },
  "a manifest, a review note and docs": {
    files: { "publish/v1/review.md": "fine\n", "publish/v1/README.md": "read\n" },
  },
};

for (const [why, made] of Object.entries(ACCEPTED)) {
  fromLock(`accepts ${why}`, async () => {
    const { keys, gaps, notApplicable, findings } = await judged(made);
    assert.deepEqual([keys, gaps, notApplicable], [[], [], null], findings[0]?.text);
  });
}

const REFUSED: Readonly<Record<string, Made>> = {
  "other numbers": { files: { "publish/v1/metrics.json": '{"auc": 0.91}\n' } },
  "one number more": { files: { "publish/v1/metrics.json": '{"auc": 0.9, "f1": 1}\n' } },
  "a list in another order": {
    files: { "publish/v1/model.json": "[\n  2,\n  1\n]\n", "model.json": "[1, 2]\n" },
  },
  "an empty list in other bytes": {
    files: { "publish/v1/model.json": "[ ]\n", "model.json": "[]\n" },
  },
  "a number that became a string": { files: { "publish/v1/metrics.json": '{"auc": "0.9"}\n' } },
  "a model of one byte more": { files: { "publish/v1/model.json": `${MODEL} x` } },
  "a number that stands there twice": {
    files: { "publish/v1/metrics.json": '{"auc": 0.99, "auc": 0.9}\n' },
  },
  "other metrics deeper in the bundle": {
    files: { "publish/v1/eval/metrics.json": '{"auc": 0.99}\n' },
  },
  "an empty metrics file": { files: { "publish/v1/metrics.json": "{}\n" } },
};

for (const [why, made] of Object.entries(REFUSED)) {
  fromLock(`refuses ${why}`, async () => {
    const { keys, findings } = await judged(made);
    assert.deepEqual(keys, ["error unrecorded"]);
    const [path] = Object.keys(made.files ?? {});
    assert.equal(findings[0]!.where?.path, path);
    assert.ok(findings[0]!.text.startsWith(`${path} (`), findings[0]!.text);
    assert.match(findings[0]!.text, /is the content of no out or dep that the locks/);
  });
}

const MEASURED = '{"auc": 0.9129, "share": 0.6, "rows": 20, "p": 3e-05, "version": 1}\n';

/** A stage that writes the published metrics from those that the evaluation measured, and from `deps`. */
const publishing = (
  published: string,
  deps: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Made => ({
  stages: [
    ...STAGES,
    { name: "check", outs: Object.keys(more).filter((path) => path.endsWith(".json")) },
    { name: "publish", deps: ["metrics.json", ...deps], outs: ["publish/v1/metrics.json"] },
  ],
  files: { "metrics.json": MEASURED, "publish/v1/metrics.json": published, ...more },
  prepare: (repository) =>
    repository.write(
      "dvc.yaml",
      repository.read("dvc.yaml").replaceAll(/((?:evaluate|check):[^]*?)outs:/g, "$1metrics:"),
    ),
});

const REWRITTEN: readonly (readonly [why: string, published: string, keys: readonly string[]])[] = [
  ["filters", '{"auc": 0.9129}\n', []],
  ["rounds", '{"auc": 0.91}\n', []],
  ["rounds to a few digits", '{"p": 0.0, "auc": 0.913}\n', []],
  ["adds to", '{"auc": 0.9129, "rows": 20, "date": "2026-03-02"}\n', []],
  ["renames", '{"metrics": {"score": 0.9129}}\n', []],
  ["nests", '{"metrics": {"auc": 0.91}}\n', []],
  ["contradicts under another path", '{"metrics": {"auc": 0.5}}\n', ["error contradicts"]],
  ["contradicts", '{"auc": 0.95}\n', ["error contradicts"]],
  ["contradicts in text", '{"auc": "0.95"}\n', ["error contradicts"]],
  ["contradicts by a whole number", '{"rows": 21}\n', ["error contradicts"]],
  ["contradicts in the last digit", '{"auc": 0.914}\n', ["error contradicts"]],
  ["contradicts by a tiny number", '{"share": 1e-07}\n', ["error contradicts"]],
  ["contradicts in one of two", '{"auc": 91.29, "share": 0.4}\n', ["error contradicts"]],
  ["cuts off", '{"auc": 0.912}\n', ["warning recomputed"]],
  ["rounds to nothing", '{"share": 1}\n', ["warning recomputed"]],
  ["tells percent of", '{"auc": 91.3}\n', ["warning recomputed"]],
  ["tells a hundredth of", '{"auc": 0.009129}\n', ["warning recomputed"]],
  ["turns into text", '{"rows": "20"}\n', ["warning recomputed"]],
  ["turns into another text", '{"rows": "twenty"}\n', ["warning recomputed"]],
  ["takes away", '{"auc": null}\n', ["warning recomputed"]],
  ["says its own version instead of that of", '{"version": 2}\n', ["warning recomputed"]],
];

for (const [why, published, expected] of REWRITTEN) {
  fromLock(`judges a publishing stage that ${why} the metrics`, async () => {
    const { keys, findings } = await judged(publishing(published));
    assert.deepEqual(keys, expected, findings[0]?.text);
  });
}

const ADDED: readonly (readonly [what: string, published: string, keys: string | null])[] = [
  ["a number", '{"auc": 0.9129, "f1": 0.8125}\n', "f1"],
  ["the number of another part", '{"auc": 0.9129, "old": {"auc": 0.5}}\n', "old.auc"],
  ["a list of numbers", '{"auc": 0.9129, "folds": [0.9129, 0.8]}\n', "folds"],
  ["a list that it read", '{"auc": 0.9129, "folds": [0.9129, 0.6]}\n', null],
  ["a text and its version", '{"auc": 0.9129, "name": "risk", "build": {"version": 7}}\n', null],
  ["nothing", '{"auc": 0.91}\n', null],
];

for (const [what, published, keys] of ADDED) {
  fromLock(`says where a publishing stage adds ${what} that nothing it read has`, async () => {
    const { keys: found, gaps } = await judged(publishing(published));
    assert.deepEqual([found, gaps.length], [[], keys === null ? 0 : 1], gaps.join());
    if (keys !== null) assert.match(gaps[0]!, new RegExp(`stage publish read has ${keys}; the`));
  });
}

fromLock("says that it cannot compare metrics that are no JSON, YAML or TOML", async () => {
  const { keys, gaps } = await judged({
    stages: [
      ...STAGES,
      { name: "publish", deps: ["metrics.json"], outs: ["publish/v1/metrics.csv"] },
    ],
    files: { "publish/v1/metrics.json": null, "publish/v1/metrics.csv": "auc,0.7\n" },
    policy: { bundle: { roles: { metrics: "metrics.csv" } } },
  });
  assert.deepEqual([keys, gaps.length], [[], 1]);
  assert.match(
    gaps[0]!,
    /metrics\.csv: only JSON, YAML and TOML are compared with the metrics that/,
  );
});

fromLock("does not ask a stage that may measure where its numbers are from", async () => {
  const published = '{"auc": 0.9129, "f1": 0.8125}\n';
  const { keys, gaps } = await judged(publishing(published, ["test.csv"], { "test.csv": "1\n" }));
  assert.deepEqual([keys, gaps], [[], []]);
});

/** A stage that copies the model into the bundle, and metrics that it does not declare. */
const undeclared = (published: string, more: Partial<Made> = {}): Made => ({
  stages: [
    ...STAGES,
    {
      name: "publish",
      deps: ["model.json"],
      outs: ["publish/v1/model.json", "publish/v1/metrics.json"],
    },
  ],
  ...more,
  files: { "metrics.json": MEASURED, "publish/v1/metrics.json": published, ...more.files },
});

fromLock("refuses metrics of another run from a stage that does not declare them", async () => {
  const { keys, findings } = await judged(undeclared('{"auc": 0.7}\n'));
  assert.deepEqual(keys, ["error contradicts"]);
  assert.match(
    findings[0]!.text,
    /publishes auc = 0\.7, where metrics\.json:1 has 0\.9129: stage publish reads no metrics and nothing else that it could measure with/,
  );
  assert.match(
    findings[0]!.repair.join(),
    /declare what stage publish reads, metrics\.json among its deps/,
  );
});

fromLock(
  "warns where no part of the metrics has the number that is published as the whole",
  async () => {
    const parts = '{"train": {"auc": 0.95}, "test": {"auc": 0.9129}}\n';
    const made = (published: string): Made => {
      const { files, ...more } = publishing(published);
      return { ...more, files: { ...files, "metrics.json": parts } };
    };
    assert.deepEqual((await judged(made('{"auc": 0.7}\n'))).keys, ["warning recomputed"]);
    assert.deepEqual((await judged(made('{"auc": 0.91}\n'))).keys, []);
  },
);

fromLock("warns of such metrics where their stage may be an evaluation", async () => {
  const stages = [
    ...STAGES,
    { name: "measure", deps: ["model.json"], outs: ["publish/v1/metrics.json"] },
  ];
  const { keys, findings } = await judged(undeclared('{"auc": 0.7}\n', { stages }));
  assert.deepEqual(keys, ["warning recomputed"]);
  assert.match(findings[0]!.text, /stage measure publishes another value under the same key/);
  const others = await judged(undeclared('{"loss": 0.7}\n', { stages }));
  assert.deepEqual([others.keys, others.gaps], [[], []]);
});

const HONEST: Readonly<Record<string, Made>> = {
  "publishes what was measured": undeclared('{"auc": 0.91}\n'),
  "copies what was measured": undeclared(MEASURED),
  "has data to measure with": undeclared('{"auc": 0.7}\n', {
    stages: [
      ...STAGES,
      {
        name: "publish",
        deps: ["model.json", "test.csv"],
        outs: ["publish/v1/model.json", "publish/v1/metrics.json"],
      },
    ],
    files: { "test.csv": "1\n" },
  }),
  "trains and measures": undeclared('{"auc": 0.7}\n', {
    stages: [
      ...STAGES,
      { name: "both", outs: ["publish/v1/model.json", "publish/v1/metrics.json"] },
    ],
  }),
};

for (const [what, made] of Object.entries(HONEST)) {
  fromLock(`accepts metrics that their stage does not declare where it ${what}`, async () => {
    const { keys, gaps } = await judged(made);
    assert.deepEqual([keys, gaps], [[], []]);
  });
}

fromLock(
  "compares with metrics that are a plain out, and in a directory beside pictures",
  async () => {
    const plain = await judged({ ...publishing('{"auc": 0.7}\n'), prepare: () => undefined });
    assert.deepEqual(plain.keys, ["error contradicts"]);
    const files = { "eval/metrics.json": MEASURED, "eval/roc.png": "png" };
    const hash = hashOfDirectory(files, "eval/");
    const made = (published: string): Made => ({
      stages: [
        STAGES[0]!,
        { name: "evaluate", deps: ["model.json"], outs: ["eval"], recorded: { eval: hash } },
        {
          name: "publish",
          deps: ["eval"],
          outs: ["publish/v1/metrics.json"],
          recorded: { eval: hash },
        },
      ],
      files: { ...files, "publish/v1/metrics.json": published },
    });
    assert.deepEqual((await judged(made('{"auc": 0.7}\n'))).keys, ["error contradicts"]);
    assert.deepEqual((await judged(made('{"auc": 0.91}\n'))).keys, []);
  },
);

/** The evaluation writes `scores.json`, which nothing calls metrics; the stage that publishes may copy the model. */
const plainly = (
  published: string,
  { deps = [], isCopier = true }: { deps?: readonly string[]; isCopier?: boolean } = {},
): Made => ({
  stages: [
    STAGES[0]!,
    { name: "evaluate", deps: ["model.json"], outs: ["scores.json"] },
    {
      name: "publish",
      deps: ["model.json", "scores.json", ...deps],
      outs: [...(isCopier ? ["publish/v1/model.json"] : []), "publish/v1/metrics.json"],
    },
  ],
  files: {
    "scores.json": '{"auc": 0.90071, "f1": 0.78286, "rows": 20}\n',
    "metrics.json": null,
    "publish/v1/metrics.json": published,
    ...Object.fromEntries(deps.map((path) => [path, "1\n"])),
  },
});

const PLAIN: readonly (readonly [what: string, made: Made, keys: readonly string[]])[] = [
  ["other numbers", plainly('{"auc": 0.9123, "f1": 0.8812}\n'), ["error contradicts"]],
  ["these numbers", plainly('{"auc": 0.9007, "f1": 0.783}\n'), []],
  ["numbers of other names", plainly('{"loss": 0.25, "rows": 21, "mse": 0.5}\n'), []],
  ["other numbers and reads data", plainly('{"auc": 0.9123}\n', { deps: ["test.csv"] }), []],
  ["numbers and copies nothing", plainly('{"auc": 0.9123}\n', { isCopier: false }), []],
];

for (const [what, made, expected] of PLAIN) {
  fromLock(
    `judges a stage that reads numbers which are called no metrics and publishes ${what}`,
    async () => {
      const { keys, findings } = await judged(made);
      assert.deepEqual(keys, expected, findings[0]?.text);
    },
  );
}

fromLock("says that the metrics which a stage passes on are not at hand", async () => {
  const away = (made: Made): Made => ({
    ...made,
    prepare: (repository) => {
      made.prepare?.(repository);
      repository.write(".gitignore", "/metrics.json\n");
    },
  });
  const declared = await judged(away(publishing('{"auc": 0.7}\n')));
  assert.deepEqual(declared.keys, []);
  assert.match(
    declared.gaps.join(),
    /stage publish made it of metrics\.json, which is not at hand/,
  );
  const not = await judged(away(undeclared('{"auc": 0.7}\n')));
  assert.deepEqual(not.keys, []);
  assert.match(
    not.gaps.join(),
    /stage publish reads no metrics, not even metrics\.json, which is not/,
  );
});

const OTHER = '{"auc": 0.85}\n';

const READING: readonly (readonly [what: string, made: Made, keys: readonly string[]])[] = [
  [
    "its program and the model that it copies",
    publishing('{"auc": 0.95}\n', ["publish.py", "model.json"], { "publish.py": "pass\n" }),
    ["error contradicts"],
  ],
  [
    "the model that it puts into another form",
    publishing('{"auc": 0.95}\n', ["src/model.bin"], {
      "src/model.bin": "exported\n",
    }),
    ["error contradicts"],
  ],
  ...[
    "release.md.j2",
    "model_card.md",
    "requirements.txt",
    "requirements-dev.txt",
    "pyproject.toml",
    "LICENSE",
  ].map((text): readonly [string, Made, readonly string[]] => [
    text,
    publishing('{"auc": 0.95}\n', ["model.json", text], { [text]: "{{ auc }}\n" }),
    ["error contradicts"],
  ]),
  [
    "a text that it can measure with",
    publishing('{"auc": 0.95}\n', ["corpus.txt"], { "corpus.txt": "1\n" }),
    ["warning recomputed"],
  ],
  [
    "data that it can measure with",
    publishing('{"auc": 0.95}\n', ["test.csv"], { "test.csv": "1\n" }),
    ["warning recomputed"],
  ],
  [
    "several metrics, and publishes their average",
    publishing('{"auc": 0.8815}\n', ["other.json"], { "other.json": OTHER }),
    ["warning recomputed"],
  ],
  [
    "several metrics, and publishes one of them",
    publishing(OTHER, ["other.json"], { "other.json": OTHER }),
    [],
  ],
  [
    "several metrics that agree, and publishes another number",
    publishing('{"auc": 0.95}\n', ["other.json"], { "other.json": MEASURED }),
    ["error contradicts"],
  ],
];

for (const [what, made, expected] of READING) {
  fromLock(`judges a publishing stage that reads ${what}`, async () => {
    const { keys, findings } = await judged(made);
    assert.deepEqual(keys, expected, findings[0]?.text);
  });
}

fromLock("names both values and both places of metrics that contradict each other", async () => {
  const { findings } = await judged(publishing('{\n"auc": 0.95}\n'));
  assert.match(
    findings[0]!.text,
    /^publish\/v1\/metrics\.json:2 publishes auc = 0\.95, where metrics\.json:1 has 0\.9129: beside metrics, stage publish reads nothing /,
  );
});

fromLock("cannot judge where git has not the metrics whose values it would compare", async () => {
  const { keys, gaps } = await judged({
    files: { "publish/v1/metrics.json": '{"auc":0.9}\n' },
    prepare: (repository) => repository.write(".gitignore", "/metrics.json\n"),
  });
  assert.deepEqual(keys, []);
  assert.match(
    gaps.join(),
    /^blocking: publish\/v1\/metrics\.json may be metrics\.json in another/,
  );
});

fromLock("says where a stray file came from, or that it is not known", async () => {
  const repository = createProject();
  const old = '{"auc": 0.7}\n';
  repository.write("model.json", MODEL);
  repository.write("metrics.json", old);
  lockNow(repository, STAGES);
  const origin = repository.commit("the first try");
  repository.write("metrics.json", METRICS);
  repository.write("publish/v1/model.json", MODEL);
  repository.write("publish/v1/metrics.json", old);
  repository.write("publish/v1/manifest.json", "{}\n");
  lockNow(repository, STAGES);
  repository.commit("the second");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const [known] = (await judgedBy("bundle/from-lock", repository, "v1.0.0")).findings;
  assert.equal(known?.origin?.commit, origin);
  assert.ok(
    known.text.includes(`It is the metrics of ${origin.slice(0, 7)} (2026-03-02, "the first try")`),
  );
  repository.write("publish/v1/metrics.json", '{"auc": 0.12345}\n');
  repository.commit("the third");
  repository.git("tag", "-a", "-m", "released", "v1.0.1");
  const [unknown] = (await judgedBy("bundle/from-lock", repository, "v1.0.1")).findings;
  assert.equal(unknown?.origin, null);
  assert.match(unknown.text, /Where it came from is not known: no lock/);
});

const CLOSED: HandStage = {
  name: "export",
  outs: ["export"],
  recorded: { export: `${md5("x")}.dir` },
};

fromLock("notes that a file may lie in a directory of which only the hash is known", async () => {
  const { keys, gaps } = await judged({ stages: [CLOSED] });
  assert.deepEqual([keys, gaps.length], [[], 2]);
  assert.match(gaps[0]!, /^publish\/v1\/metrics\.json may come from inside export/);
  assert.match(gaps[1]!, /^publish\/v1\/model\.json may come from inside export/);
});

fromLock("passes no file for such a directory where its origin is another one", async () => {
  const { keys, gaps } = await judged({
    stages: [...STAGES, CLOSED],
    files: { "publish/v1/model.json": null, "publish/v1/best.json": "{}\n" },
    policy: { bundle: { roles: { model: "best.json" } } },
  });
  assert.deepEqual([keys, gaps.length], [[], 1]);
  assert.match(
    gaps[0]!,
    /^blocking: .*best\.json may come from inside export, .*; model\.json, which it should be a copy of/,
  );
});

fromLock("does not know where the values of a cached out are not at hand", async () => {
  const made = {
    files: { ".gitignore": "/metrics.json\n", "publish/v1/metrics.json": '{ "auc": 0.90 }\n' },
  };
  const { keys, gaps } = await judged(made);
  assert.deepEqual([keys, gaps.length], [[], 1]);
  assert.match(gaps[0]!, /^blocking: .* may be metrics\.json in another form, which git does not/);
});

const UNKNOWN = '{"weights": [3]}\n';

function hashOfDirectory(files: Readonly<Record<string, string>>, above = ""): string {
  return directoryHash(
    Object.entries(files).map(([path, text]) => ({
      path: path.slice(above.length),
      md5: md5(text),
    })),
  );
}

/** Nothing at hand lists the directory `export`, but git holds one with the recorded hash. */
const KNOWN: Readonly<Record<string, readonly [files: Record<string, string>, recorded: string]>> =
  {
    "the bundle itself": [
      {},
      hashOfDirectory({ "model.json": UNKNOWN, "metrics.json": METRICS, "manifest.json": "{}\n" }),
    ],
    "a directory of the bundle": [
      { "publish/v1/model/a.bin": "a", "publish/v1/model/b/c.bin": "c" },
      hashOfDirectory({ "a.bin": "a", "b/c.bin": "c" }),
    ],
  };

for (const [name, [files, recorded]] of Object.entries(KNOWN)) {
  fromLock(`knows what a recorded directory holds where it is ${name}`, async () => {
    const exported = { name: "export", outs: ["export"], recorded: { export: recorded } };
    const model = Object.keys(files).length === 0 ? UNKNOWN : MODEL;
    const made = {
      stages: [...STAGES, exported],
      files: { ...files, "publish/v1/model.json": model },
    };
    const good = await judged(made);
    assert.deepEqual([good.keys, good.gaps], [[], []]);
    const stray = { ...made.files, "publish/v1/metrics.json": '{"auc": 1}\n' };
    const { keys, gaps } = await judged({ ...made, files: stray });
    if (model === UNKNOWN)
      assert.deepEqual([keys, gaps.length], [[], 2], "it is another directory");
    else assert.deepEqual([keys, gaps], [["error unrecorded"], []], "it is in no directory");
  });
}

fromLock("cannot judge without the lock", async () => {
  const { keys, gaps, report } = await judged({
    prepare: (repository) => repository.write("dvc.lock", "<<<<<<< HEAD\n"),
  });
  assert.deepEqual([keys, report.verdict], [[], "inconclusive"]);
  assert.match(gaps.join(), /^blocking: dvc\.lock could not be read/);
});

fromLock("does not apply without a bundle, or to one without model and metrics", async () => {
  const nothing = { "publish/v1/model.json": null, "publish/v1/metrics.json": null };
  assert.match((await judged({ files: nothing })).notApplicable ?? "", /no model and no metrics/);
  const files = { ...nothing, "publish/v1/manifest.json": null };
  assert.match((await judged({ files })).notApplicable ?? "", /no bundle/);
});

fromLock("takes a git-LFS pointer for what it is", async () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
  const { keys, gaps } = await judged({ files: { "publish/v1/model.json": pointer } });
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /^publish\/v1\/model\.json: it is a git-LFS pointer/);
});

fromLock("refuses metrics that their stage wrote with a key twice", async () => {
  for (const [name, text] of [
    ["metrics.json", '{"auc": 0.99, "auc": 0.9}\n'],
    ["metrics.yaml", "auc: 0.99\nauc: 0.9\n"],
  ] as const) {
    const path = `publish/v1/${name}`;
    const { keys, findings } = await judged({
      stages: [...STAGES, { name: "publish", deps: ["metrics.json"], outs: [path] }],
      files: { "publish/v1/metrics.json": null, [path]: text },
    });
    assert.deepEqual(keys, ["error repeats"], name);
    assert.match(findings[0]!.text, /:\d repeats the key "auc": one reader takes the first/);
  }
});

addExample(fromLock, "bundle/from-lock");
fromLock.run();
