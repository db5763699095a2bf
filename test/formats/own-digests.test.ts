import assert from "node:assert/strict";
import { suite } from "uvu";
import { A, B, read } from "../helpers/manifest-text.ts";

const ownDigests = suite("formats/own-digests");
const LIST = [{ path: "m.json", role: "model" }, "n.json"];

/** `path sha256 md5` of what is said beside the list. */
function said(fields: object): string[] {
  const result = read("manifest.json", JSON.stringify({ files: LIST, ...fields }));
  assert.ok(result.ok, result.ok ? "" : result.problem.text);
  const beside = result.value.entries.filter(({ aside }) => aside === true);
  return beside.map(({ path, sha256, md5 }) => [path, sha256, md5].map(String).join(" "));
}

const READ: readonly (readonly [fields: object, entries: readonly string[]])[] = [
  [{ checksums: { "m.json": A, "n.json": `md5:${B}` } }, [`m.json ${A} null`, `n.json null ${B}`]],
  [{ digests: { "m.json": { sha256: A, md5: B } } }, [`m.json ${A} ${B}`]],
  [
    { hashes: { sha256: { "m.json": A }, md5: { "n.json": B } } },
    [`m.json ${A} null`, `n.json null ${B}`],
  ],
  [{ checksums: { sha256: { "m.json": "TODO" } } }, ["m.json TODO null"]],
  [{ checksums: { model: A, other: A } }, [`m.json ${A} null`, `other ${A} null`]],
  [{ sha256: { "m.json": A }, md5: { "n.json": B } }, [`m.json ${A} null`, `n.json null ${B}`]],
  [{ sha256: A, md5: [B] }, []],
  [{ checksums: { model: { path: "x.json", sha256: A } } }, [`x.json ${A} null`]],
  [{ checksums: { sha256: A, pipeline: "dvc", count: 3, none: null } }, []],
  [{ hash: A, checksums: [A], digest: null }, []],
];

for (const [fields, entries] of READ) {
  ownDigests(`reads ${JSON.stringify(fields).slice(0, 60)}`, () => {
    assert.deepEqual(said(fields), entries);
  });
}

ownDigests("refuses two digests that contradict each other", () => {
  const checksums = { "m.json": { sha256: A, digest: `sha256:${"d".repeat(64)}` } };
  const result = read("manifest.json", JSON.stringify({ files: [], checksums }));
  assert.match(result.ok ? "" : result.problem.text, /two different sha256/);
});

ownDigests.run();
