import assert from "node:assert/strict";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { parse, stringify } from "yaml";
import { METRICS, STAGES } from "../../helpers/bundle.ts";
import { md5 } from "../../helpers/pipeline.ts";
import { judgeSecond, type Releases } from "../../helpers/releases.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const same = suite("rules/lock/same-inputs-same-outs");
const OTHER = '{"auc": 0.99}\n';

interface Lock {
  stages: Record<string, { cmd: unknown; outs: { md5: string; hash?: string }[] }>;
}

/** Changes a stage as it is declared. */
function declaring(change: (stage: Record<string, unknown>) => void) {
  return (repository: TestRepository): void => {
    const file = parse(repository.read("dvc.yaml")) as {
      stages: Record<string, Record<string, unknown>>;
    };
    change(file.stages["evaluate"]!);
    repository.write("dvc.yaml", stringify(file));
  };
}

/** Changes the lock of the stage. */
function locking(change: (stage: Lock["stages"][string]) => void) {
  return (repository: TestRepository): void => {
    const lock = parse(repository.read("dvc.lock")) as Lock;
    change(lock.stages["evaluate"]!);
    repository.write("dvc.lock", stringify(lock));
  };
}

const evaluate = STAGES[1]!;
const otherParams = [
  STAGES[0]!,
  { ...evaluate, params: { "params.yaml": { "decision.threshold": 0.6 } } },
];
const changed = { "metrics.json": OTHER };

const HOLDS: Readonly<Record<string, Releases>> = {
  "nothing changed": {},
  "a new param": { second: { files: changed, stages: otherParams } },
  "a new dep": { second: { files: { ...changed, "model.json": "{}\n" } } },
  "a new command": {
    second: { files: changed, edit: locking((stage) => (stage.cmd = "python other.py")) },
  },
  "a stage that is always run": {
    second: { files: changed, edit: declaring((stage) => (stage["always_changed"] = true)) },
  },
  "an out that is kept between runs": {
    second: {
      files: changed,
      edit: declaring(
        (stage) => (stage["outs"] = [{ "metrics.json": { cache: false, persist: true } }]),
      ),
    },
  },
  "a stage that declares no input": { second: { files: { "model.json": "{}\n" } } },
  "a hash of another kind": {
    second: { files: changed, edit: locking((stage) => delete stage.outs[0]!.hash) },
  },
  "a stage that was not there before": {
    first: { stages: [STAGES[0]!] },
    second: { files: changed },
  },
  "the same values of params, spelled otherwise": {
    second: {
      stages: [
        STAGES[0]!,
        { ...evaluate, params: { "params.yaml": { "decision.threshold": 5e-1 } } },
      ],
    },
  },
};

for (const [why, releases] of Object.entries(HOLDS)) {
  same(`holds for ${why}`, async () => {
    const { keys, gaps, notApplicable } = await judgeSecond("lock/same-inputs-same-outs", releases);
    assert.deepEqual([keys, gaps, notApplicable], [[], [], null]);
  });
}

same("tells a stage that wrote something else from the same inputs", async () => {
  const { keys, findings } = await judgeSecond("lock/same-inputs-same-outs", {
    second: { files: changed },
  });
  assert.deepEqual(keys, ["warning otherOuts"]);
  const [{ text, where, expected, found, repair }] = findings as [(typeof findings)[0]];
  assert.match(
    text,
    /^Stage evaluate has the command, the deps and the params that it had in v1\.0\.0 \([0-9a-f]{7}\), but metrics\.json is [0-9a-f]{8} and was [0-9a-f]{8}: /,
  );
  assert.deepEqual([where?.path, expected, found], ["dvc.lock", md5(METRICS), md5(OTHER)]);
  assert.match(repair.join("\n"), /dvc repro --force --single-item evaluate/);
});

same("tells a lock that was edited by hand to agree with an edited file", async () => {
  const { keys } = await judgeSecond("lock/same-inputs-same-outs", {
    second: {
      edit: (repository) => {
        locking((stage) => (stage.outs[0]!.md5 = md5(OTHER)))(repository);
        repository.write("metrics.json", OTHER);
      },
    },
  });
  assert.deepEqual(keys, ["warning otherOuts"]);
});

same("does not apply to a first release, nor after one without DVC", async () => {
  const first = await judgeSecond("lock/same-inputs-same-outs", {
    tags: ["model@v1.0.0", "v1.0.0"],
  });
  assert.match(first.notApplicable ?? "", /no release before it/);
});

same("a lock of the release before that cannot be read is said, and nothing more", async () => {
  const { keys, gaps } = await judgeSecond("lock/same-inputs-same-outs", {
    first: { edit: (repository) => repository.write("dvc.lock", "stages: [\n") },
  });
  assert.deepEqual([keys, gaps], [[], ["dvc.lock of v1.0.0 could not be read"]]);
});

same("a lock that cannot be read is a gap", async () => {
  const { gaps } = await judgeSecond("lock/same-inputs-same-outs", {
    second: { edit: (repository) => repository.write("dvc.lock", "stages: [\n") },
  });
  assert.deepEqual(gaps, ["blocking: dvc.lock could not be read"]);
});

addExample(same, "lock/same-inputs-same-outs");
same.run();
