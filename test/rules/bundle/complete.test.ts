import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ITEMS, item, MODEL, STAGES } from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { md5 } from "../../helpers/pipeline.ts";

const bill = JSON.stringify({
  bomFormat: "CycloneDX",
  components: [{ type: "machine-learning-model", name: "model.json" }],
});
const two = { "publish/v1/model.bin": "other" };
const parts = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`publish/v1/${name}`, `part ${name}`]));
const SHARDED = [
  "model.safetensors.index.json",
  "model-00001-of-00002.safetensors",
  "model-00002-of-00002.safetensors",
];
const dvcKept = {
  prepare: (repository: { write: (path: string, text: string) => void }) =>
    repository.write(
      "publish/v1/model.pkl.dvc",
      `outs:\n- md5: ${md5("pickle")}\n  hash: md5\n  size: 6\n  path: model.pkl\n`,
    ),
  files: { "publish/v1/model.json": null },
};

runBundleTable("bundle/complete", {
  "holds for a whole bundle": {},
  "holds where SHA256SUMS is the manifest": {
    files: { "publish/v1/manifest.json": null, "publish/v1/SHA256SUMS": `${"a".repeat(64)}  x\n` },
  },
  "holds for a model that DVC keeps": dvcKept,
  "does not take a model's signature for a second model": {
    files: { "publish/v1/model.json.sig": "x", "publish/v1/model.sha256": "x" },
  },
  "takes the files of a directory for one model": {
    files: { "publish/v1/model.json": null, "publish/v1/model/a": "a", "publish/v1/model/b": "b" },
  },
  "does not take a backup of the model for a second model": {
    files: { "publish/v1/model.json.bak": "old" },
  },
  "misses a manifest that a stage leaves to git and git has not": {
    stages: [...STAGES, { name: "publish", outs: ["publish/v1/manifest.json"] }],
    prepare: ({ directory }) => rmSync(join(directory, "publish/v1/manifest.json")),
    keys: ["error missing"],
    says: ["publish/v1 holds no manifest."],
  },
  "misses params and metrics": {
    files: { "publish/v1/params.yaml": null, "publish/v1/metrics.json": null },
    keys: ["error missing"],
    says: ["publish/v1 holds no metrics and params."],
  },
  "does not count a model that is marked internal": {
    policy: { bundle: { internal: ["model.*"] } },
    keys: ["error missing"],
  },
  "cannot tell two models apart": {
    files: two,
    items: ["model.json", "model.bin"],
    keys: ["error ambiguous"],
    says: ["2 files that may be the promoted model", "publish/v1/model.bin"],
  },
  "cannot tell them apart where the manifest calls both the model": {
    files: two,
    items: [...ITEMS, item("model.bin", "other", { role: "model" })],
    keys: ["error ambiguous"],
  },
  "cannot tell them apart where the manifest gives one of them two roles": {
    files: two,
    items: [
      ...ITEMS,
      item("model.bin", "other", { role: "model" }),
      item("model.bin", "other", { role: "weights" }),
    ],
    keys: ["error ambiguous"],
  },
  "cannot tell them apart by a bill of materials beside the manifest": {
    files: { ...two, "publish/v1/bom.json": bill },
    items: ["model.json", "model.bin"],
    keys: ["error ambiguous"],
  },
  "takes graph and weights for one model": {
    files: { "publish/v1/model.json": null, ...parts("model.xml", "model.bin") },
    items: ["model.xml", "model.bin"],
  },
  "takes shards and their index for one model": {
    files: { "publish/v1/model.json": null, ...parts(...SHARDED) },
    items: SHARDED,
  },
  "takes shards without an index for one model": {
    files: { "publish/v1/model.json": null, ...parts(...SHARDED.slice(1)) },
    items: SHARDED.slice(1),
  },
  "cannot tell shards from another model": {
    files: parts(...SHARDED),
    items: [...SHARDED, "model.json"],
    keys: ["error ambiguous"],
    says: ["2 files that may be the promoted model"],
  },
  "lets the manifest tell a model of two parts from another one": {
    files: parts("model.xml", "model.bin"),
    items: [
      item("model.json", "any", { role: "source" }),
      item("model.xml", "any", { role: "model" }),
      item("model.bin", "any", { role: "weights" }),
    ],
  },
  "lets the manifest tell two models apart": {
    files: two,
    items: [...ITEMS, item("model.bin", "other", { role: "weights" })],
  },
  "cannot tell two metrics files apart": {
    files: { "publish/v1/metrics.yaml": "auc: 1\n" },
    items: [],
    keys: ["error ambiguous"],
    says: ["promoted metrics"],
  },
  "refuses a configured bundle that is absent": {
    policy: { bundle: { path: "release/v{major}" } },
    keys: ["error absent"],
    says: ["promotes release/v1, but the commit does not hold it"],
  },
  "refuses a configured bundle that is a symbolic link": {
    policy: { bundle: { path: "current" } },
    prepare: ({ directory }) => symlinkSync("publish/v1", join(directory, "current")),
    keys: ["error absent"],
    says: ["it is a symbolic link"],
  },
  "notes a bundle that DVC keeps as a directory": {
    policy: { bundle: { path: "kept" } },
    stages: STAGES,
    prepare: (repository) =>
      repository.write("kept.dvc", `outs:\n- md5: ${md5("d")}.dir\n  hash: md5\n  path: kept\n`),
    gaps: [/^kept is kept by DVC/],
  },
  "does not call a directory of the model's by the name of another": {
    files: { "publish/v1/model.json": MODEL, "publish/v1/docs/model.md": "about" },
  },
});
