// TOML with the lines of its keys.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { array, assert as assertProperty, constantFrom, property, string } from "fast-check";
import { suite } from "uvu";
import type { Node } from "../../lib/document/node.ts";
import { parseToml } from "../../lib/document/toml.ts";
import { pythonStr } from "../../lib/document/value.ts";

const test = suite("document/toml");

function read(text: string): Node {
  const result = parseToml(text);
  if (!result.ok) throw new Error(`${text}: ${result.problem.text}`);
  return result.value;
}

/** Dotted path to [value, line]. */
function flatten(node: Node, path = ""): [string, unknown, number][] {
  if (node.kind === "scalar") return [[path, node.value, node.line]];
  const members: [string, Node][] =
    node.kind === "sequence"
      ? node.items.map((item, index) => [String(index), item])
      : node.entries.map(({ key, value }) => [pythonStr(key), value]);
  return members.flatMap(([name, value]) => flatten(value, path === "" ? name : `${path}.${name}`));
}

test("values are Python's", () => {
  for (const [text, value] of [
    ["1_000", 1000n],
    ["0x1F", 31n],
    ["9223372036854775807", 9223372036854775807n],
    ["1.0", 1],
    ["1e5", 1e5],
    ["inf", Infinity],
    ["nan", Number.NaN],
    ["true", true],
    ['"x\\u00e9"', "xé"],
    ["'\\n'", "\\n"],
    ["1979-05-27", { date: "1979-05-27" }],
    ["07:32:00.5", { date: "07:32:00.500000" }],
    ["07:32:00", { date: "07:32:00" }],
    ["1979-05-27T07:32:00Z", { date: "1979-05-27 07:32:00+00:00" }],
    ["1979-05-27T07:32:00", { date: "1979-05-27 07:32:00" }],
    ["1979-05-27 07:32:00.100-07:00", { date: "1979-05-27 07:32:00.100000-07:00" }],
  ] as const) {
    deepEqual(flatten(read(`a = ${text}`)), [["a", value, 1]], text);
  }
});

test("keys have their lines, past strings, arrays and tables", () => {
  const text = `# [not.a.table]
first = "a # b = [" # x = 1
text = """
fake = 1
[fake]
\\"""
"""
raw = '''
fake = 2
it''''
list = [
  1, # ] it's
  "]", [2],
]
last.dotted."quoted.key" = 1
inline = { x = 1, y = { z = 2 } }
[table] # [x]
10 = "ten"
9 = "nine"
[table.sub]
"\\u0061" = true
[[rows]]
a = 1
[[rows]]
a = 2
[rows.inner]
b = 3
[[rows.deep]]
c = 4
`;
  deepEqual(
    flatten(read(text)).map(([path, , line]) => `${path}:${line}`),
    ["first:2", "text:3", "raw:8", "list.0:11", "list.1:11", "list.2.0:11", "last.dotted.quoted.key:15", "inline.x:16",
      "inline.y.z:16", "table.10:18", "table.9:19", "table.sub.a:21", "rows.0.a:23", "rows.1.a:25", "rows.1.inner.b:27",
      "rows.1.deep.0.c:29"],
  ); // prettier-ignore
});

test("CRLF is fine, an empty document is an empty mapping", () => {
  deepEqual(flatten(read("a = 1\r\n[b]\r\nc = 2\r\n")), [["a", 1n, 1], ["b.c", 2n, 3]]); // prettier-ignore
  deepEqual(read(""), { kind: "mapping", entries: [], line: 1 });
});

test("what is no TOML is malformed, with its line", () => {
  for (const [text, line, words] of [
    ["a = 1\na = 2", 2, /is not TOML/],
    ["a = 1\nb = [", 2, /is not TOML/],
    ["\n\nx", 3, /is not TOML/],
    ["x.y = 1\n[x]\nz = 1", 2, /is not TOML/],
    ["\ufeffa = 1", 1, /byte order mark/],
    [`a = ${"9".repeat(4301)}`, 1, /too many digits/],
    [`a = -${"9".repeat(4301)}`, 1, /too many digits/],
    ["a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x", 2, /has merge conflict markers/],
  ] as const) {
    const result = parseToml(text);
    ok(!result.ok, text);
    deepEqual([result.problem.cause, result.problem.line], ["malformed", line], text);
    match(result.problem.text, words);
  }
});

test("depth is bounded, and __proto__ is a key", () => {
  for (const text of [`a = ${"[".repeat(5000)}`, `${"a.".repeat(5000)}a = 1`, `[${"a.".repeat(5000)}a]`]) {
    equal(parseToml(text).ok, false, text.slice(0, 40));
  } // prettier-ignore
  deepEqual(flatten(read("[__proto__]\na = 1")), [["__proto__.a", 1n, 2]]);
});

test("no text throws", () => {
  const pieces = constantFrom(
    "a",
    " = ",
    "1",
    "\n",
    "[",
    "]",
    "[[",
    "]]",
    '"',
    "'",
    '"""',
    "'''",
    ".",
    "{",
    "}",
    ",",
    "#",
    "\\",
  );
  assertProperty(property(array(pieces), (parts) => answer(parts.join(""))), { numRuns: 1000 }); // prettier-ignore
  assertProperty(property(string({ unit: "binary" }), answer));
});

function answer(text: string): void {
  const result = parseToml(text);
  if (!result.ok) match(result.problem.text, /^[\x20-\x7e]+$/);
}

test.run();
