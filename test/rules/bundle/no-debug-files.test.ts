import assert from "node:assert/strict";
import { suite } from "uvu";
import { DEBUG_GLOBS, isLeftover, leftoversBeside } from "../../../lib/formats/leftovers.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";

const names = suite("rules/bundle/no-debug-files names");

const LEFTOVERS = [
  "debug.log",
  "Debug/model.json",
  "model-debug.json",
  "scratch.ipynb",
  "model.candidate.json",
  "candidates/model.json",
  "candidate.json",
  "candidate-2.pkl",
  "model_candidate2.pkl",
  "debug_scores.csv",
  "scratch-1.md",
  "metrics.json.bak",
  "metrics.json~",
  "a.tmp",
  ".DS_Store",
  "docs/.DS_Store",
  "Untitled1.ipynb",
  ".ipynb_checkpoints/a.ipynb",
  "params.yaml.orig",
  "model copy.json",
  "model (1).json",
  "__pycache__/a.pyc",
  "model_backup.json",
  "backup-2026.json",
  "backup/model.json",
  "model-bkp.json",
  "bak/metrics.json",
  "metrics_tmp.json",
  "tmp_metrics.json",
  "nohup.out",
  "model_old.json",
  "model.old.json",
  "model_copy2.json",
  "metrics-copy.json",
  "old_params.yaml",
  "copy of report.pdf",
  "my_scratch/a.json",
];
const FINE = [
  "model.json",
  "README.md",
  "model(final).json",
  "attempt.json",
  "a.b.json",
  "bakery.csv",
  "backup_generator.onnx",
  "temp_scaling.json",
  "years_old.csv",
  "years_old.json",
  "ad_copy.json",
  "from_scratch/model.bin",
  "old_faithful.csv",
  "my_scratches.csv",
  "remodel_old.json",
  "bert_from_scratch.bin",
  "candidates.md",
  "candidate_generator.onnx",
  "rank_candidate_pairs.csv",
  "docs/debugging.md",
  "scratches.csv",
];

for (const name of LEFTOVERS) names(`${name} is a leftover`, () => assert.ok(isLeftover(name)));
for (const name of FINE) names(`${name} is none`, () => assert.ok(!isLeftover(name)));
names("knows the copies of what is there", () => {
  const copies = ["ranker_old.pkl", "a/ranker-copy2.tar.gz", "encoder_old/weights.bin"];
  const originals = ["Ranker.bin", "a/ranker.bin", "encoder/weights.bin"];
  const others = ["years_old.json", "ad_copy.json", "a/encoder_old.bin", ".old", "_old.json"];
  assert.deepEqual(leftoversBeside([...copies, ...originals, ...others]), copies);
  assert.deepEqual(leftoversBeside(originals), []);
});
names("can be printed", () => assert.ok(DEBUG_GLOBS.length > 10));
names.run();

runBundleTable("bundle/no-debug-files", {
  "holds for a tidy bundle": {},
  "does not look outside of the bundle": { files: { "debug.log": "x" } },
  "names every leftover in one finding": {
    files: { "publish/v1/debug.log": "x", "publish/v1/notes/scratch.md": "x" },
    keys: ["error leftover"],
    says: ["2 debug, scratch", "publish/v1/debug.log and publish/v1/notes/scratch.md"],
  },
  "names the copy of a file that is there": {
    files: { "publish/v1/vocabulary.json": "1", "publish/v1/vocabulary_old.json": "2" },
    keys: ["error leftover"],
    says: ["1 debug, scratch, candidate or backup file: publish/v1/vocabulary_old.json"],
  },
  "passes over what is marked internal": {
    files: { "publish/v1/notes/scratch.md": "x" },
    policy: { bundle: { internal: ["notes/**"] } },
  },
});
