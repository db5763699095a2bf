// YAML as ruamel.yaml 0.19.1 (safe) reads it: every expectation here was taken from it.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { assert as assertProperty, constantFrom, array, property, string } from "fast-check";
import { suite } from "uvu";
import { MAX_DOCUMENT_SIZE } from "../../lib/document/limits.ts";
import { getNode, type Node, type ScalarValue } from "../../lib/document/node.ts";
import type { Problem } from "../../lib/reading.ts";
import { parseYaml } from "../../lib/document/yaml.ts";

const test = suite("document/yaml");

function read(text: string): Node {
  const result = parseYaml(text);
  if (!result.ok) throw new Error(`${JSON.stringify(text)}: ${result.problem.text}`);
  return result.value;
}

function refuse(text: string): Problem {
  const result = parseYaml(text);
  if (result.ok) throw new Error(`${JSON.stringify(text.slice(0, 80))} was read`);
  return result.problem;
}

/** Values without lines; a mapping as pairs, for its keys may be of any type. */
function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(plain);
  return new Map(node.entries.map(({ key, value }) => [key.value, plain(value)]));
}

const SCALARS: [string, ScalarValue][] = [
  ["1_000", 1000n], ["1__0", 10n], ["1_", 1n], ["0_", 0n], ["1_0e5", 1000000], ["08", 8n], ["010", 10n],
  ["017", 17n], ["0o10", 8n], ["0o17", 15n], ["0o_7", 7n], ["0_7", 7n], ["0x1F", 31n], ["0x_1f", 31n], ["+0x1", 1n],
  ["-0x1", -1n], ["0b101", 5n], ["-0b101", -5n], ["-_1", -1n], ["-0", 0n], ["+0", 0n], ["00", 0n],
  ["9007199254740993", 9007199254740993n], ["12345678901234567890123456789012", 12345678901234567890123456789012n],
  ["1e5", 1e5], ["1e-5", 1e-5], ["2e-05", 2e-5], ["1.", 1], [".5", 0.5], ["-.5", -0.5], ["+.5", 0.5], [".5e+3", 500],
  ["-.5e-3", -0.0005], ["1.e5", 1e5], ["1.E5", 1e5], ["1_000.5", 1000.5], ["._5", 0.5], ["1._5", 1.5], ["1_.5", 1.5],
  ["08.5", 8.5], ["1e400", Infinity], ["-1e400", -Infinity], [".inf", Infinity], ["-.INF", -Infinity],
  ["+.Inf", Infinity], [".nan", Number.NaN], [".NaN", Number.NaN], ["-0.0", -0], ["123e45", 1.23e47],
  ["", null], ["~", null], ["null", null], ["Null", null], ["NULL", null],
  ["true", true], ["True", true], ["TRUE", true], ["false", false], ["False", false], ["FALSE", false],
  ["yes", "yes"], ["no", "no"], ["on", "on"], ["off", "off"], ["y", "y"], ["tRUE", "tRUE"], ["nUll", "nUll"],
  [".5e3", ".5e3"], ["_1", "_1"], ["0b2", "0b2"], ["0o8", "0o8"], ["0X1f", "0X1f"], ["0O7", "0O7"], ["0B1", "0B1"],
  ["1e5_0", "1e5_0"], ["1,000", "1,000"], ["12:30", "12:30"], ["1:30:00", "1:30:00"], ["+.nan", "+.nan"],
  ["inf", "inf"], ["nan", "nan"], ["-", "-"], ["+", "+"], ["1e", "1e"], ["1..5", "1..5"], ["+-1", "+-1"], ["0x", "0x"],
  ["==", "=="], ["<<<", "<<<"], ["<a", "<a"], ["=a", "=a"], ["2020-1-1", "2020-1-1"],
  ["'1'", "1"], ['"true"', "true"], ["'it''s'", "it's"], ['"\\x41\\u00e9\\n"', "Aé\n"], ["'='", "="],
  ["!!float 3", 3], ["!!int '3'", 3n], ["!!int 0x1F", 31n], ["!!bool yes", true], ["!!bool N", false],
  ["!!str 3", "3"], ["!!str", ""], ["!!null x", null], ["!!float .5e3", 500], ["!!float inf", Infinity],
  ["!!timestamp 2020-1-1", { date: "2020-01-01" }], ["! 3", 3n], ["! '3'", 3n],
  ["!<tag:yaml.org,2002:int> 3", 3n],
  ["2020-01-01", { date: "2020-01-01" }], ["2020-02-29", { date: "2020-02-29" }],
  ["2001-12-14t21:59:43.10-05:00", { date: "2001-12-14 21:59:43.100000-05:00" }],
  ["2001-12-14 21:59:43.10 -5", { date: "2001-12-14 21:59:43.100000-05:00" }],
  ["2001-12-14T21:59:43Z", { date: "2001-12-14 21:59:43+00:00" }],
  ["2020-01-01 10:00:00", { date: "2020-01-01 10:00:00" }],
  ["2020-01-01T10:00:00.1234567+02:00", { date: "2020-01-01 10:00:00.123457+02:00" }],
  ["2020-1-1 1:00:00", { date: "2020-01-01 01:00:00" }],
]; // prettier-ignore

test("scalars are what DVC's reader makes of them", () => {
  for (const [text, value] of SCALARS) {
    if (text !== "-") deepEqual(plain(read(`a: ${text}`)), new Map([["a", value]]), text);
    if (!/^!|^-?$/.test(text)) deepEqual(plain(read(`- ${text}\n`)), [value], text);
    deepEqual(plain(read(text === "-" ? "'-'" : text)), value, text);
  }
});

test("scalars that DVC's reader raises on are refused", () => {
  for (const text of [
    "=", "<<", "0b_", "0x_", "0o_", "._", "-._", "-_", "+_", "2020-13-01", "2020-02-30", "2021-02-29", "0000-01-01",
    "2020-01-01T24:00:00", "2020-01-01T10:00:60", "!!int 1.5", "!!int x", "!!bool maybe", "!!float x", "!!timestamp x",
    "!foo a", "!python/none a", "!!python/none a", "!!map a", "!!seq {a: 1}", "!!map [a]", "!local {a: 1}",
    "9".repeat(4301), "@a", "`a", "%a", "'a' b", '"\\q"', "[a", "{a", "'a", "*x",
  ]) {
    equal(refuse(`a: ${text}`).cause, "malformed", text);
  } // prettier-ignore
  for (const tag of ["!!binary aGk=", "!!set {a}", "!!omap [a: 1]", "!!pairs [a: 1]"]) {
    equal(refuse(`a: ${tag}`).cause, "unsupported", tag);
  }
});

test("block scalars keep what DVC's reader keeps", () => {
  for (const [text, value] of [
    ["a: |\n  x\n  y\n", "x\ny\n"],
    ["a: |\n  x\n  y", "x\ny"],
    ["a: >\n  x\n  y\n", "x y\n"],
    ["a: >\n  x\n  y", "x y"],
    ["a: |-\n  x\n", "x"],
    ["a: |+\n  x\n\n", "x\n\n"],
    ["a: |\n  x\n ", "x\n"],
    ["a: |\n  x\n   ", "x\n "],
    ["a: |", ""],
    ["a: x\n  y\n", "x y"],
    ['a: "x\n  y"', "x y"],
  ] as const) {
    equal(plain(getNodeOf(text)), value, JSON.stringify(text));
  }
});

function getNodeOf(text: string): Node {
  const node = read(text);
  const value = node.kind === "mapping" ? getNode(node, "a") : undefined;
  if (value === undefined) throw new Error(text);
  return value;
}

test("an empty document is null", () => {
  for (const text of ["", "\n", "# x", "---\n", "---\n...\n", "\ufeff"]) {
    equal(plain(read(text)), null, JSON.stringify(text));
  }
});

test("byte order mark, CRLF and CR change nothing", () => {
  const expected = read("a: 1\nb:\n- x\n- 'y'\n");
  for (const text of [
    "\ufeffa: 1\nb:\n- x\n- 'y'\n",
    "a: 1\r\nb:\r\n- x\r\n- 'y'\r\n",
    "a: 1\rb:\r- x\r- 'y'",
  ]) {
    deepEqual(read(text), expected, JSON.stringify(text));
  }
  equal(plain(getNodeOf("a: |\r\n  x\r\n  y\r\n")), "x\ny\n");
});

test("lines and spellings are those of the file", () => {
  const text =
    "# head\na: 0x1F\n\nb:\n  # inner\n  c: [1,\n    'two']\n  d:\ne: &x\n- 1_0\nf: *x\ng: {h: |\n";
  const node = read(text.replace("g: {h: |\n", "g: |\n  text\n"));
  ok(node.kind === "mapping");
  const lines = node.entries.map(({ key, value }) => [key.value, key.line, value.line]);
  deepEqual(lines, [["a", 2, 2], ["b", 4, 6], ["e", 9, 10], ["f", 11, 10], ["g", 12, 12]]); // prettier-ignore
  const [a, b, e] = node.entries.map(({ value }) => value);
  ok(a?.kind === "scalar" && b?.kind === "mapping" && e?.kind === "sequence");
  equal(a.source, "0x1F");
  const [c, d] = b.entries.map(({ value }) => value);
  ok(c?.kind === "sequence" && d?.kind === "scalar");
  deepEqual(c.items.map(({ line }) => line), [6, 7]); // prettier-ignore
  deepEqual(c.items.map((item) => item.kind === "scalar" && item.source), ["1", null]); // prettier-ignore
  deepEqual([d.line, d.source], [8, ""]);
});

test("an aliased node is one node", () => {
  for (const text of ["a: &x {k: [1]}\nb: *x", "a: &x\n  k: 1\nb: *x\n"]) {
    const node = read(text);
    ok(node.kind === "mapping");
    equal(getNode(node, "a"), getNode(node, "b"));
  }
  deepEqual(plain(read("- &x 1\n- &x 2\n- *x")), [1n, 2n, 2n]);
  deepEqual(plain(read("&k a: 1\nb: *k")), new Map<string, unknown>([["a", 1n], ["b", "a"]])); // prettier-ignore
});

/** What ruamel.yaml 0.19.1 made of each: inside of quotes and brackets it does not look at columns. */
const SHALLOW: Readonly<Record<string, unknown>> = {
  'a: "hello\nworld"\n': { a: "hello world" },
  "s:\n  a: 'x\n\ny'\nb: 1\n": { s: { a: "x\ny" }, b: 1n },
  's:\n  a:\n    cmd: "python\n  --lr 0.1"\n': { s: { a: { cmd: "python --lr 0.1" } } },
  's:\n  a: "x\\\n\\ y"\n': { s: { a: "x y" } },
  "a: [1,\n2]\n": { a: [1n, 2n] },
  "s:\n  a: {b: 1,\nc: 'x\ny',\n# said\n  d: [\n4\n]\n}\ne: 1\n": {
    s: { a: { b: 1n, c: "x y", d: [4n] } },
    e: 1n,
  },
  's:\n  - - "x\ny"\n': { s: [["x y"]] },
};

function object(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(object);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, object(value)]));
}

for (const [text, value] of Object.entries(SHALLOW))
  test(`what goes on further left is read: ${JSON.stringify(text)}`, () => {
    deepEqual(object(read(text)), value);
  });

test("a line of what goes on further left keeps its number", () => {
  const node = read("s:\n  a: [\n1,\n2]\nb: 1\n");
  ok(node.kind === "mapping");
  equal(getNode(node, "b")?.line, 5);
});

test("quotes and brackets that nobody closes are refused where they begin, or end", () => {
  for (const text of [
    'a: "x\nb: 1\n',
    'a: "x\nb: "y"\n',
    's:\n  a: "x\n---\ny"\n',
    "s:\n  a: [1,\n- 2]\n",
    "a: [1,\nb: 2\n",
  ])
    match(refuse(text).text, /^line \d+ is not YAML|second document/, text);
  equal(refuse(`a: ["x",\n${"1,\n".repeat(50_000)}`).line, 2);
});

test("merge keys are merged in ruamel.yaml's order", () => {
  const cases: [string, string][] = [
    ["a: &a {p: 1, q: 2}\nb: {z: 1, <<: *a, p: 3}", '[["p","3"],["q","2"],["z","1"]]'],
    ["a: &a {p: 1}\nc: &c {p: 2, r: 3}\nb: {<<: [*a, *c]}", '[["p","1"],["r","3"]]'],
    ["a: &a {p: 1}\nb: {<<: *a}", '[["p","1"]]'],
    ["b: {<<: {p: 1}}", '[["p","1"]]'],
    ["b: {'<<': 1}", '[["<<","1"]]'],
    ["b: {=: 1}", '[["=","1"]]'],
    ["b: {<<: {}, x: 1}", '[["x","1"]]'],
  ];
  for (const [text, expected] of cases) {
    const node = read(text);
    const value = node.kind === "mapping" ? getNode(node, "b") : undefined;
    ok(value?.kind === "mapping", text);
    const pairs = value.entries.map(({ key, value: inner }) => [key.value, String(plain(inner))]);
    equal(JSON.stringify(pairs), expected, text);
  }
  for (const text of ["<<: 3", "<<: [1]", "a: &a {p: 1}\n<<: *a\n<<: *a"]) refuse(text);
});

test("repeated keys are refused, as Python compares them", () => {
  for (const [text, line] of [
    ["a: 1\nb: 2\na: 3", 3], ["1: a\n1.0: b", 2], ["1: a\ntrue: b", 2], ["0: a\n-0.0: b", 2], ["null: a\n~: b", 2],
    [".nan: a\n.NaN: b", 2], ["{a: 1, a: 2}", 1], ["a: &a {p: 1}\nb:\n  <<: *a\n  c: 1\n  c: 2", 5],
    ["x:\n- a: 1\n  'a': 2", 3], ["0x10: a\n16: b", 2], ["2020-01-01: a\n2020-01-01: b", 2],
  ] as const) {
    const problem = refuse(text);
    deepEqual([problem.cause, problem.line], ["malformed", line], text);
    match(problem.text, /^line \d+ repeats the key "/);
  } // prettier-ignore
  read("1: a\n'1': b\n1.5: c\nfalse: d\n'': e\nnull: f");
});

test("what no lock can be is refused", () => {
  for (const [text, cause, line, words] of [
    ["a: 1\n---\nb: 2", "malformed", 2, /second document/],
    ["--- a\n--- b", "malformed", 2, /second document/],
    ["%YAML 1.1\n---\na: yes", "unsupported", 1, /YAML 1\.1/],
    ["a: 1\nb: \x01", "malformed", 2, /U\+0001/],
    ["a: \x7f", "malformed", 1, /U\+007F/],
    ["a: x\ud800", "malformed", 1, /U\+D800/],
    ["a: \u2028", "unsupported", 1, /U\+2028/],
    ["a: x\x85b: 2", "unsupported", 1, /U\+0085/],
    ["? [a]\n: 1", "malformed", 1, /key that is not a scalar/],
    ["? {a: 1}\n: 1", "malformed", 1, /key that is not a scalar/],
    ["a:\n  b: 1\n c: 2", "malformed", 3, /is not YAML/],
    ["\ta: 1", "malformed", 1, /is not YAML/],
    ["&a [*a]", "malformed", 1, /holds it/],
    ["a: &a\n  b: *a", "malformed", 2, /holds it/],
    ["&a {<<: [*a]}", "malformed", 1, /holds it/],
    ["x: *nope", "malformed", 1, /unknown anchor/],
  ] as const) {
    const problem = refuse(text);
    deepEqual([problem.cause, problem.line], [cause, line], JSON.stringify(text));
    match(problem.text, words);
  }
  read("%YAML 1.2\n---\na: yes");
  read("%FOO\n---\na: yes");
  read("a: 1\n...\n");
});

test("conflict markers are named before anything else", () => {
  for (const [text, line] of [
    ["a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n", 2],
    ["a: 1\n=======\nb: 2\n", 2],
    ["a: 1\r\n=======\r\nb: 2\r\n", 2],
    ["a: 1\n>>>>>>> other\n", 2],
    ["||||||| 1234567\na: 1", 1],
    ["a: [\n<<<<<<< x", 2],
  ] as const) {
    const problem = refuse(text);
    equal(problem.text, "has merge conflict markers");
    equal(problem.line, line);
  }
  read("a: '<<<<<<< '\nb: =======\nc: |\n  =======\n  <<<<<<< x\n");
});

test("hostile documents end in an answer", () => {
  const repeat = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const deep = [1000, 2000, 20_000].flatMap((count) => {
    return ["[", "{a: ", "- ", "? ", "{", "[{a: "].map((piece) => piece.repeat(count));
  });
  const bomb = `a0: &a0 [x, x]\n${repeat(60, (index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)}`;
  const chain = `a0: &a0 [x]\n${repeat(500, (index) => `a${index + 1}: &a${index + 1} [*a${index}]`)}`;
  const merges = `a: &a {${repeat(3000, (index) => ` k${index}: 1,`)}}\n${repeat(3000, (index) => `m${index}: {<<: *a}`)}`;
  for (const text of [
    ...deep,
    bomb,
    bomb.replaceAll(/\[(.*), (.*)\]/g, "\n- $1\n- $2"),
    chain,
    merges,
    repeat(300, (index) => `${" ".repeat(index)}a:`),
    " ".repeat(MAX_DOCUMENT_SIZE + 1),
  ]) {
    equal(refuse(text).cause, "too-large", text.slice(0, 60));
  }
  read(`a: &a x\nb:\n${"- *a\n".repeat(2000)}`);
  read(`a: &a x\nb: [${"*a, ".repeat(2000)}]`);
  read(`{${repeat(5000, (index) => `k${index}: 1,`)}}`);
  read("[".repeat(90) + "]".repeat(90));
});

test("no text throws, and no problem holds a control character", () => {
  const texts = array(constantFrom(..."ab:- \n\t'\"#&*![]{}|>%@?,\\\u0007é\u2028".split("")));
  assertProperty(
    property(texts, (characters) => answer(characters.join(""))),
    { numRuns: 2000 },
  );
  assertProperty(property(string({ unit: "binary" }), answer), { numRuns: 500 });
  for (const text of [
    "%\x07",
    "!\u202e x",
    '"\\\u0007"',
    "a: !<\u00e9> 1",
    "'\u202e': 1\n'\u202e': 2",
  ]) {
    answer(text);
  }
});

function answer(text: string): void {
  const result = parseYaml(text);
  if (!result.ok) match(result.problem.text, /^[\x20-\x7e\u2026]+$/);
}

test.run();
