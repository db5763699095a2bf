// A GTO stage tag promotes the version on its commit: the bundle of that one is audited.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { CLOSED, judgeBundle, type BundleCase, type Item } from "../../helpers/bundle.ts";
import type { Judged } from "../../helpers/judged.ts";

const assigned = suite("rules/bundle of a stage tag");

const STAGE = "default-risk#prod#1";
const MODEL = "default-risk@v1.2.0";
const TAGS = { tag: STAGE, beside: [MODEL] };
const edited = { "publish/v1/metrics.json": '{"auc": 0.99, "threshold": 0.5}\n' };
const named = (release: Item): BundleCase => ({
  ...TAGS,
  manifest: JSON.stringify({ ...release, artifacts: [] }),
});

assigned("refuses a file that no lock recorded", async () => {
  const { keys } = await judgeBundle("bundle/from-lock", { ...TAGS, files: edited });
  assert.deepEqual(keys, ["error unrecorded"]);
});

assigned("holds for a good bundle", async () => {
  for (const rule of ["bundle/from-lock", "bundle/complete", "manifest/complete"]) {
    // oxlint-disable-next-line no-await-in-loop -- one repository after the other
    const { keys, gaps, notApplicable } = await judgeBundle(rule, TAGS);
    assert.deepEqual([rule, keys, gaps, notApplicable], [rule, [], [], null]);
  }
});

assigned("refuses a configured path that is absent", async () => {
  const policy = { bundle: { path: "out/{artifact}/{version}" } };
  const { keys, findings } = await judgeBundle("bundle/complete", { ...TAGS, policy });
  assert.deepEqual(keys, ["error absent"]);
  assert.match(findings[0]?.text ?? "", /out\/default-risk\/1\.2\.0/);
});

const NAMES: readonly (readonly [release: Item, keys: readonly string[]])[] = [
  [{ release: "v1.2.0" }, []],
  [{ release: MODEL }, []],
  [{ release: STAGE }, []],
  [{ release: "v1.1.0" }, ["error other"]],
  [{ release: "default-risk@v1.1.0" }, ["error other"]],
];

for (const [release, keys] of NAMES) {
  assigned(`${keys.length === 0 ? "accepts" : "refuses"} ${JSON.stringify(release)}`, async () => {
    assert.deepEqual((await judgeBundle("manifest/names-release", named(release))).keys, keys);
  });
}

const gapsOf = async (made: BundleCase): Promise<Judged["gaps"]> =>
  (await judgeBundle("bundle/from-lock", { tag: STAGE, files: edited, ...made })).gaps;
const UNKNOWN = `no version of default-risk is known to be registered at this commit: which bundle ${STAGE} promotes is not known`;

assigned("says that it does not know the bundle where no version is registered", async () => {
  const unknown = [`blocking: ${UNKNOWN}`];
  assert.deepEqual(await gapsOf({}), unknown);
  assert.deepEqual(await gapsOf({ beside: ["other@v1.2.0", "v1.2.0"] }), unknown);
  assert.deepEqual(await gapsOf({ beside: [MODEL, `${MODEL}!`] }), unknown);
  assert.deepEqual(await gapsOf(CLOSED), unknown);
});

assigned("only notes it where nothing at the usual places looks like a bundle", async () => {
  const names = ["model.json", "metrics.json", "params.yaml", "manifest.json"];
  const gone = Object.fromEntries(names.map((name) => [`publish/v1/${name}`, null]));
  const files = { ...gone, "publish/site/index.html": "" };
  assert.deepEqual(await gapsOf({ files }), [UNKNOWN]);
  assert.deepEqual(await gapsOf({ files: gone }), []);
});

assigned("does not pass it where the policy names a bundle", async () => {
  const policy = { bundle: { path: "publish/v{major}" } };
  assert.deepEqual(await gapsOf({ policy }), [`blocking: ${UNKNOWN}`]);
  assert.deepEqual(await gapsOf({ policy, beside: [MODEL] }), []);
});

assigned.run();
