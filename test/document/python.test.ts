// The literals of params.py, as DVC 3.67.1 reads them.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { array, assert as assertProperty, constantFrom, property, string } from "fast-check";
import { suite } from "uvu";
import type { Node } from "../../lib/document/node.ts";
import { parsePythonParams } from "../../lib/document/python.ts";
import { pythonStr } from "../../lib/document/value.ts";

const test = suite("document/python");

function read(text: string): Node {
  const result = parsePythonParams(text);
  if (!result.ok) throw new Error(`${text}: ${result.problem.text}`);
  return result.value;
}

function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [pythonStr(key), plain(value)]));
}

const LITERALS: [string, unknown][] = [
  ["1_000", 1000n], ["0xFF", 255n], ["0b1", 1n], ["0o17", 15n], ["00", 0n], ["9007199254740993", 9007199254740993n],
  ["1.", 1], [".5", 0.5], ["1e5", 1e5], ["1_0.5e1_0", 1.05e11], ["1e400", Infinity], ["-1", -1n], ["- 2.5", -2.5],
  ["+5", 5n], ["-(5)", -5n], ["(1)", 1n], ["True", true], ["False", false], ["None", null],
  ["'a' \"b\"", "ab"], ["('x'\n 'y')", "xy"], ["'x\\n\\x41\\u00e9\\101\\q\\\n'", "x\nAéA\\q"], ["r'\\n'", "\\n"],
  ["u'x'", "x"], ["'''x\ny'''", "x\ny"], ['"""x\\\ny"""', "xy"], ['"it\'s"', "it's"], ["'\\U0001f600'", "\u{1f600}"],
  ["[1, [2, (3,)], {'k': None}]", [1n, [2n, [3n]], { k: null }]], ["()", []], ["1,", [1n]], ["1, 2", [1n, 2n]],
  ["[1,]", [1n]], ["{}", {}], ["{'x': -1, 'y': +2, 'z': - 3.}", { x: -1n, y: 2n, z: -3 }], ["{'a': 1, 'a': 2}", { a: 2n }],
  ["{1: 'x', 1.0: 'y', True: 'z'}", { 1: "z" }], ["[ # c\n 1, # d\n 2]", [1n, 2n]], ["\\\n 1", 1n], ["[1., 2.]", [1, 2]],
]; // prettier-ignore

test("literals are evaluated as ast.literal_eval does", () => {
  for (const [text, value] of LITERALS) {
    deepEqual(plain(read(`a = ${text}\n`)), { a: value }, text);
    deepEqual(plain(read(`class C:\n  a: T = ${text}\n`)), { C: { a: value } }, text);
  }
});

test("what no lock can hold is there all the same, and takes the place of what was", () => {
  for (const text of ["1j", "b'x'", "rb'x'", "b'x' b'y'", "{1, 2}", "set()", "..."]) {
    deepEqual(plain(read(`a = 1\na = ${text}\nb = [${text}]\n`)), {
      a: { date: text },
      b: [{ date: text }],
    });
  }
});

test("what is no literal is left out", () => {
  for (const text of [
    "1 + 2", "f'a{b}'", "'x' f'y'", "not True", "-True", "--1", "-'x'", "~1", "x", "x.y", "f(1)", "[1, x]", "{'a': x}",
    "{**a}", "[*a]", "1 if x else 2", "lambda: 1", "[i for i in x]", "-1j", "017", "set([1])",
    "{(1, 2): 3}", "(y := 1)", "yield 1", "await x",
  ]) {
    deepEqual(plain(read(`a = ${text}\nb = 1\n`)), { b: 1n }, text);
  } // prettier-ignore
});

test("assignments count as in DVC", () => {
  for (const [text, value] of [
    ["a = 1\nb = 2\na = 3", { a: 3n, b: 2n }],
    ["a = b = 4", {}],
    ["x, y = 1, 2", {}],
    ["a += 1", {}],
    ["a: int", {}],
    ["a: int = 1", { a: 1n }],
    ["(a) = 1", { a: 1n }],
    ["a.b = 1", {}],
    ["a[0] = 1", {}],
    ["self.c = 4", { c: 4n }],
    ["self.a.b = 4", {}],
    ["q = None; r = True", { q: null, r: true }],
    ["if True:\n  a = 1\nb = 2", { b: 2n }],
    ["for i in x:\n  a = 1", {}],
    ["with x:\n  a = 1", {}],
    ["def f():\n  a = 1", {}],
    ["class A: x = 1", { A: { x: 1n } }],
    ["class A(B):\n  '''doc'''\n  x = 1\n  y = x\n  class C:\n    z = 3\n", { A: { x: 1n, C: { z: 3n } } }],
    ["class A:\n  x = 1\nclass A:\n  y = 2", { A: { y: 2n } }],
    ["@dec\nclass A:\n  x = 1", { A: { x: 1n } }],
    ["class A:\n  def __init__(self, k):\n    self.x = 5\n    self.y: int = -6\n    z = 3\n", { A: { x: 5n, y: -6n } }],
    ["class A:\n  def other(self):\n    self.x = 5", { A: {} }],
    ["async def __init__(self):\n  self.x = 1", {}],
    ["def __init__(self):\n  self.x = 1\n  class B:\n    y = 2", { x: 1n, B: { y: 2n } }],
    ["ﬁ = 1", { fi: 1n }],
    ["a = 1\r\nb = '''x\r\ny'''", { a: 1n, b: "x\ny" }],
    ["", {}],
    ["# c", {}],
  ] as const) {
    deepEqual(plain(read(text)), value, text);
  } // prettier-ignore
});

test("lines and spellings are those of the file", () => {
  const node = read("# c\na = 1_0\nclass M:\n  x = [\n    1,\n    'y',\n  ]\n");
  ok(node.kind === "mapping");
  const [a, m] = node.entries;
  ok(a?.value.kind === "scalar" && m?.value.kind === "mapping");
  deepEqual([a.key.line, a.value.source, m.key.line], [2, "1_0", 3]);
  const x = m.value.entries[0]?.value;
  ok(x?.kind === "sequence");
  deepEqual([x.line, ...x.items.map(({ line }) => line)], [4, 5, 6]);
});

test("what cannot be read says so", () => {
  for (const [text, cause, line] of [
    ["a = 1\nb = (", "unsupported", null],
    ["a = 1\nb = = 2", "unsupported", 2],
    ["a = '\\N{BULLET}'", "unsupported", 1],
    ["\ufeffa = 1", "malformed", 1],
    ["a = 1\n\0", "malformed", 2],
    ["a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x\n", "malformed", 2],
    [`a = ${"[".repeat(500)}1${"]".repeat(500)}`, "too-large", 1],
    [`a = 1${" ".repeat(256 * 1024)}`, "too-large", null],
  ] as const) {
    const result = parsePythonParams(text);
    ok(!result.ok, text);
    equal(result.problem.cause, cause, text.slice(0, 40));
    if (line !== null) equal(result.problem.line, line, text.slice(0, 40));
  }
  equal(parsePythonParams(`a = ${"(".repeat(100_000)}`).ok, false);
  read('"""Title\n=======\n"""\na = 1\n');
});

test("no text throws", () => {
  const pieces = constantFrom(
    "a",
    " = ",
    "1",
    "\n",
    "[",
    "]",
    "(",
    ")",
    "'",
    '"""',
    ":",
    "class A",
    "  ",
    "def f()",
    "-",
    "\\",
    ",",
    "{",
    "}",
    "self.",
  );
  assertProperty(property(array(pieces), (parts) => answer(parts.join(""))), { numRuns: 1000 }); // prettier-ignore
  assertProperty(property(string({ unit: "binary" }), answer));
});

function answer(text: string): void {
  const result = parsePythonParams(text);
  if (!result.ok) match(result.problem.text, /^[\x20-\x7e\u2026]+$/);
}

test.run();
