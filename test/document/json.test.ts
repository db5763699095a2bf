// JSON as Python's `json` reads it.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { assert as assertProperty, jsonValue, property, string } from "fast-check";
import { suite } from "uvu";
import { parseJson } from "../../lib/document/json.ts";
import type { Node } from "../../lib/document/node.ts";
import type { Problem } from "../../lib/reading.ts";

const test = suite("document/json");

function read(text: string): Node {
  const result = parseJson(text, { duplicates: "refuse" });
  if (!result.ok) throw new Error(`${text}: ${result.problem.text}`);
  return result.value;
}

function refuse(text: string): Problem {
  const result = parseJson(text, { duplicates: "refuse" });
  if (result.ok) throw new Error(`${JSON.stringify(text.slice(0, 80))} was read`);
  return result.problem;
}

/** As JSON.parse would give it, but for `__proto__`. */
function plain(node: Node): unknown {
  if (node.kind === "scalar") {
    return typeof node.value === "bigint" ? Number(node.value) : node.value;
  }
  if (node.kind === "sequence") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.value, plain(value)]));
}

test("scalars are Python's", () => {
  for (const [text, value] of [
    ["1", 1n],
    ["-0", 0n],
    ["-0.0", -0],
    ["9007199254740993", 9007199254740993n],
    ["1.0", 1],
    ["1e5", 1e5],
    ["1E+05", 1e5],
    ["1e400", Infinity],
    ["-1e400", -Infinity],
    ["NaN", Number.NaN],
    ["Infinity", Infinity],
    ["-Infinity", -Infinity],
    ["null", null],
    ["true", true],
    [" \t\r\nfalse ", false],
    ['"\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t"', 'é\n"\\/\b\f\r\t'],
    ['"\\ud83d\\ude00"', "\u{1f600}"],
    ['"\\ud83d"', "\ud83d"],
    ['"\x7f"', "\x7f"],
  ] as const) {
    const node = read(text);
    ok(node.kind === "scalar", text);
    deepEqual(node.value, value, text);
  }
});

test("what Python refuses is malformed", () => {
  for (const text of [
    "", "  ", "01", "1.", ".5", "+1", "-", "--1", "1e", "1e+", "-NaN", "nul", "True", "nan", "0x1", "1_0", "'a'", '"a',
    '"\t"', '"\\x"', '"\\u12"', '"\\', "[1,]", "[1 2]", "[,]", "[", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "{a:1}",
    '{"a" 1}', "{1:1}", "{} x", "1 2", "// x\n1", "\ufeff{}", "\u00a01", "1\u00a0", "\f1", "]", "}", "9".repeat(4301),
  ]) {
    equal(refuse(text).cause, "malformed", JSON.stringify(text));
  } // prettier-ignore
});

test("a repeated key is refused, or the last one wins in the first one's place", () => {
  const text = '{"a": 1,\n "b": 2,\n "a": 3}';
  const problem = refuse(text);
  deepEqual([problem.text, problem.line], ['line 3 repeats the key "a"', 3]);
  equal(refuse('{"x": {"a": 1, "\\u0061": 2}}').line, 1);
  const result = parseJson(text, { duplicates: "last-wins" });
  ok(result.ok && result.value.kind === "mapping");
  const entries = result.value.entries.map(({ key, value }) => [key.value, key.line, plain(value)]);
  deepEqual(entries, [["a", 3, 3], ["b", 2, 2]]); // prettier-ignore
});

test("lines and spellings are those of the file", () => {
  const node = read('{\n  "a": 1.50,\n\n  "b": [\n    "x"\n  ]\r\n}\n');
  ok(node.kind === "mapping");
  const [a, b] = node.entries;
  deepEqual([node.line, a?.key.line, a?.value.line, b?.value.line], [1, 2, 2, 4]);
  ok(a?.value.kind === "scalar" && b?.value.kind === "sequence");
  equal(a.value.source, "1.50");
  deepEqual(b.value.items[0], { kind: "scalar", value: "x", line: 5, source: null });
});

test("a problem says what was expected, and where", () => {
  equal(refuse('{"a": 1,\n "b" 2}').text, 'line 2 is not JSON: expected ":"');
  equal(refuse("[1,\n").text, "line 2 is not JSON: expected a value before the end");
});

test("merge conflict markers are named", () => {
  const problem = refuse('{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> x\n}');
  deepEqual([problem.text, problem.line], ["has merge conflict markers", 2]);
  equal(refuse('{"a": 1,\r\n=======\r\n"a": 2}').text, "has merge conflict markers");
});

test("depth is bounded, and __proto__ is a key", () => {
  equal(refuse("[".repeat(100_000)).cause, "too-large");
  equal(refuse('{"a":'.repeat(100_000)).cause, "too-large");
  read("[".repeat(90) + "]".repeat(90));
  const node = read('{"__proto__": {"a": 1}}');
  ok(node.kind === "mapping");
  equal(node.entries[0]?.key.value, "__proto__");
});

test("agrees with JSON.parse", () => {
  assertProperty(
    property(jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 1);
      deepEqual(JSON.stringify(plain(read(text))), JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 300 },
  );
});

test("no text throws", () => {
  assertProperty(
    property(string({ unit: "binary" }), (text) => {
      const result = parseJson(text, { duplicates: "last-wins" });
      if (!result.ok) match(result.problem.text, /^[\x20-\x7e]+$/);
    }),
  );
});

test.run();
