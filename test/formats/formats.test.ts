import assert from "node:assert/strict";
import { assert as assertProperty, constantFrom, property, uint8Array } from "fast-check";
import { suite } from "uvu";
import { manifestFormats, readManifest } from "../../lib/formats/index.ts";
import { isCompanion, isSumsFile, mayList } from "../../lib/formats/names.ts";
import { A, B, entriesIn, read } from "../helpers/manifest-text.ts";

const formats = suite("formats");

/** `role path bytes sha256 md5` of each entry, and the algorithms that are not compared. */
function lines(path: string, text: string): string[] {
  return entriesIn(path, text).map((entry) =>
    [entry.role, entry.path, entry.bytes, entry.sha256, entry.md5, ...entry.others]
      .map(String)
      .join(" "),
  );
}

/** A signature bundle with a payload, encoded as it is or already in base64. */
function signed(
  payload: string,
  { payloadType = "application/vnd.in-toto+json", encoded = false } = {},
) {
  const base64 = encoded ? payload : Buffer.from(payload).toString("base64");
  return JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    dsseEnvelope: { payload: base64, payloadType },
  });
}

/** The payload of a model's signature. */
function statement(resources: unknown, more: object = {}, serialization: object = {}): string {
  return JSON.stringify({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "v1", digest: { sha256: A } }],
    predicateType: "https://model_signing/signature/v1.0",
    predicate: { resources, serialization: { method: "files", ...serialization } },
    ...more,
  });
}

const base64Of = (text: string): string => Buffer.from(text).toString("base64");
const RESOURCE = { name: "m", digest: A, algorithm: "sha256" };

const READ: readonly (readonly [
  path: string,
  text: string,
  format: string,
  ...entries: string[],
])[] = [
  [
    "manifest.json",
    `{"artifacts": [{"path": "m", "role": "model", "sha256": "${A}", "bytes": 3}]}`,
    "artifacts",
    `model m 3 ${A} null`,
  ],
  [
    "manifest.json",
    `{"files": [{"path": "m", "size": 3, "md5": "${B}"}]}`,
    "files",
    `null m 3 null ${B}`,
  ],
  [
    "manifest.json",
    `{"files": {"m": "${A}", "n": {"size": 1}}}`,
    "files",
    `null m null ${A} null`,
    "null n 1 null null",
  ],
  [
    "manifest.json",
    '{"artifacts": {"model": "m.json"}}',
    "artifacts",
    "model m.json null null null",
  ],
  [
    "manifest.json",
    `{"files": {"m.bin": 20, "n.bin": "sha512:${A}${A}", "o.bin": null, "p.bin": "${A}${A}"}}`,
    "files",
    "null m.bin 20 null null",
    "null n.bin null null null sha512",
    "null o.bin null null null",
    "null p.bin null null null sha512",
  ],
  [
    "manifest.json",
    `{"artifacts": {"model": ["m", {"path": "n", "role": "weights"}], "o.bin": {"name": "O"}}}`,
    "artifacts",
    "model m null null null",
    "weights n null null null",
    "null o.bin null null null",
  ],
  [
    "manifest.json",
    '{"artifacts": {"model": {"name": "m.json"}}}',
    "artifacts",
    "model m.json null null null",
  ],
  [
    "manifest.json",
    `{"artifacts": [{"file": "m", "digest": {"sha256": "${A}"}}]}`,
    "artifacts",
    `null m null ${A} null`,
  ],
  [
    "manifest.json",
    `{"files": [{"path": "m", "sha256": "sha256:${A}", "md5": "sha256:${A}"}]}`,
    "files",
    `null m null ${A} sha256:${A}`,
  ],
  [
    "manifest.yaml",
    `files:\n- path: m\n  md5: ${"1".repeat(32)}\n`,
    "files",
    `null m null null ${"1".repeat(32)}`,
  ],
  [
    "manifest.json",
    '["a", {"path": "b"}]',
    "plain-list",
    "null a null null null",
    "null b null null null",
  ],
  [
    "manifest.txt",
    "# files\na b\r\n\nc\n",
    "plain-list",
    "null a b null null null",
    "null c null null null",
  ],
  ["manifest", ' {"files": ["m"]}', "files", "null m null null null"],
  ["manifest.txt", '[\n"m"]', "plain-list", "null m null null null"],
  ["manifest.txt", "[draft].md\n", "plain-list", "null [draft].md null null null"],
  [
    "SHA256SUMS",
    `${A}  m\n${A} *n o\n`,
    "sums",
    `null m null ${A} null`,
    `null n o null ${A} null`,
  ],
  ["MD5SUMS", `MD5 (m) = ${B}\n`, "sums", `null m null null ${B}`],
  ["SHA256SUMS", `\\${A}  a\\\\b\\nc\n`, "sums", `null a\\b\nc null ${A} null`],
  ["manifest", `${A}  m\n`, "sums", `null m null ${A} null`],
  ["model.sig", signed(statement([RESOURCE])), "model-signing", `null m null ${A} null`],
  [
    "model.sig",
    signed(Buffer.from(statement([RESOURCE])).toString("base64url"), { encoded: true }),
    "model-signing",
    `null m null ${A} null`,
  ],
  [
    "model.sig",
    signed(
      statement(
        [
          { name: "m:0:8", digest: A, algorithm: "sha256-sharded-8" },
          { name: "m:8:9", digest: A, algorithm: "sha256" },
        ],
        {},
        { method: "shards" },
      ),
    ),
    "model-signing",
    "null m null null null sha256-sharded-8",
    "null m null null null sha256 of a part",
  ],
  [
    "model.sig",
    signed(statement([{ ...RESOURCE, algorithm: "blake2b" }])),
    "model-signing",
    "null m null null null blake2b",
  ],
  [
    "manifest.json",
    '{"files": [{"path": "n"}], "artifacts": [{"path": "m", "role": "model"}]}',
    "artifacts",
    "model m null null null",
    "null n null null null",
  ],
  [
    "manifest.json",
    '{"artifacts": ["m"], "files": {"count": 1}}',
    "artifacts",
    "null m null null null",
  ],
  [
    "bom.json",
    JSON.stringify({
      bomFormat: "CycloneDX",
      components: [
        { type: "machine-learning-model", name: "m", hashes: [{ alg: "SHA-256", content: A }] },
      ],
    }),
    "cyclonedx",
    `model m null ${A} null`,
  ],
  [
    "bom.json",
    JSON.stringify({
      bomFormat: "CycloneDX",
      metadata: { component: { name: "bundle", components: [{ name: "m" }] } },
      components: [{ name: "n", components: [{ name: "o", components: [{ name: "p" }] }] }],
    }),
    "cyclonedx",
    ...["bundle", "m", "n", "o", "p"].map((name) => `null ${name} null null null`),
  ],
];

for (const [path, text, format, ...entries] of READ) {
  formats(`reads ${path} as ${format}: ${text.slice(0, 50)}`, () => {
    const result = read(path, text);
    assert.equal(result.ok && result.value.format, format);
    assert.deepEqual(lines(path, text), entries);
  });
}

const REFUSED: readonly (readonly [path: string, text: string, says: RegExp])[] = [
  ["manifest.json", '{"files": [], "files": []}', /files/],
  ["manifest.json", '{"files": [{"path": "m", "path": "n"}]}', /path/],
  ["manifest.yaml", "files: []\nfiles: []\n", /files/],
  ["manifest.toml", "files = []\nfiles = []\n", /files|redefine|key/],
  ["manifest.json", '{"artifacts": [], "artifacts": []}', /repeats the key "artifacts"/],
  ["manifest.json", '["a", {"path": "b", "path": "c"}]', /repeats the key "path"/],
  [
    "bom.json",
    '{"bomFormat": "CycloneDX", "components": [{"name": "m", "name": "n"}]}',
    /repeats the key "name"/,
  ],
  [
    "model.sig",
    '{"dsseEnvelope": {"payload": "e30=", "payload": "e30="}}',
    /repeats the key "payload"/,
  ],
  ["model.sig", signed('{"predicate": {}, "predicate": {}}'), /payload that .*repeats the key/],
  ["manifest.json", '{"files": 3}', /no list under "files"/],
  ["manifest.json", '{"files": [{"path": "m", "size": "big"}]}', /size that is no number/],
  ["manifest.json", '{"files": [3]}', /without a path/],
  ["manifest.json", "{}", /lists no files/],
  ["SHA256SUMS", `${A}  m\nwhat\n`, /line 2 is no checksum/],
  ["manifest.csv", "path,sha256\nm,x\n", /no other known format/],
  ["manifest.xml", "m\n", /no other known format/],
  ["manifest.txt", "<bom>\n</bom>\n", /no other known format/],
  ["manifest", '{"files": [], "files": []}', /repeats the key "files"/],
  ["model.sig", signed(statement(null)), /without resources/],
  ["model.sig", signed(statement([{ name: "m", digest: A }])), /without name, digest or algorithm/],
  ["model.sig", signed("{}"), /payload of another type/],
  ["model.sig", signed(statement([RESOURCE], { predicateType: "x" })), /payload of another type/],
  ["model.sig", signed(statement([RESOURCE]), { payloadType: "text" }), /payload of another type/],
  ["model.sig", signed("no base64!", { encoded: true }), /payload that is no base64/],
  ["model.sig", signed(`${base64Of(statement([RESOURCE]))}*`, { encoded: true }), /is no base64/],
  ["model.sig", signed("/w==", { encoded: true }), /payload that is not UTF-8/],
  [
    "bom.json",
    JSON.stringify({
      bomFormat: "CycloneDX",
      components: [
        {
          name: "m",
          hashes: [
            { alg: "SHA-256", content: A },
            { alg: "SHA-256", content: "d".repeat(64) },
          ],
        },
      ],
    }),
    /two different sha256 digests/,
  ],
];

for (const [path, text, says] of REFUSED) {
  formats(`refuses ${path}: ${text.slice(0, 50)}`, () => {
    const result = read(path, text);
    assert.match(result.ok ? "" : result.problem.text, says);
  });
}

const FURTHER: readonly (readonly [text: string, entries: readonly string[]])[] = [
  ['{"contents": [{"path": "m", "role": "model"}]}', ["m model"]],
  ['{"bundle": {"version": "v1", "files": ["m", {"path": "n"}]}}', ["m null", "n null"]],
  ['{"bundle": {"artifacts": ["m"]}, "files": ["n"]}', ["n null"]],
  [
    '{"model": {"path": "m.pkl"}, "metrics": {"path": "e.json"}, "git": {"branch": "main"}}',
    ["m.pkl model", "e.json metrics"],
  ],
  [
    '{"release": "v1", "model": "m.pkl", "params": "p.yaml", "note": "good.", "card": {"path": "c.md"}}',
    ["m.pkl model", "p.yaml params", "c.md card"],
  ],
];

for (const [text, entries] of FURTHER) {
  formats(`reads ${text.slice(0, 50)}`, () => {
    const result = read("manifest.json", text);
    assert.ok(result.ok, result.ok ? "" : result.problem.text);
    assert.deepEqual(
      result.value.entries.map(({ path, role }) => `${path} ${role}`),
      entries,
    );
  });
}

for (const text of [
  '{"model": {"path": "m.pkl"}, "auc": 0.9}',
  '{"model": "risk", "metrics": {"auc": 0.9}}',
  '{"model": "m.pkl", "metrics": {"auc": 0.9}}',
  '{"contents": "all of it"}',
]) {
  formats(`takes ${text} for no list`, () => assert.equal(read("manifest.json", text).ok, false));
}

formats("knows lines, and the release that is named", () => {
  const result = read("manifest.json", '{\n "release": "v1",\n "files": [\n  {"path": "m"}\n ]\n}');
  assert.deepEqual(result.ok && result.value.releases, [{ key: "release", value: "v1", line: 2 }]);
  assert.equal(result.ok && result.value.entries[0]?.line, 4);
});

const NAMED: Readonly<Record<string, readonly string[]>> = {
  '"release": "v1", "tag": "v2", "version": "1.0"': ["release v1", "tag v2", "version 1.0 marked"],
  '"release": {"tag": "v1", "version": "2"}': ["release v1"],
  '"release": "", "version": "1.0"': ["version 1.0"],
  '"release": null, "version": 3': [],
  '"Release": "v1", "release_tag": "v2", "releaseVersion": "3"': [
    "Release v1",
    "release_tag v2",
    "releaseVersion 3",
  ],
  '"model_version": "1.1.0", "version": "1.0"': ["model_version 1.1.0 alike", "version 1.0"],
  '"metadata": {"version": "v1.1.0"}': ["metadata.version v1.1.0 marked"],
  '"metadata": {"version": 1}, "bundle": "publish/v1"': [],
  '"bundle": {"release": "v1"}, "version": "1.0"': ["bundle.release v1", "version 1.0 marked"],
  '"schema_version": "1.1.0", "format_version": "v2.0.0", "Version": "1.1.0"': [],
  '"dataset": {"version": "v3.0.0"}, "framework": {"version": "1.7.0"}': [],
};

for (const [fields, names] of Object.entries(NAMED)) {
  formats(`knows the releases that are named by ${fields}`, () => {
    const result = read("manifest.json", `{${fields}, "files": []}`);
    const releases = result.ok ? result.value.releases : [];
    assert.deepEqual(
      releases.map(({ key, value, heldIf }) => [key, value, ...(heldIf ? [heldIf] : [])].join(" ")),
      names,
    );
  });
}

formats("knows manifests, signatures and checksums by name", () => {
  assert.deepEqual(["SHA256SUMS", "a/md5sums.txt", "SHA512SUMS", "sums.txt"].map(isSumsFile), [
    true,
    true,
    true,
    false,
  ]);
  assert.deepEqual(["model.sig", "m.sha256", "m.sha512sum", "model.json"].map(isCompanion), [
    true,
    true,
    true,
    false,
  ]);
  assert.deepEqual(["bom.json", "x.cdx.json", "model.sig", "bombom.json"].map(mayList), [
    true,
    true,
    true,
    false,
  ]);
});

formats("never throws, and every format has a name of its own", () => {
  const names = constantFrom("manifest.json", "SHA256SUMS", "m.yaml", "m.sig", "m.toml", "list");
  assertProperty(
    property(names, uint8Array({ maxLength: 60 }), (path, bytes) => {
      readManifest(path, bytes);
    }),
  );
  assert.equal(new Set(manifestFormats.map(({ name }) => name)).size, manifestFormats.length);
});

formats.run();
