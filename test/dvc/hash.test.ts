import { deepEqual, equal } from "node:assert/strict";
import { assert as assertProperty, property, uint8Array } from "fast-check";
import { suite } from "uvu";

import { legacyMd5Of, md5Of, withCrlf, withLf } from "../../lib/dvc/hash.ts";

const test = suite("dvc/hash");
const MIB = 1 << 20;

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

// Sums by dvc-data 3.18.3, `fobj_md5(…, name="md5-dos2unix")`.
for (const [name, content, sum] of [
  ["nothing", "", "d41d8cd98f00b204e9800998ecf8427e"],
  ["text", "a\r\nb\r\n", "dd8c6a395b5dd36c56d23275028f526c"],
  ["lone carriage returns", "a\rb\r\r\nc", "8a52fb5b354499397ef6b3369dbb3e98"],
  ["a NUL", "a\r\n\0", "45f547e477b625af2c2aa642fde04366"],
  ["a NUL behind the probe", `${"a".repeat(600)}\0\r\n`, "bced813ab0de14157a60f9b02d473690"],
  ["three escapes in ten bytes", "\x1b\x1b\x1baaaaa\r\n", "345c28e2244a4c709d4bb1591da8bc16"],
  ["four escapes in 13 bytes", "\x1b\x1b\x1b\x1baaaaaaa\r\n", "f7643125cfdd28b21212a774d773da7d"],
  ["vertical tabs", "\x0b\x0b\x0b\x0baaaa\r\n", "df37fa3d348217168fb9270cf602c2d4"],
  ["UTF-8", "\xc3\xa4\xc3\xb6\xc3\xbc\r\n", "12346c89fdf7c8c6e1c8931ab2d011f8"],
  ["the controls of text", "\b\f\t\r\n", "ae8bf2ec284b532d165b1e25c99483d9"],
  ["DEL", "\x7f\x7f\x7f\x7faaaa\r\n", "2cd661152d622dc5d7d11e71c75b6c9c"],
  [
    "a CRLF in the middle of a MiB",
    `${"a".repeat(MIB / 2 - 1)}\r\nb`,
    "b2ba9aab0955d39e0770704f1c0bc95b",
  ],
  ["a CRLF across two MiB", `${"a".repeat(MIB - 1)}\r\nb\r\n`, "deb8178cc400550795d42d701b97846d"],
  [
    "text, then a binary MiB",
    `a\r\n${"b".repeat(MIB - 3)}\0\r\n`,
    "632bac9d7e65dd5f6d125798b207d92a",
  ],
] as const) {
  test(`legacy md5 of ${name}`, () => {
    equal(legacyMd5Of(bytes(content)), sum);
  });
}

test("plain md5", () => equal(md5Of(bytes("1\n")), "b026324c6904b2a9cb4b88d6d61c81d1"));

for (const [from, lf, crlf] of [
  ["", "", ""],
  ["a", "a", "a"],
  ["\n", "\n", "\r\n"],
  ["a\nb\r\nc\n", "a\nb\nc\n", "a\r\nb\r\nc\r\n"],
  ["\r\r\n\r", "\r\n\r", "\r\r\n\r"],
  ["\r\n\r\n", "\n\n", "\r\n\r\n"],
] as const) {
  test(`line endings of ${JSON.stringify(from)}`, () => {
    equal(Buffer.from(withLf(bytes(from))).toString("latin1"), lf);
    equal(Buffer.from(withCrlf(bytes(from))).toString("latin1"), crlf);
  });
}

test("line endings agree with replacing in text, for any bytes", () => {
  assertProperty(
    property(uint8Array({ max: 20 }), (content) => {
      const text = Buffer.from(content).toString("latin1");
      deepEqual(Buffer.from(withLf(content)), Buffer.from(text.replaceAll("\r\n", "\n"), "latin1"));
      const crlf = text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");
      deepEqual(Buffer.from(withCrlf(content)), Buffer.from(crlf, "latin1"));
    }),
  );
});

test.run();
