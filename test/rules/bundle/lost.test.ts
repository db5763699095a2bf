// bundle/complete: a release without a bundle, where the one before it had one.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { judgeSecond, type Releases } from "../../helpers/releases.ts";

const lost = suite("rules/bundle/complete of a lost bundle");

const GONE = Object.fromEntries(
  ["model.json", "metrics.json", "params.yaml", "manifest.json"].map((name) => [
    `publish/v1/${name}`,
    null,
  ]),
);
const MOVED = { "publish/v2/model.json": "{}\n", "publish/v2/metrics.json": "{}\n" };

const TABLE: Readonly<Record<string, readonly [made: Releases, keys: readonly string[]]>> = {
  "another major version": [{ tags: ["v1.0.0", "v2.0.0"] }, ["warning lost"]],
  "a bundle that is gone": [{ second: { files: GONE } }, ["warning lost"]],
  "the next version of an artifact": [{ tags: ["risk@v1.0.0", "risk@v2.0.0"] }, ["warning lost"]],
  "another artifact": [{ tags: ["risk@v1.0.0", "churn@v2.0.0"] }, []],
  "the same bundle": [{}, []],
  "a bundle of its own": [
    { tags: ["v1.0.0", "v2.0.0"], second: { files: MOVED } },
    ["error missing"],
  ],
  "no bundle before": [{ first: { files: {} }, tags: ["v2.0.0", "v3.0.0"] }, []],
  "a policy by which it has none": [
    {
      tags: ["v1.0.0", "v1.1.0"],
      policy: { bundle: { path: "publish/{artifact}/{version}" } },
    },
    [],
  ],
};

for (const [name, [made, keys]] of Object.entries(TABLE)) {
  lost(name, async () => {
    const judged = await judgeSecond("bundle/complete", made);
    assert.deepEqual(judged.keys, keys, judged.findings.map(({ text }) => text).join());
  });
}

lost("names the old one, and that it is still there", async () => {
  const { findings } = await judgeSecond("bundle/complete", { tags: ["v1.0.0", "v2.0.0"] });
  assert.match(
    findings[0]?.text ?? "",
    /^v2\.0\.0 has no bundle where one is looked for, and v1\.0\.0 \([0-9a-f]{7}\) before it had publish\/v1, which is still there and was not judged\.$/,
  );
});

lost("does not apply where neither has one", async () => {
  const { notApplicable } = await judgeSecond("bundle/complete", { tags: ["v2.0.0", "v3.0.0"] });
  assert.match(notApplicable ?? "", /no bundle/);
});

lost.run();
