// Metrics that a publish stage copies, re-indents, filters or renames, from DVC's cache or from git, by real DVC.

import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { foundBy } from "../helpers/audit.ts";
import { runDvc } from "../helpers/dvc.ts";
import { auditWithoutDvc } from "../helpers/judged.ts";
import { createRepository, repositoryAt, type TestRepository } from "../helpers/repository.ts";

const rewritten = suite("end-to-end/bundle-rewritten");

/** Two models, each evaluated into a directory of its own that DVC keeps; publish takes one of each. */
const PIPELINE = `stages:
  train:
    matrix:
      model: [a, b]
    cmd: python3 train.py \${item.model}
    deps: [train.py]
    params: ["\${item.model}.lr"]
    outs: ["model/\${item.model}.bin"]
  evaluate:
    matrix:
      model: [a, b]
    cmd: python3 evaluate.py \${item.model}
    deps: [evaluate.py, "model/\${item.model}.bin"]
    outs: ["eval/\${item.model}"]
  publish:
    cmd: python3 publish.py
    deps: [publish.py, params.yaml, model, eval]
    outs: [OUTS]
`;

const SCRIPTS = {
  "params.yaml": "a: {lr: 0.1}\nb: {lr: 0.2}\n",
  ".gitignore": "/model\n/eval\n",
  "train.py": [
    "import os, sys",
    "os.makedirs('model', exist_ok=True)",
    "open(f'model/{sys.argv[1]}.bin', 'w').write('model ' + sys.argv[1])",
    "",
  ].join("\n"),
  "evaluate.py": [
    "import json, os, sys",
    "name = sys.argv[1]",
    "os.makedirs(f'eval/{name}', exist_ok=True)",
    "metrics = {'a': {'auc': 0.91, 'f1': 0.72, 'n': 10}, 'b': {'auc': 0.85, 'f1': 0.66, 'n': 10}}",
    "json.dump(metrics[name], open(f'eval/{name}/metrics.json', 'w'))",
    "open(f'eval/{name}/curve.txt', 'w').write('1 2 3')",
    "",
  ].join("\n"),
};

/** What publish.py does with the metrics `m`. */
const WAYS = {
  copied: "m",
  filtered: "{'auc': m['auc']}",
  renamed: "{'test': {'AUC': m['auc'], 'F1': m['f1']}, 'release': 'v1'}",
  indented: "m",
} as const;

function publishScript(way: keyof typeof WAYS, model: string, metrics: string): string {
  return [
    "import json, os, shutil",
    "os.makedirs('publish/v1', exist_ok=True)",
    `shutil.copyfile('model/${model}.bin', 'publish/v1/model.bin')`,
    "shutil.copyfile('params.yaml', 'publish/v1/params.yaml')",
    `m = json.load(open('eval/${metrics}/metrics.json'))`,
    `json.dump(${WAYS[way]}, open('publish/v1/metrics.json', 'w')${way === "indented" ? ", indent=4" : ""})`,
    "files = ['model.bin', 'metrics.json', 'params.yaml']",
    "json.dump({'files': files}, open('publish/v1/manifest.json', 'w'))",
    "",
  ].join("\n");
}

const FILES = ["manifest.json", "metrics.json", "model.bin", "params.yaml"];
const IN_GIT = FILES.map((name) => `{publish/v1/${name}: {cache: false}}`).join(", ");

/** Both models trained and evaluated once; each test copies it. */
const trained = createRepository();
for (const [path, text] of Object.entries(SCRIPTS)) trained.write(path, text);
trained.write("dvc.yaml", PIPELINE.replace(/ {2}publish:[^]*/, ""));
runDvc(trained.directory, "init", "--quiet");
runDvc(trained.directory, "repro", "--quiet");

interface Made {
  readonly way: keyof typeof WAYS;
  readonly metrics: string;
  readonly outs: string;
}

function publish({ way, metrics, outs }: Made): TestRepository {
  const directory = join(temporaryDirectory(), "repository");
  cpSync(trained.directory, directory, { recursive: true });
  const repository = repositoryAt(directory);
  repository.write("dvc.yaml", PIPELINE.replace("OUTS", outs));
  repository.write("publish.py", publishScript(way, "a", metrics));
  runDvc(directory, "repro", "--quiet", "publish");
  repository.commit("publish");
  repository.git("tag", "-a", "v1.0.0", "-m", "v1.0.0");
  return repository;
}

const CASES: readonly (readonly [keyof typeof WAYS, outs: string])[] = [
  ["copied", IN_GIT],
  ["filtered", IN_GIT],
  ["renamed", "publish/v1"],
  ["indented", "publish/v1"],
];

for (const [way, outs] of CASES) {
  const where = outs === IN_GIT ? "in git" : "kept by DVC";
  rewritten(`${way}, ${where}: the metrics of the other model are found`, async () => {
    const good = await auditWithoutDvc(publish({ way, metrics: "a", outs }));
    assert.deepEqual([good.verdict, foundBy(good)], ["passed", []]);
    assert.deepEqual(
      good.notVerified.filter(({ rule }) => rule.startsWith("metrics/")),
      [],
    );
    const wrong = await auditWithoutDvc(publish({ way, metrics: "b", outs }));
    assert.deepEqual(foundBy(wrong), ["metrics/describe-model otherModel"]);
    assert.match(wrong.findings[0]?.text ?? "", /neither stage evaluate@b nor one upstream/);
    const isAnew = wrong.findings[0]?.text.includes("(written anew, with the values of stage");
    assert.equal(isAnew, way !== "copied");
  });
}

rewritten("case 58: without the cache, metrics inside of a directory are no claim", async () => {
  const repository = publish({ way: "indented", metrics: "b", outs: IN_GIT });
  const yaml = repository.read("dvc.yaml");
  repository.write("dvc.yaml", `metrics: [eval/a/metrics.json]\n${yaml}`);
  repository.commit("show the metrics");
  repository.git("tag", "-f", "-a", "v1.0.0", "-m", "v1.0.0");
  const found = await auditWithoutDvc(repository);
  assert.deepEqual(foundBy(found), ["metrics/describe-model otherModel"]);
  rmSync(join(repository.directory, ".dvc/cache"), { recursive: true });
  const { verdict, findings } = await auditWithoutDvc(repository);
  const worse = findings.filter(({ level }) => level !== "note");
  assert.deepEqual([verdict, worse], ["passed", []]);
});

rewritten("by hand, without a stage: equal values are the run's, others are nobody's", async () => {
  const repository = publish({ way: "indented", metrics: "a", outs: IN_GIT });
  const lock = repository.read("dvc.lock");
  repository.write("dvc.yaml", PIPELINE.replace(/ {2}publish:[^]*/, ""));
  repository.write("dvc.lock", lock.replace(/ {2}publish:\n(?: {4}.*\n)*/, ""));
  repository.commit("by hand");
  repository.git("tag", "-f", "-a", "v1.0.0", "-m", "v1.0.0");
  const good = await auditWithoutDvc(repository);
  assert.deepEqual([good.verdict, foundBy(good)], ["passed", []]);
  repository.write("publish/v1/metrics.json", '{"auc": 0.99, "f1": 0.72, "n": 10}');
  repository.commit("edited");
  repository.git("tag", "-f", "-a", "v1.0.0", "-m", "v1.0.0");
  assert.deepEqual(foundBy(await auditWithoutDvc(repository)), ["bundle/from-lock unrecorded"]);
});

rewritten.run();
