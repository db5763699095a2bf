import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { array, assert as assertProperty, constantFrom, property, tuple } from "fast-check";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { A, B, entriesIn, read } from "../helpers/manifest-text.ts";

const sums = suite("formats/sums");
const SHA512 = "c".repeat(128);

/** `path sha256 md5` of each entry, and the algorithms that are not compared. */
function lines(path: string, text: string): string[] {
  return entriesIn(path, text).map((entry) =>
    [entry.path, entry.sha256, entry.md5, ...entry.others].map(String).join(" "),
  );
}

const READ: readonly (readonly [path: string, text: string, ...entries: string[]])[] = [
  ["SHA256SUMS", `${A} m\n${A}  n\n`, `m ${A} null`, ` n ${A} null`],
  ["SHA256SUMS", `  ${A}\t m\n`, `m ${A} null`],
  ["SHA256SUMS", `\\SHA256 (a\\\\b) = ${A}\n`, `a\\b ${A} null`],
  ["SHA256SUMS", `SHA2-256(m (1))= ${A}\r\n`, `m (1) ${A} null`],
  ["manifest", `${A} m\n`, `m ${A} null`],
  ["manifest.txt", `MD5 (m) = ${B}\nSHA512 (n) = ${SHA512}\n`, `m null ${B}`, "n null null sha512"],
  ["SHA512SUMS", `${SHA512}  m\n`, "m null null sha512"],
  ["manifest.txt", `${SHA512}  m\n`, "m null null sha512"],
  ["b2sums.txt", `${SHA512}  m\n`, "m null null b2"],
  ["model.bin.sha256", `${A}\n`, `model.bin ${A} null`],
  ["d/model.bin.md5", `${B}  -\n`, `model.bin null ${B}`],
];

for (const [path, text, ...entries] of READ) {
  sums(`reads ${path}: ${text.slice(0, 40)}`, () => {
    const result = read(path, text);
    assert.equal(result.ok && result.value.format, "sums");
    assert.deepEqual(lines(path, text), entries);
  });
}

const REFUSED: readonly (readonly [path: string, text: string, says: RegExp])[] = [
  ["SHA256SUMS", `${A}  m\n${A} n\n`, /line 2 is no checksum and file name/],
  ["SHA256SUMS", `${B}  m\n`, /line 1 holds a checksum of md5, in a list of sha256/],
  ["model.bin.md5", `SHA256 (m) = ${A}\n`, /line 1 holds a checksum of sha256, in a list of md5/],
  ["SHA256SUMS", `MD5 (m) = ${A}\n`, /line 1 is no checksum and file name/],
  ["SHA256SUMS", `\\${A}  a\\xb\n`, /line 1 is no checksum and file name/],
  ["SHA256SUMS", `\\${A}  a\\\n`, /line 1 is no checksum and file name/],
  ["SHA256SUMS", `${A}\n`, /line 1 is no checksum and file name/],
  ["SHA256SUMS", `\ufeff${A}  m\n`, /starts with a byte order mark/],
  ["manifest.txt", "\ufeffm\n", /starts with a byte order mark/],
];

for (const [path, text, says] of REFUSED) {
  sums(`refuses ${path}: ${text.slice(0, 40)}`, () => {
    const result = read(path, text);
    assert.match(result.ok ? "" : result.problem.text, says);
  });
}

const FILES = ["a", " b", "*c", "d e", "f)", "g\\h", "i\nj", "k\\nl", "#m"];

function digestOf(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

/** Every file holds its own name. */
function writeFiles(): string {
  const directory = temporaryDirectory();
  for (const name of FILES) writeFileSync(join(directory, name), name);
  return directory;
}

/** Whether all that the list says is true, as a consumer would find out by hand. */
function isTrue(text: string): boolean {
  const result = read("SHA256SUMS", text);
  if (!result.ok) return false;
  const { entries } = result.value;
  return (
    entries.length > 0 &&
    entries.every(
      ({ path, sha256 }) => FILES.includes(path) && sha256?.toLowerCase() === digestOf(path),
    )
  );
}

const escaped = (name: string): string => name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const line = tuple(
  constantFrom("", "", "\\", " ", "\t", "#"),
  constantFrom(...FILES),
  constantFrom(...FILES, ...FILES.map(escaped)),
  constantFrom("  ", "  ", " *", " ", "\t", "SHA256 (", "SHA256(", "MD5 ("),
  constantFrom("", "", " ", "f"),
  constantFrom("same", "same", "same", "other"),
).map(([before, content, other, between, after, which]) => {
  const name = which === "same" ? content : other;
  const digest = digestOf(content);
  const tagged = `${between}${name}) = ${digest}${after}`;
  return `${before}${between.endsWith("(") ? tagged : `${digest}${between}${name}${after}`}\n`;
});

sums("agrees with sha256sum --check --strict", () => {
  const cwd = writeFiles();
  let held = 0;
  assertProperty(
    property(array(line, { minLength: 1, maxLength: 3 }), (list) => {
      const text = list.join("");
      writeFileSync(join(cwd, "SHA256SUMS"), text);
      const { status } = spawnSync("sha256sum", ["--check", "--strict", "--status", "SHA256SUMS"], {
        cwd,
      });
      assert.equal(isTrue(text), status === 0, JSON.stringify(text));
      held += status === 0 ? 1 : 0;
    }),
    { numRuns: 400 },
  );
  assert.ok(held > 20, `only ${held} lists held`);
});

sums.run();
