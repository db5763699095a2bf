import assert from "node:assert/strict";
import { suite } from "uvu";
import { auditIn } from "../../helpers/audit.ts";
import {
  CLOSED,
  ITEMS,
  item,
  judgeBundle,
  keepChecksum,
  keepSums,
  METRICS,
  MODEL,
  PARAMS,
  sha256,
  type Item,
} from "../../helpers/bundle.ts";
import { runBundleTable } from "../../helpers/bundle-table.ts";
import { createProject, lockNow, md5 } from "../../helpers/pipeline.ts";

const [MODEL_ITEM, ...REST] = ITEMS;

/** An OpenSSF model signature of a directory with one file. */
function signature(directory: string, { path, sha256: digest }: Item): string {
  const payload = JSON.stringify({
    subject: [{ name: directory }],
    predicateType: "https://model_signing/signature/v1.0",
    predicate: { resources: [{ name: path, digest, algorithm: "sha256" }] },
  });
  const payloadType = "application/vnd.in-toto+json";
  return JSON.stringify({
    dsseEnvelope: { payloadType, payload: Buffer.from(payload).toString("base64") },
  });
}

runBundleTable("manifest/digests-match", {
  "refuses another digest of a review note, where it is listed": {
    files: { "publish/v1/review.md": "# Review\n" },
    items: [...ITEMS, item("review.md", "# Other\n")],
    keys: ["error differs"],
  },
  "holds for true digests": {},
  "holds for digests in upper case and with a prefix": {
    items: [...REST, { path: "model.json", digest: `sha256:${sha256(MODEL).toUpperCase()}` }],
  },
  "holds for sums beside a plain list": {
    manifest: '["model.json", "metrics.json", "params.yaml"]',
    files: {
      "publish/v1/SHA256SUMS": `${sha256(MODEL)}  model.json\n${sha256(METRICS)} *metrics.json\n${sha256(PARAMS)}  params.yaml\n`,
    },
  },
  "refuses another sha256": {
    items: [...REST, { ...MODEL_ITEM, sha256: sha256("other") }],
    keys: ["error differs"],
    says: [`its sha256 is ${sha256(MODEL).slice(0, 8)}`, `says ${sha256("other").slice(0, 8)}`],
  },
  "refuses another sha256 of the manifest's own model": {
    manifest: JSON.stringify({
      model: { path: "model.json", sha256: sha256("other") },
      files: ITEMS,
    }),
    keys: ["error differs"],
    says: [`says ${sha256("other").slice(0, 8)}`],
  },
  "refuses another sha256 beside the list": {
    manifest: JSON.stringify({
      files: ITEMS.map(({ path }) => path),
      checksums: {
        "model.json": sha256("other"),
        "metrics.json": sha256(METRICS),
        "params.yaml": sha256(PARAMS),
      },
    }),
    keys: ["error differs"],
    says: [`says ${sha256("other").slice(0, 8)}`],
  },
  "holds for digests of the input data beside the list": {
    manifest: JSON.stringify({ files: ITEMS, checksums: { "data/raw.csv": sha256("data") } }),
  },
  "refuses another length": {
    items: [...REST, { path: "model.json", sha256: sha256(MODEL), length: 7 }],
    keys: ["error differs"],
    says: ["says 7 bytes"],
  },
  "counts one byte": {
    items: [...REST, { ...MODEL_ITEM, bytes: 1 }],
    keys: ["error differs"],
    says: ["says 1 byte."],
  },
  "refuses another size": {
    items: [...REST, { ...MODEL_ITEM, bytes: 7 }],
    keys: ["error differs"],
    says: ["its size is 20 bytes", "says 7 bytes"],
  },
  "refuses another md5 beside a true sha256": {
    items: [...REST, { ...MODEL_ITEM, md5: md5("other") }],
    keys: ["error differs"],
    says: ["its md5 is"],
  },
  "compares what is at hand where another manifest is not": {
    items: [...REST, { ...MODEL_ITEM, sha256: sha256("other") }],
    prepare: keepSums,
    keys: ["error differs"],
    gaps: [/^publish\/v1\/SHA256SUMS is kept by DVC and its bytes are not at hand/],
  },
  "tells of a checksum beside the manifest that cannot be read": {
    files: { "publish/v1/model.json.sha256": "see the wiki\n" },
    gaps: [/^publish\/v1\/model\.json\.sha256 could not be read: .*: it was not compared$/],
  },
  "tells of a checksum beside the manifest that is not at hand": {
    prepare: keepChecksum,
    gaps: [
      /^publish\/v1\/model\.json\.sha256 is kept by DVC and its bytes are not at hand: it was not compared$/,
    ],
  },
  "asks no list of checksums for its own digest": {
    items: [...ITEMS, { path: "SHA256SUMS" }],
    files: { "publish/v1/SHA256SUMS": `${sha256(MODEL)}  model.json\n` },
  },
  "passes over a signature, which nobody compares": {
    files: { "publish/v1/model.json.sig": "\u0000\u0001 binary" },
  },
  "refuses a digest that is none": {
    items: [...REST, { ...MODEL_ITEM, sha256: "TODO" }],
    keys: ["error differs"],
    says: [
      `publish/v1/manifest.json:16 gives "TODO" as the sha256 of publish/v1/model.json, which is none: it has 64 hex digits, and the file's begins with ${sha256(MODEL).slice(0, 8)}.`,
    ],
  },
  "refuses a digest with more behind it": {
    items: [...REST, { ...MODEL_ITEM, sha256: `${sha256(MODEL)}\n` }],
    keys: ["error differs"],
    says: [`gives "${sha256(MODEL)}\\n" as the sha256`],
  },
  "refuses a digest of no kind": {
    items: [...REST, { path: "model.json", digest: "TODO" }],
    keys: ["error differs"],
    says: ['gives "TODO" as the sha256 of publish/v1/model.json, which is none'],
  },
  "refuses an md5 in place of a sha256": {
    items: [...REST, { ...MODEL_ITEM, sha256: md5(MODEL) }],
    keys: ["error differs"],
    says: [`gives "${md5(MODEL)}" as the sha256`],
  },
  "cannot compare a manifest in a closed bundle": {
    ...CLOSED,
    gaps: [/^the manifest of publish\/v1 may be in publish\/v1, of which only/],
  },
  "notes what is said of a directory": {
    files: { "publish/v1/docs/a.md": "a" },
    items: [...ITEMS, { path: "docs", sha256: sha256("a") }],
    gaps: [/^publish\/v1\/manifest\.json:22 describes publish\/v1\/docs, .* not compared$/],
  },
  "notes what is said of a file in a closed directory": {
    prepare: ({ write }) =>
      write("publish/v1/big.dvc", `outs:\n- md5: ${md5("b")}.dir\n  hash: md5\n  path: big\n`),
    items: [...ITEMS, { path: "big/a.bin", sha256: sha256("a") }],
    gaps: [/describes publish\/v1\/big\/a\.bin, .* not compared$/],
  },
  "reads a signature's names from the directory that it signs": {
    files: {
      "publish/v1/model/config.json": "{}",
      "publish/v1/config.json": "[]",
      "publish/v1/model.sig": signature("model", item("config.json", "{}")),
    },
  },
  "refuses another sha256 in a signature of a directory": {
    files: {
      "publish/v1/model/config.json": "{}",
      "publish/v1/model.sig": signature("model", item("config.json", "[]")),
    },
    keys: ["error differs"],
    says: ["publish/v1/model/config.json is not the file that the manifest describes"],
  },
  "notes the digests that it does not compare": {
    items: ITEMS.map((one) => ({ ...one, sha512: "c".repeat(128), sha1: "d".repeat(40) })),
    keys: ["note uncompared"],
    says: [
      "publish/v1/manifest.json also gives a sha512 and sha1, of 3 files: publish/v1/model.json, publish/v1/metrics.json and publish/v1/params.yaml. Only sha256 and md5 are compared.",
    ],
  },
  "warns where all that is given is not compared": {
    items: [...REST, { path: "model.json", sha512: "c".repeat(128) }],
    keys: ["warning weak"],
    says: ["publish/v1/manifest.json gives no sha256 for 1 file: publish/v1/model.json."],
    gaps: [
      /^publish\/v1\/model\.json: its sha512 in publish\/v1\/manifest\.json:16 was not compared$/,
    ],
  },
  "warns where there is only an md5": {
    items: [...REST, { path: "model.json", md5: md5(MODEL) }],
    keys: ["warning weak"],
    says: ["gives no sha256 for 1 file: publish/v1/model.json"],
  },
  "warns once where there is nothing": {
    items: ["model.json", "metrics.json", "params.yaml"],
    keys: ["warning weak"],
  },
  "compares the recorded md5 of a file that DVC keeps": {
    prepare: ({ write }) =>
      write("publish/v1/big.bin.dvc", `outs:\n- md5: ${md5("b")}\n  hash: md5\n  path: big.bin\n`),
    items: [...ITEMS, { path: "big.bin", md5: md5("c") }],
    keys: ["error differs", "warning weak"],
  },
  "notes a sha256 of a file that DVC keeps": {
    prepare: ({ write }) =>
      write("publish/v1/big.bin.dvc", `outs:\n- md5: ${md5("b")}\n  hash: md5\n  path: big.bin\n`),
    items: [...ITEMS, item("big.bin", "b")],
    gaps: [/outside of git and not at hand: its sha256 was not compared/],
  },
});

const folding = suite("rules/manifest/digests-match folding");

folding("is one finding where the whole manifest is of another state", async () => {
  const items = ITEMS.map((one) => ({ ...one, sha256: sha256("other") }));
  const { findings } = await judgeBundle("manifest/digests-match", { items });
  assert.equal(findings.length, 1);
  assert.match(findings[0]?.text ?? "", /^publish\/v1\/model\.json is not the file/);
  const consequences = findings[0]?.consequences ?? [];
  assert.deepEqual(
    consequences.map((text) => text.split(" ")[1]),
    ["publish/v1/metrics.json", "publish/v1/params.yaml"],
  );
});

folding("is a consequence where the file itself is not what its stage wrote", async () => {
  const repository = createProject();
  const manifest = JSON.stringify({ artifacts: ITEMS });
  const files = {
    "model.json": MODEL,
    "metrics.json": METRICS,
    "params.yaml": PARAMS,
    "manifest.json": manifest,
  };
  for (const [path, text] of Object.entries(files)) repository.write(`publish/v1/${path}`, text);
  const outs = Object.keys(files).map((path) => `publish/v1/${path}`);
  lockNow(repository, [{ name: "publish", outs }]);
  repository.write("publish/v1/model.json", '{"weights": [3]}\n');
  repository.commit("edited");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const { releases } = await auditIn({ directory: repository.directory, revisions: ["v1.0.0"] });
  const errors = (releases[0]?.findings ?? []).filter(({ level }) => level === "error");
  assert.deepEqual(
    errors.map(({ rule }) => rule),
    ["lock/outs-match"],
  );
  assert.ok(errors[0]?.consequences.some((text) => text.startsWith("manifest/digests-match: ")));
});

folding.run();
