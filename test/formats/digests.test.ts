import assert from "node:assert/strict";
import { suite } from "uvu";
import { readManifest } from "../../lib/formats/index.ts";

const digests = suite("formats/digests");
const A = "a".repeat(64);
const B = "b".repeat(32);
const SHA512 = "c".repeat(128);
const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

function read(item: object) {
  const text = JSON.stringify({ files: [{ path: "m", ...item }] });
  return readManifest("manifest.json", new TextEncoder().encode(text));
}

/** `sha256 md5`, and the algorithms that are not compared. */
function claimed(item: object): string {
  const result = read(item);
  assert.ok(result.ok, result.ok ? "" : result.problem.text);
  const [entry] = result.value.entries;
  return [entry?.sha256, entry?.md5, ...(entry?.others ?? [])].map(String).join(" ");
}

const READ: readonly (readonly [item: object, claims: string])[] = [
  [{}, "null null"],
  [{ sha256: null, digest: null }, "null null"],
  [{ sha256: A, md5: B }, `${A} ${B}`],
  [{ sha256: A, digest: `sha256:${A.toUpperCase()}` }, `${A} null`],
  [{ SHA256: A }, `${A} null`],
  [{ "SHA-256": A, MD5: B }, `${A} ${B}`],
  [{ sha256sum: A, md5_hash: B }, `${A} ${B}`],
  [{ checksum_sha256: A }, `${A} null`],
  [{ sha256: base64(A) }, `${A} null`],
  [{ integrity: `sha256-${base64(A)}` }, `${A} null`],
  [{ md5: base64(B) }, `null ${B}`],
  [{ digest: base64(A), hash: base64(B) }, `${A} ${B}`],
  [{ hash: "md5", md5: B }, `null ${B}`],
  [{ algorithm: "sha256", digest: A }, `${A} null`],
  [{ hashes: [{ alg: "SHA-256", content: A }, `md5:${B}`] }, `${A} ${B}`],
  [{ digest: { sha256: A, sha512: SHA512 } }, `${A} null sha512`],
  [{ sha512: SHA512, SHA1: "x" }, "null null sha512 sha1"],
  [{ digest: `sha512:${SHA512}`, checksum: "crc32c:AAAAAA==" }, "null null sha512 crc32c"],
  [{ digest: SHA512 }, "null null sha512"],
  [{ hash: "d".repeat(40), checksum: "0a1b2c3d" }, "null null sha1 8-digit checksum"],
  [{ md5: `${B}.dir` }, `null ${B}.dir`],
  [{ hash: `${B}.dir` }, `null ${B}.dir`],
  [{ digest: "TODO" }, "TODO null"],
  [{ sha256: "" }, " null"],
];

for (const [item, claims] of READ) {
  digests(`reads ${JSON.stringify(item).slice(0, 60)}`, () => {
    assert.equal(claimed(item), claims);
  });
}

const REFUSED: readonly (readonly [item: object, says: RegExp])[] = [
  [{ sha256: A, digest: `sha256:${"d".repeat(64)}` }, /line 1 gives two different sha256/],
  [{ sha256: A, SHA256: "d".repeat(64) }, /line 1 gives two different sha256/],
  [{ hashes: [`md5:${B}`, `md5:${A}`] }, /line 1 gives two different md5/],
  [{ sha256: [A] }, /line 1 gives a sha256 that is no text/],
  [{ sha256: {} }, /line 1 gives a sha256 that is no text/],
];

for (const [item, says] of REFUSED) {
  digests(`refuses ${JSON.stringify(item).slice(0, 60)}`, () => {
    const result = read(item);
    assert.match(result.ok ? "" : result.problem.text, says);
  });
}

digests.run();
