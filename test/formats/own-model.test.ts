import assert from "node:assert/strict";
import { suite } from "uvu";
import { A, read } from "../helpers/manifest-text.ts";

const ownModel = suite("formats/own-model");

/** `called path sha256`, and `?` behind what may be no file, of each entry beside an empty list. */
function named(fields: string): string[] {
  const result = read("manifest.json", `{${fields}, "files": []}`);
  assert.ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value.entries.map(({ called, path, sha256, aside }) =>
    [called, path, ...(sha256 === null ? [] : ["sha256"]), ...(aside === true ? ["?"] : [])].join(
      " ",
    ),
  );
}

const READ: Readonly<Record<string, readonly string[]>> = {
  '"model": "other.json"': ["model other.json"],
  '"model": "publish/v1/model"': ["model publish/v1/model"],
  '"model": "./model"': ["model ./model"],
  '"model": "../v0/model.bin"': ["model ../v0/model.bin"],
  '"model": "model.tar.gz"': ["model model.tar.gz"],
  '"model": "model-1.2.h5"': ["model model-1.2.h5"],
  '"model": "google/model.onnx"': ["model google/model.onnx"],
  [`"model": {"path": "model.json", "sha256": "${A}"}`]: ["model model.json sha256"],
  '"model": {"file": "weights"}': ["model weights"],
  '"model": {"name": "other.json"}': ["model other.json"],
  '"model": ["a.json", {"path": "b.json"}]': ["models a.json", "models b.json"],
  '"models": [{"path": "other.json"}]': ["models other.json"],
  '"models": {"risk": "a.json", "churn": {"path": "b.json"}}': ["models a.json", "models b.json"],
  [`"models": {"a.json": "${A}", "b.json": {"sha256": "${A}"}, "c.json": 3}`]: [
    "models a.json sha256",
    "models b.json sha256",
    "models c.json",
  ],
  '"model": "default-risk"': ["model default-risk ?"],
  '"model": "google/bert-base"': ["model google/bert-base ?"],
  '"model": "hub.example/google/bert"': ["model hub.example/google/bert ?"],
  '"model": "xgboost-1.7"': ["model xgboost-1.7 ?"],
  '"model": "risk-1.2.rc1"': ["model risk-1.2.rc1 ?"],
  '"model": "sklearn.svm.SVC"': ["model sklearn.svm.SVC ?"],
  '"model": "default-risk@v1.0.0"': ["model default-risk@v1.0.0 ?"],
  '"model": "models:/risk/1/a.json"': ["model models:/risk/1/a.json ?"],
  '"model": "Trained by see.notes"': ["model Trained by see.notes ?"],
  '"model": {"name": "default-risk", "framework": "sklearn.svm", "size": "7B"}': [],
  '"model": {"path": "s3://models/model.json"}': [],
  '"model": null, "models": 3': [],
  '"model": "", "models": {"count": 3, "names": null}': [],
};

for (const [fields, entries] of Object.entries(READ)) {
  ownModel(`reads ${fields.slice(0, 70)}`, () => {
    assert.deepEqual(named(fields), entries);
  });
}

ownModel("refuses two digests that contradict each other", () => {
  const model = { path: "m.json", sha256: A, digest: `sha256:${"d".repeat(64)}` };
  const result = read("manifest.json", JSON.stringify({ files: [], model }));
  assert.match(result.ok ? "" : result.problem.text, /two different sha256/);
});

ownModel.run();
