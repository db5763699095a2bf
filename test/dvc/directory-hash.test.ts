import { deepEqual, equal, ok } from "node:assert/strict";
import {
  assert as assertProperty,
  property,
  shuffledSubarray,
  string,
  uint8Array,
  uniqueArray,
} from "fast-check";
import { suite } from "uvu";

import { pythonString } from "../../lib/document/value.ts";
import { directoryHash, parseDirectoryObject } from "../../lib/dvc/directory-hash.ts";

const test = suite("dvc/directory-hash");
const SUM = "b026324c6904b2a9cb4b88d6d61c81d1";

function hashOf(...paths: string[]): string {
  return directoryHash(paths.map((path) => ({ path, md5: SUM })));
}

// Sums by dvc-data 3.18.3.
for (const [paths, sum] of [
  [[], "d751713988987e9331980363e24189ce.dir"],
  [["b", "a/x"], "e70cd01cd15c976e5eecc96d174e03ab.dir"],
  [
    ["a b", "a.txt", "a/x", "\uffee", "𝒳.txt", "\ue000b", "ü", 'q"\\\n\t\x7f\x01', "🦆/\u2028"],
    "7f12c84f69ba5466559b67bd104021c2.dir",
  ],
] as const) {
  test(`hash of ${JSON.stringify(paths)}`, () => equal(hashOf(...paths), sum));
}

test("a directory that DVC added: unicode, astral and nested names", () => {
  equal(
    directoryHash([
      { path: "\uffee", md5: "fbade9e36a3f36d3d676c1b808451dd7" },
      { path: "a b", md5: "7694f4a66316e53c8cdd9d9954bd611d" },
      { path: "a.txt", md5: "f1290186a5d0b1ceab27f4e77c0c5d68" },
      { path: "a/x", md5: "9e3669d19b675bd57058fd4664205d2a" },
      { path: "ä/🦆.txt", md5: "65d5f03c46e62e3f2babbe712d2ce464" },
    ]),
    "210a0876b2721ffd084b7c37c93a3f73.dir",
  );
});

const anyPath = string({ unit: "binary" });

test("the order of the files does not matter", () => {
  const files = uniqueArray(anyPath, { maxLength: 12 });
  assertProperty(
    property(
      files.chain((paths) => shuffledSubarray(paths, { minLength: paths.length })),
      (paths) => equal(hashOf(...paths), hashOf(...paths.toReversed())),
    ),
  );
});

test("strings are ASCII in Python's JSON, and read back the same", () => {
  assertProperty(
    property(anyPath, (text) => {
      ok(/^[ -~]*$/.test(pythonString(text)));
      equal(JSON.parse(pythonString(text)), text);
    }),
  );
  equal(pythonString("ü\x7f\u{1d4b3}"), String.raw`"\u00fc\u007f\ud835\udcb3"`);
});

function parse(text: string): ReturnType<typeof parseDirectoryObject> {
  return parseDirectoryObject(Buffer.from(text));
}

test("a directory object is its files", () => {
  deepEqual(
    parse(
      `[{"md5": "${SUM}", "relpath": "a/\\u00fc"}, {"md5": "${SUM}", "relpath": "b", "size": 3}]`,
    ),
    {
      ok: true,
      value: [
        { path: "a/ü", hash: SUM, size: null },
        { path: "b", hash: SUM, size: 3 },
      ],
    },
  );
  deepEqual(parse("[]"), { ok: true, value: [] });
});

for (const [text, expected] of [
  ["", "the directory listing is not a JSON list"],
  ["{}", "the directory listing is not a JSON list"],
  ["[".repeat(500_000), "the directory listing is not a JSON list"],
  ["[1]", "entry 1 is not an object"],
  ["[[]]", "entry 1 is not an object"],
  [`[{"md5": "${SUM}"}]`, "entry 1 has no relpath"],
  ['[{"relpath": "a"}]', 'entry 1 has no md5 for "a"'],
  ['[{"relpath": "a", "md5": "../x"}]', 'entry 1 has no md5 for "a"'],
  [
    `[{"relpath": "a/../../x", "md5": "${SUM}"}]`,
    'entry 1 lists "a/../../x", which is not a plain path inside it',
  ],
  [
    `[{"relpath": "/x", "md5": "${SUM}"}]`,
    'entry 1 lists "/x", which is not a plain path inside it',
  ],
  [`[{"relpath": "", "md5": "${SUM}"}]`, "entry 1 lists an empty path"],
  [`[{"relpath": "\\u0000", "md5": "${SUM}"}]`, 'entry 1 lists "\\u0000", a path with a NUL'],
  [
    `[{"relpath": "a", "md5": "${SUM}"}, {"relpath": "a", "md5": "${SUM}"}]`,
    'entry 2 lists "a" again',
  ],
] as const) {
  test(`refuses ${text.slice(0, 60)}`, () => {
    const result = parse(text);
    ok(!result.ok);
    deepEqual([result.problem.cause, result.problem.text], ["malformed", expected]);
  });
}

test("refuses bytes that are no UTF-8", () => {
  ok(!parseDirectoryObject(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])).ok);
});

test("takes any bytes without an exception", () => {
  assertProperty(property(uint8Array(), (bytes) => void parseDirectoryObject(bytes)));
});

test.run();
