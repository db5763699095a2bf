// Repairs are typed as they are told: where the project lies, and for what DVC runs.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { judgedBy } from "../helpers/judged.ts";
import { createProject, lockNow, md5, type HandStage } from "../helpers/pipeline.ts";
import type { TestRepository } from "../helpers/repository.ts";

const repairs = suite("rules/typed-repairs");

const STAGES: readonly HandStage[] = [
  { name: "train", deps: ["data.csv"], outs: ["model.json"] },
  { name: "evaluate", deps: ["model.json"], outs: ["metrics.json"] },
];
const FILES: Readonly<Record<string, string>> = {
  "data.csv": "a,b\n",
  "model.json": '{"weights": [1, 2]}\n',
  "metrics.json": '{"auc": 0.9}\n',
};

function project(
  directory: string,
  stages: readonly HandStage[],
  {
    bundle = {},
    prepare = () => {},
  }: {
    readonly bundle?: Readonly<Record<string, string>>;
    readonly prepare?: (repository: TestRepository) => void;
  } = {},
): TestRepository {
  const repository = createProject();
  for (const [path, text] of Object.entries(FILES)) repository.write(`${directory}${path}`, text);
  for (const name of ["model.json", "metrics.json", "params.yaml", "manifest.json"]) {
    repository.write(`publish/v1/${name}`, bundle[name] ?? FILES[name] ?? "{}\n");
  }
  lockNow(repository, stages, { directory });
  prepare(repository);
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return repository;
}

async function toldBy(rule: string, repository: TestRepository): Promise<string> {
  const { findings } = await judgedBy(rule, repository, "v1.0.0");
  return findings.flatMap(({ repair }) => repair).join("; ");
}

repairs("thaw the frozen evaluation of another model", async () => {
  const [train, evaluate] = STAGES;
  const stale = [train!, { ...evaluate!, recorded: { "model.json": md5("the last one") } }];
  const repository = project("", stale, {
    prepare: (it) => {
      const text = it.read("dvc.yaml");
      it.write("dvc.yaml", text.replace("  evaluate:\n", "$&    frozen: true\n"));
    },
  });
  assert.match(
    await toldBy("metrics/describe-model", repository),
    /^unfreeze it: dvc unfreeze evaluate; run: dvc repro evaluate,/,
  );
});

repairs("run a pipeline that has no lock where it lies", async () => {
  const repository = project("ml/", STAGES, {
    prepare: (it) => rmSync(join(it.directory, "ml/dvc.lock")),
  });
  assert.equal(
    await toldBy("lock/present", repository),
    "run: dvc --cd ml repro; commit ml/dvc.lock, and tag that commit",
  );
});

repairs("commit the lock of the pipeline that is there", async () => {
  const repository = project("ml/", STAGES, { bundle: { "model.json": '{"weights": [3]}\n' } });
  assert.match(
    await toldBy("bundle/from-lock", repository),
    /commit ml\/dvc\.lock and publish\/v1, and tag that commit$/,
  );
});

repairs("run the stage that publishes other numbers than were measured", async () => {
  const publish = { name: "publish", deps: ["metrics.json"], outs: ["../publish/v1/metrics.json"] };
  const bundle = { "metrics.json": '{"auc": 0.5}\n' };
  const repository = project("ml/", [...STAGES, publish], { bundle });
  assert.match(
    await toldBy("bundle/from-lock", repository),
    /run: dvc --cd ml repro publish, commit ml\/dvc\.lock and publish\/v1/,
  );
});

repairs.run();
