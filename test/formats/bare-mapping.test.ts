import assert from "node:assert/strict";
import { suite } from "uvu";
import { A, B, entriesIn, read } from "../helpers/manifest-text.ts";

const bare = suite("formats/bare-mapping");

const said = (text: unknown, path = "manifest.json"): readonly string[] =>
  entriesIn(path, typeof text === "string" ? text : JSON.stringify(text)).map(
    ({ path: file, role, sha256, md5 }) =>
      [file, role, sha256?.slice(0, 2), md5?.slice(0, 2)].filter(Boolean).join(" "),
  );

bare("reads paths with their digests", () => {
  assert.deepEqual(said({ "model.pkl": A, "metrics.json": `sha256:${A}`, "a/b.csv": B }), [
    "model.pkl aa",
    "metrics.json aa",
    "a/b.csv bb",
  ]);
  assert.deepEqual(said(`model.pkl: ${A}\n`, "manifest.yaml"), ["model.pkl aa"]);
});

bare("reads roles with their entries, and what stands beside them", () => {
  const entry = (path: string) => ({ path, sha256: A });
  const text = { release: "v1.2.0", model: entry("model.pkl"), metrics: entry("metrics.json") };
  assert.deepEqual(said(text), ["model.pkl model aa", "metrics.json metrics aa"]);
  const parsed = read("manifest.json", JSON.stringify(text));
  assert.deepEqual(parsed.ok && parsed.value.releases.map(({ value }) => value), ["v1.2.0"]);
  assert.deepEqual(said({ "model.pkl": { sha256: A } }), ["model.pkl aa"]);
});

const OTHERS: readonly unknown[] = [
  {},
  { release: "v1.2.0" },
  { "model.pkl": "good" },
  { model: A },
  { "model.pkl": A, note: "good" },
  { "model.pkl": A, model: { name: "risk" } },
  { auc: 0.9 },
  { train: { lr: 0.1 } },
  { "model.pkl": { size: 3 } },
  { model: { path: 3 } },
];

for (const other of OTHERS) {
  bare(`takes ${JSON.stringify(other)} for no list`, () => {
    const parsed = read("manifest.json", JSON.stringify(other));
    assert.match(parsed.ok ? "read" : parsed.problem.text, /^lists no files/);
  });
}

bare("tells an entry that contradicts itself", () => {
  const text = JSON.stringify({ "model.pkl": { sha256: A, digest: `sha256:${"c".repeat(64)}` } });
  assert.equal(read("manifest.json", text).ok, false);
});

bare.run();
