// A good release of real DVC, and what an honest fool or an attacker does to it: each refused by one rule alone.

import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { foundBy } from "../../helpers/audit.ts";
import { openMutants, type Mutate } from "../../helpers/layout-mutants.ts";
import { pipeline, stage } from "../../helpers/layout.ts";
import { edit } from "../../helpers/numbered-case.ts";
import { md5 } from "../../helpers/pipeline.ts";

const mutations = suite("end-to-end/layouts/mutations");

const FILES = {
  "raw.csv": "1\n2\n",
  "src/train.py": "train\n",
  "src/evaluate.py": "evaluate\n",
  "lib/a.py": "a\n",
  "lib/b.py": "b\n",
  "params.yaml": "lr: 0.1\nlayers: [1, 2]\n",
  "conf/eval.json": '{"threshold": 0.5, "deep": {"k": 1}}\n',
  "dvc.yaml": pipeline(
    [
      stage(
        "prepare",
        "mkdir -p prepared && cp raw.csv prepared/train.csv && cp raw.csv prepared/test.csv",
        "deps: [raw.csv, lib]",
        "outs: [prepared]",
      ),
      stage(
        "train",
        "cat prepared/train.csv > model.bin",
        "deps: [prepared, src/train.py]",
        "params: [lr, layers]",
        "outs: [model.bin]",
      ),
      stage(
        "evaluate",
        "echo '{\"acc\": 0.9}' > metrics.json",
        "deps: [model.bin, prepared/test.csv, src/evaluate.py]",
        "params: [{conf/eval.json: }]",
        "metrics: [{metrics.json: {cache: false}}]",
      ),
    ],
    "artifacts:\n  model: {path: model.bin, type: model}\n",
  ),
};

/** The entry of a path in a stage of the lock, made something else. */
function inLock(name: string, path: string, change: (entry: string) => string): Mutate {
  return (it) => {
    const lock = it.read("dvc.lock");
    const start = lock.indexOf(`\n  ${name}:`);
    const at = lock.indexOf(`    - path: ${path}\n`, start);
    assert.ok(start !== -1 && at !== -1, `${name} ${path}`);
    const [entry = ""] = /^ {4}- .*\n(?: {6}.*\n)*/.exec(lock.slice(at)) ?? [];
    it.write("dvc.lock", lock.slice(0, at) + change(entry) + lock.slice(at + entry.length));
  };
}

const otherSum = (entry: string): string =>
  entry.replace(/md5: [0-9a-f]{32}/, `md5: ${md5("something else")}`);

/** What is done to the release, and the one `rule key` that refuses it. */
const MUTATIONS: Readonly<Record<string, readonly [mutate: Mutate, refusedBy: string]>> = {
  "the metric is edited": [
    (it) => edit(it, "metrics.json", "0.9", "0.99"),
    "lock/outs-match differs",
  ],
  "the metric is edited and some sum written for it": [
    (it) => {
      edit(it, "metrics.json", "0.9", "0.99");
      inLock("evaluate", "metrics.json", otherSum)(it);
    },
    "lock/outs-match differs",
  ],
  "the sum of the metric is forged alone": [
    inLock("evaluate", "metrics.json", otherSum),
    "lock/outs-match differs",
  ],
  "the sum of the metric is taken for one of another kind": [
    inLock("evaluate", "metrics.json", (entry) => entry.replace("hash: md5", "hash: sha256")),
    "lock/outs-match differs",
  ],
  "the code is edited": [(it) => it.write("src/train.py", "better\n"), "lock/deps-match differs"],
  "the code is deleted and its name reused for a directory": [
    (it) => {
      rmSync(join(it.directory, "src/train.py"));
      it.write("src/train.py/main.py", "train\n");
    },
    "lock/deps-match differs",
  ],
  "the code becomes a link to other code": [
    (it) => {
      rmSync(join(it.directory, "src/train.py"));
      symlinkSync("evaluate.py", join(it.directory, "src/train.py"));
    },
    "lock/deps-match differs",
  ],
  "a file of a directory is edited": [
    (it) => it.write("lib/a.py", "other\n"),
    "lock/deps-match differs",
  ],
  "a file of a directory is renamed": [
    (it) => {
      rmSync(join(it.directory, "lib/a.py"));
      it.write("lib/c.py", "a\n");
    },
    "lock/deps-match differs",
  ],
  "a file comes into a directory": [(it) => it.write("lib/c.py", "c\n"), "lock/deps-match differs"],
  "white space at the end of a file": [
    (it) => it.write("src/train.py", "train\n\n"),
    "lock/deps-match differs",
  ],
  "the tracked data is another": [
    (it) => edit(it, "raw.csv.dvc", /md5: [0-9a-f]{32}/, `md5: ${md5("new data")}`),
    "lock/chain-holds broken",
  ],
  "the model was trained again, its evaluation was not": [
    inLock("train", "model.bin", otherSum),
    "lock/chain-holds broken",
  ],
  "the evaluation read another model": [
    inLock("evaluate", "model.bin", otherSum),
    "lock/chain-holds broken",
  ],
  "the training read another directory": [
    inLock("train", "prepared", otherSum),
    "lock/chain-holds broken",
  ],
  "the evaluation read another file of a directory that was written": [
    inLock("evaluate", "prepared/test.csv", otherSum),
    "lock/chain-holds broken",
  ],
  "a param is changed": [
    (it) => edit(it, "params.yaml", "lr: 0.1", "lr: 0.2"),
    "lock/params-match differs",
  ],
  "a param is changed in the lock alone": [
    (it) => edit(it, "dvc.lock", "lr: 0.1", "lr: 0.2"),
    "lock/params-match differs",
  ],
  "an item of a list of params is changed": [
    (it) => edit(it, "params.yaml", "[1, 2]", "[2, 1]"),
    "lock/params-match differs",
  ],
  "a param becomes text": [
    (it) => edit(it, "params.yaml", "lr: 0.1", "lr: '0.1'"),
    "lock/params-match differs",
  ],
  "a param is removed": [
    (it) => edit(it, "params.yaml", "lr: 0.1\n", ""),
    "lock/params-match missing",
  ],
  "a key deep in a wholly tracked file is changed": [
    (it) => edit(it, "conf/eval.json", '"k": 1', '"k": 2'),
    "lock/params-match differs",
  ],
  "a wholly tracked file gets a key": [
    (it) => edit(it, "conf/eval.json", "{", '{"new": 1, '),
    "lock/params-match unrecorded",
  ],
  "the params file is deleted": [
    (it) => rmSync(join(it.directory, "conf/eval.json")),
    "lock/params-match fileAbsent",
  ],
  "a recorded param is removed": [
    (it) => edit(it, "dvc.lock", /\n\s+lr: 0.1/, ""),
    "lock/params-match unrecorded",
  ],
  "the command is edited": [
    (it) => edit(it, "dvc.yaml", "cat prepared/train.csv", "cat prepared/test.csv"),
    "lock/commands-match differs",
  ],
  "the recorded command is edited": [
    (it) => edit(it, "dvc.lock", "cat prepared/train.csv", "cat  prepared/train.csv"),
    "lock/commands-match differs",
  ],
  "a stage is declared and not run": [
    (it) =>
      edit(
        it,
        "dvc.yaml",
        "artifacts:",
        `${stage("extra", "true", "deps: [raw.csv]", "outs: [x]")}artifacts:`,
      ),
    "lock/covers-pipeline neverRun",
  ],
  "the record of a dep is removed": [
    inLock("train", "src/train.py", () => ""),
    "lock/covers-pipeline unrecorded",
  ],
  "the record of a stage is removed": [
    (it) => edit(it, "dvc.lock", /\n {2}evaluate:[^]*?(?=\n {2}\w|$)/, "\n"),
    "lock/covers-pipeline neverRun",
  ],
  "the lock is deleted": [(it) => rmSync(join(it.directory, "dvc.lock")), "lock/present absent"],
  "a stage is recorded twice": [
    (it) => edit(it, "dvc.lock", /\n( {2}train:\n[^]*?)(?=\n {2}evaluate)/, "\n$1\n$1"),
    "lock/readable malformed",
  ],
  "an out lies inside of another": [
    (it) => {
      edit(it, "dvc.yaml", "outs: [prepared]", "outs: [prepared, prepared/train.csv]");
      const more = `    - path: prepared/train.csv\n      hash: md5\n      md5: ${md5("1\n2\n")}\n`;
      inLock("prepare", "prepared", (entry) => entry + more)(it);
    },
    "lock/graph-valid overlap",
  ],
  "the artifact points to nothing": [
    (it) => edit(it, "dvc.yaml", "path: model.bin", "path: models/best.bin"),
    "artifact/resolves missing",
  ],
  "the artifact has another name": [
    (it) => edit(it, "dvc.yaml", "  model: {path", "  modle: {path"),
    "artifact/resolves unknown",
  ],
};

const audited = openMutants(
  mutations,
  {
    files: FILES,
    prepare: async ({ dvc }) => {
      await dvc("add", "raw.csv");
      await dvc("repro");
    },
  },
  "model@v1.0.0",
);

async function refusalsOf(mutate: Mutate): Promise<readonly string[]> {
  return foundBy(await audited(mutate));
}

mutations("nothing is done", async () => {
  assert.deepEqual(await refusalsOf(() => {}), []);
});

for (const [name, [mutate, refusedBy]] of Object.entries(MUTATIONS)) {
  mutations(name, async () => assert.deepEqual(await refusalsOf(mutate), [refusedBy]));
}

mutations.run();
