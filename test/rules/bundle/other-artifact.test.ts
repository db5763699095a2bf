// bundle/from-lock: the promoted model is that of the tag's artifact, and not of another one.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { judgeBundle, METRICS, MODEL, STAGES, type BundleCase } from "../../helpers/bundle.ts";
import { md5, type HandStage } from "../../helpers/pipeline.ts";

const other = suite("rules/bundle/from-lock of another artifact");

const RISK = '{"weights": [7, 8]}\n';
const ARTIFACTS = { churn: { path: "model.json" }, risk: { path: "risk.json", type: "model" } };

/** The bundle promotes `model.json`, which is the artifact churn. */
function bundleOf(
  tag: string,
  more: BundleCase = {},
  stages: readonly HandStage[] = [...STAGES, TRAIN],
): BundleCase {
  const files = { "risk.json": RISK, ...more.files };
  return { tag, stages, artifacts: ARTIFACTS, ...more, files };
}

const TRAIN: HandStage = { name: "train-risk", outs: ["risk.json"] };

const TABLE: Readonly<Record<string, readonly [made: BundleCase, keys: readonly string[]]>> = {
  "the model of another artifact": [bundleOf("risk@v1.0.0"), ["error otherArtifact"]],
  "the same for a stage tag": [
    bundleOf("risk#prod#1", { beside: ["risk@v1.0.0"] }),
    ["error otherArtifact"],
  ],
  "the same, indented anew": [
    bundleOf("risk@v1.0.0", { files: { "publish/v1/model.json": '{"weights":[1,2]}' } }),
    ["error otherArtifact"],
  ],
  "its own model": [bundleOf("churn@v1.0.0"), []],
  "a release of no artifact": [bundleOf("v1.0.0"), []],
  "an artifact that nobody declares": [bundleOf("gone@v1.0.0"), []],
  "two artifacts of one content": [bundleOf("risk@v1.0.0", { files: { "risk.json": MODEL } }), []],
  "a second name of its own file": [
    bundleOf("risk@v1.0.0", {
      artifacts: { churn: { path: "model.json" }, risk: { path: "model.json" } },
    }),
    [],
  ],
  "an artifact that leads nowhere": [
    bundleOf("risk@v1.0.0", {
      artifacts: { churn: { path: "model.json" }, risk: { path: "${where}/risk.json" } },
    }),
    [],
  ],
  "both models": [bundleOf("risk@v1.0.0", { files: { "publish/v1/model.bin.json": RISK } }), []],
  "a data set that was released with a model": [
    bundleOf("risk@v1.0.0", {
      artifacts: { churn: { path: "model.json" }, risk: { path: "risk.json", type: "dataset" } },
    }),
    [],
  ],
  "its own model in another form, which is an artifact too": [
    bundleOf("risk@v1.0.0", {}, [
      TRAIN,
      { ...STAGES[0]!, deps: ["risk.json"] },
      ...STAGES.slice(1),
    ]),
    [],
  ],
  "what its own was made of": [
    bundleOf("risk@v1.0.0", {}, [...STAGES, { ...TRAIN, deps: ["model.json"] }]),
    ["warning partOfArtifact"],
  ],
};

for (const [name, [made, keys]] of Object.entries(TABLE)) {
  other(`${keys.length === 0 ? "accepts" : "tells"} ${name}`, async () => {
    const judged = await judgeBundle("bundle/from-lock", made);
    assert.deepEqual(judged.keys, keys, judged.findings.map(({ text }) => text).join());
    assert.deepEqual(judged.gaps, []);
  });
}

other("names both", async () => {
  const { findings } = await judgeBundle("bundle/from-lock", bundleOf("risk@v1.0.0"));
  assert.equal(
    findings[0]?.text,
    "publish/v1/model.json is the artifact churn (model.json), and not risk (risk.json), which risk@v1.0.0 releases.",
  );
});

other("knows an artifact that is a directory by its files", async () => {
  const artifacts = { churn: { path: "model.json" }, risk: { path: "risk" } };
  const closed = (files: object): BundleCase =>
    bundleOf(
      "risk@v1.0.0",
      {
        artifacts,
        prepare: ({ write }) =>
          write(
            "risk.dvc",
            `outs:\n- ${JSON.stringify({ path: "risk", hash: "md5", ...files })}\n`,
          ),
      },
      STAGES,
    );
  const listed = (text: string) => closed({ files: [{ relpath: "m.json", md5: md5(text) }] });
  const keysOf = async (made: BundleCase) => (await judgeBundle("bundle/from-lock", made)).keys;
  assert.deepEqual(await keysOf(listed(RISK)), ["error otherArtifact"]);
  assert.deepEqual(await keysOf(listed(MODEL)), []);
  const { keys, gaps } = await judgeBundle("bundle/from-lock", closed({ md5: `${md5("x")}.dir` }));
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /the artifact risk, may hold publish\/v1\/model\.json/);
});

other("does not ask the metrics", async () => {
  const made = bundleOf("risk@v1.0.0", {
    artifacts: { numbers: { path: "metrics.json" }, risk: { path: "risk.json" } },
    files: { "publish/v1/model.json": RISK, "metrics.json": METRICS },
  });
  assert.deepEqual((await judgeBundle("bundle/from-lock", made)).keys, []);
});

other.run();
