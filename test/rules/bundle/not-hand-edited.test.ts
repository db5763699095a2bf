import assert from "node:assert/strict";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { METRICS, MODEL, PARAMS, STAGES } from "../../helpers/bundle.ts";
import { auditTag } from "../../helpers/audit.ts";
import { judgedBy } from "../../helpers/judged.ts";
import { createProject, md5, type HandStage } from "../../helpers/pipeline.ts";
import {
  commitState,
  judgeSecond,
  makeReleases,
  RELEASED,
  type Releases,
} from "../../helpers/releases.ts";

const edited = suite("rules/bundle/not-hand-edited");
const RULE = "bundle/not-hand-edited";
const BETTER = '{"auc": 0.95, "threshold": 0.5}\n';
const rerun = { "metrics.json": BETTER, "publish/v1/metrics.json": BETTER };

const PUBLISHING: readonly HandStage[] = [
  ...STAGES,
  { name: "publish", deps: ["model.json", "metrics.json"], outs: ["publish/v1/metrics.json"] },
];
const TWO_MODELS: readonly HandStage[] = [...STAGES, { name: "rival", outs: ["rival.json"] }];

const HOLDS: Readonly<Record<string, Releases>> = {
  "nothing that changed": {},
  "a file that a run made anew": { second: { files: rerun } },
  "docs, a review note, a manifest, and what is internal": {
    policy: { bundle: { internal: ["notes/**"] } },
    first: { files: { "publish/v1/README.md": "one\n", "publish/v1/notes/model.json": "1\n" } },
    second: {
      files: {
        "publish/v1/README.md": "two\n",
        "publish/v1/review.md": "reviewed\n",
        "publish/v1/manifest.json": "{}\n",
        "publish/v1/notes/model.json": "2\n",
      },
    },
  },
  "metrics that are only laid out otherwise": {
    second: { files: { "publish/v1/metrics.json": '{\n "threshold": 0.5,\n "auc": 0.9\n}\n' } },
  },
  "other line endings": {
    second: { files: { "publish/v1/model.json": MODEL.replaceAll("\n", "\r\n") } },
  },
  "a bundle that moved from v1 to v2": {
    tags: ["v1.0.0", "v2.0.0"],
    second: {
      files: Object.fromEntries(
        ["model.json", "metrics.json", "params.yaml", "manifest.json"].flatMap((name) => [
          [`publish/v2/${name}`, RELEASED[`publish/v1/${name}`]!],
          [`publish/v1/${name}`, null],
        ]),
      ),
    },
  },
  "a file that only a stage of the bundle's own wrote anew": {
    first: { stages: PUBLISHING },
    second: { stages: PUBLISHING, files: { "publish/v1/metrics.json": '{"auc": 0.91}\n' } },
  },
  "a run that was never copied, and a copy that is from neither": {
    second: { files: { ...rerun, "publish/v1/metrics.json": '{"auc": 1}\n' } },
  },
  "params that were changed where they come from": {
    second: {
      files: {
        "params.yaml": "decision:\n  threshold: 0.6\n",
        "publish/v1/params.yaml": "decision:\n  threshold: 0.6\n",
      },
      stages: [
        STAGES[0]!,
        { ...STAGES[1]!, params: { "params.yaml": { "decision.threshold": 0.6 } } },
      ],
    },
  },
  "params that were no copy of their namesake before": {
    first: {
      files: {
        "params.yaml": `${PARAMS}serving: {timeout: 5, batch: 8}\n`,
        "publish/v1/params.yaml": `${PARAMS}serving: {timeout: 5, batch: 64}\n`,
      },
    },
    second: {
      files: { "publish/v1/params.yaml": `${PARAMS}serving: {timeout: 9, batch: 64}\n` },
    },
  },
  "a copy of what a stage found": {
    first: {
      stages: [...STAGES, { name: "search", outs: ["best.yaml"] }],
      files: { "best.yaml": PARAMS, "publish/v1/params.yaml": PARAMS },
    },
    second: {
      stages: [...STAGES, { name: "search", outs: ["best.yaml"] }],
      files: {
        "best.yaml": "decision:\n  threshold: 0.6\n",
        "publish/v1/params.yaml": "decision:\n  threshold: 0.6\n",
      },
    },
  },
  "a copy of params that holds more than its source": {
    first: { files: { "publish/v1/params.yaml": `${PARAMS}released: one\n` } },
    second: { files: { "publish/v1/params.yaml": `${PARAMS}released: two\n` } },
  },
};

for (const [why, releases] of Object.entries(HOLDS)) {
  edited(`holds for ${why}`, async () => {
    const { keys, gaps, notApplicable } = await judgeSecond(RULE, releases);
    assert.deepEqual([keys, gaps, notApplicable], [[], [], null]);
  });
}

edited(
  "tells a number that was corrected by hand: the file, the stage, both commits, the repair",
  async () => {
    const repository = makeReleases({ second: { files: { "publish/v1/metrics.json": BETTER } } });
    const { keys, findings } = await judgedBy(RULE, repository, "v1.1.0");
    assert.deepEqual(keys, ["error edited"]);
    const [before, now] = ["v1.0.0", "v1.1.0"].map((name) =>
      repository.git("rev-parse", "--short=7", `${name}^{commit}`),
    );
    const { text, repair, where } = findings[0]!;
    assert.match(
      text,
      new RegExp(
        String.raw`^publish/v1/metrics\.json changed between v1\.0\.0 \(${before}\) and ${now}, but stage evaluate, which makes it, is recorded with the same output \(dvc\.lock:\d+\): it was edited by hand, or made outside of the pipeline \(no lock in the history recorded it\)\.$`,
      ),
    );
    assert.equal(where?.path, "publish/v1/metrics.json");
    assert.match(repair[0]!, /git checkout v1\.0\.0 -- publish\/v1\/metrics\.json/);
    assert.match(repair[1]!, /dvc repro evaluate/);
  },
);

edited("is told once, and bundle/from-lock below it", async () => {
  const { directory } = makeReleases({ second: { files: { "publish/v1/metrics.json": BETTER } } });
  const { findings } = await auditTag(directory, "v1.1.0");
  const about = findings.filter(({ where }) => where?.path === "publish/v1/metrics.json");
  assert.equal(about.length, 1, about.map(({ rule }) => rule).join());
  assert.equal(about[0]!.rule, RULE);
  assert.match(about[0]!.consequences.join(), /^bundle\/from-lock/);
});

edited("tells where a copied file came from", async () => {
  const repository = createProject();
  commitState(repository, { files: RELEASED });
  repository.git("tag", "-a", "-m", "m", "v1.0.0");
  commitState(repository, { files: rerun });
  const files = { "metrics.json": METRICS, "publish/v1/metrics.json": BETTER };
  commitState(repository, { files });
  repository.git("tag", "-a", "-m", "m", "v1.1.0");
  const { keys, findings } = await judgedBy(RULE, repository, "v1.1.0");
  assert.deepEqual(keys, ["error edited"]);
  const origin = repository.git("rev-parse", "--short=7", "v1.1.0~1");
  assert.match(findings[0]!.text, new RegExp(`It is the metrics of ${origin} `));
});

edited(
  "tells a file that no record ever explained, when it changes and no record does",
  async () => {
    const files = { "publish/v1/model.json": "by hand\n" };
    const second = { files: { "publish/v1/model.json": "by hand, again\n" } };
    const { keys, findings } = await judgeSecond(RULE, { first: { files }, second });
    assert.deepEqual(keys, ["error edited"]);
    assert.match(findings[0]!.text, /but no record in any lock or \*\.dvc file did: /);
    const run = { files: { ...second.files, ...rerun } };
    assert.deepEqual((await judgeSecond(RULE, { first: { files }, second: run })).keys, []);
  },
);

edited("across a bundle that moved, restores from the old place", async () => {
  const moved = Object.fromEntries(
    ["model.json", "params.yaml", "manifest.json"].map((name) => [
      `publish/v2/${name}`,
      RELEASED[`publish/v1/${name}`]!,
    ]),
  );
  const { keys, findings } = await judgeSecond(RULE, {
    tags: ["v1.0.0", "v2.0.0"],
    second: { files: { ...moved, "publish/v2/metrics.json": BETTER } },
  });
  assert.deepEqual(keys, ["error edited"]);
  assert.match(
    findings[0]!.repair[0]!,
    /git show v1\.0\.0:publish\/v1\/metrics\.json > publish\/v2\/metrics\.json/,
  );
});

edited("warns of another recorded model, where nothing records the choice", async () => {
  const rival = { "rival.json": "[9]\n" };
  const { keys, findings } = await judgeSecond(RULE, {
    first: { files: rival, stages: TWO_MODELS },
    second: { files: { "publish/v1/model.json": "[9]\n" }, stages: TWO_MODELS },
  });
  assert.deepEqual(keys, ["warning swapped"]);
  assert.match(
    findings[0]!.text,
    /came from model\.json of stage train .* rival\.json of stage rival now/,
  );
});

edited("tells a promoted param that was changed in the copy alone", async () => {
  const source = "decision:\n  threshold: 0.5\nserving:\n  timeout: 5\n";
  const first = { files: { "params.yaml": source, "publish/v1/params.yaml": source } };
  const second = {
    files: { "publish/v1/params.yaml": source.replace("timeout: 5", "timeout: 9") },
  };
  const { keys, findings } = await judgeSecond(RULE, { first, second });
  assert.deepEqual(keys, ["error paramsEdited"]);
  assert.match(
    findings[0]!.text,
    /^publish\/v1\/params\.yaml has serving\.timeout = 9 where v1\.0\.0 \([0-9a-f]{7}\) had 5, but params\.yaml, which it copies, still has 5: the copy was edited\.$/,
  );
  assert.equal(findings[0]!.where?.line, 4);
});

edited("what may come from inside a closed directory is a gap, not an accusation", async () => {
  const pointer = `outs:\n- md5: ${md5("x")}.dir\n  hash: md5\n  path: models\n`;
  const files = { "models.dvc": pointer, "publish/v1/model.json": "one\n" };
  const { keys, gaps } = await judgeSecond(RULE, {
    first: { files },
    second: { files: { "publish/v1/model.json": "two\n" } },
  });
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /^blocking: publish\/v1\/model\.json may come from inside models, /);
});

edited("does not apply to a first release", async () => {
  const { notApplicable } = await judgeSecond(RULE, { tags: ["model@v1.0.0", "v1.0.0"] });
  assert.match(notApplicable ?? "", /no release before it/);
});

edited(
  "does not apply after a release without a bundle, nor on its candidate's commit",
  async () => {
    const repository = createProject();
    const plain = ["model.json", "metrics.json", "params.yaml"].map((path) => [
      path,
      RELEASED[path]!,
    ]);
    commitState(repository, { files: Object.fromEntries(plain) as Record<string, string> });
    repository.git("tag", "-a", "-m", "m", "v1.0.0");
    commitState(repository, { files: RELEASED });
    repository.git("tag", "-a", "-m", "m", "v1.1.0");
    const { notApplicable } = await judgedBy(RULE, repository, "v1.1.0");
    assert.match(notApplicable ?? "", /v1\.0\.0 has no bundle/);
    const alone = createProject();
    commitState(alone, { files: RELEASED });
    for (const name of ["v1.0.0-rc.1", "v1.0.0"]) alone.git("tag", "-a", "-m", "m", name);
    assert.match((await judgedBy(RULE, alone, "v1.0.0")).notApplicable ?? "", /is the same commit/);
  },
);

addExample(edited, RULE);
edited.run();
