// A publish stage that takes metrics which it does not declare, and one that exports the model, by real DVC.

import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { foundBy } from "../helpers/audit.ts";
import { runDvc } from "../helpers/dvc.ts";
import { auditWithoutDvc } from "../helpers/judged.ts";
import { createRepository, repositoryAt, type TestRepository } from "../helpers/repository.ts";

const undeclared = suite("end-to-end/bundle-undeclared");

const PIPELINE = `stages:
  train: {cmd: python3 train.py, deps: [train.py], params: [seed], outs: [model.json]}
  evaluate: {cmd: python3 evaluate.py, deps: [evaluate.py, model.json], metrics: [metrics.json]}
  publish:
    cmd: python3 publish.py
    deps: [publish.py, params.yaml, model.json]
    outs: [publish/v1: {cache: false}]
`;

const SCRIPTS: Readonly<Record<string, string>> = {
  "train.py": `import json
seed = int(open("params.yaml").read().split()[1])
json.dump({"weights": [seed, 2]}, open("model.json", "w"))
`,
  "evaluate.py": `import json
seed = json.load(open("model.json"))["weights"][0]
json.dump({"auc": 0.90004 + seed / 1000}, open("metrics.json", "w"))
`,
  "publish.py": `import json, os, shutil
os.makedirs("publish/v1", exist_ok=True)
rounded = {key: round(value, 3) for key, value in json.load(open("metrics.json")).items()}
json.dump(rounded, open("publish/v1/metrics.json", "w"))
json.dump(json.load(open("model.json")), open("publish/v1/model.json", "w"), indent=2)
shutil.copy("params.yaml", "publish/v1/params.yaml")
json.dump({"files": ["model.json", "metrics.json", "params.yaml"]}, open("publish/v1/manifest.json", "w"))
`,
};

/** Trained once; then trained and published with another seed, by stages in this order. */
function release(stages: readonly string[]): TestRepository {
  const repository = createRepository();
  for (const [path, text] of Object.entries(SCRIPTS)) repository.write(path, text);
  repository.write("dvc.yaml", PIPELINE);
  repository.write("params.yaml", "seed: 1\n");
  runDvc(repository.directory, "init", "--quiet");
  runDvc(repository.directory, "repro", "--quiet");
  repository.write("params.yaml", "seed: 9\n");
  for (const stage of stages)
    runDvc(repository.directory, "repro", "--quiet", "--single-item", stage);
  repository.commit("release");
  repository.git("tag", "-a", "v1.0.0", "-m", "v1.0.0");
  return repository;
}

function cloneOf({ directory, git }: TestRepository): TestRepository {
  const copy = join(temporaryDirectory(), "clone");
  git("clone", "--quiet", directory, copy);
  return repositoryAt(copy);
}

undeclared(
  "published before it was measured: the metrics are those of the run before",
  async () => {
    const stale = release(["train", "publish", "evaluate"]);
    const found = await auditWithoutDvc(stale);
    assert.deepEqual([found.verdict, foundBy(found)], ["failed", ["bundle/from-lock contradicts"]]);
    assert.match(
      found.findings[0]?.text ?? "",
      /publishes auc = 0\.901, where metrics\.json:1 has 0\.90904: stage publish reads no metrics/,
    );
    const away = await auditWithoutDvc(cloneOf(stale));
    const said = away.notVerified.map(({ rule, reason }) => `${rule} ${reason}`).join("\n");
    assert.match(said, /bundle\/from-lock .*not even metrics\.json, which is not at hand/);
    assert.match(said, /metrics\/describe-model .*model\.json may be model\.json in another form/);
    assert.deepEqual(foundBy(away), [], "nothing there tells that it is stale, and it is said");
  },
);

undeclared("published after it was measured: nothing is refused", async () => {
  const found = await auditWithoutDvc(release(["train", "evaluate", "publish"]));
  assert.deepEqual([found.verdict, foundBy(found)], ["passed", []]);
});

undeclared.run();
