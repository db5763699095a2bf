// Python's equality and text on nodes.

import { equal } from "node:assert/strict";
import { suite } from "uvu";
import type { Node } from "../../lib/document/node.ts";
import {
  compareCodePoints,
  differsOnlyInType,
  floatRepr,
  formatValue,
  interpolationText,
  pythonEquals,
  pythonJson,
  pythonRepr,
  pythonStr,
  sameType,
} from "../../lib/document/value.ts";
import { parseYaml } from "../../lib/document/yaml.ts";

const test = suite("document/value");

function node(text: string): Node {
  const result = parseYaml(text);
  if (!result.ok) throw new Error(result.problem.text);
  return result.value;
}

const EQUAL: [string, string][] = [
  ["1", "1.0"],
  ["1", "true"],
  ["0", "false"],
  ["0.0", "-0.0"],
  ["0.1", "0.10"],
  ["1e-5", "0.00001"],
  ["9007199254740992", "9007199254740992.0"],
  [".nan", ".NaN"],
  ["[.nan]", "[.nan]"],
  ["{a: 1, b: 2}", "{b: 2.0, a: true}"],
  ["[1, [2, {a: x}]]", "[1.0, [2, {'a': 'x'}]]"],
  ["{1: a}", "{1.0: a}"],
  ["2020-01-01", "2020-01-01"],
  ["", "null"],
];

const DIFFERENT: [string, string][] = [
  ["1", "'1'"],
  ["null", "0"],
  ["null", "''"],
  ["false", "''"],
  ["9007199254740993", "9007199254740992.0"],
  ["100000000000000000000000", "1e23"],
  ["[1, 2]", "[2, 1]"],
  ["[1]", "[1, 2]"],
  ["{a: 1}", "{a: 1, b: 2}"],
  ["{a: 1}", "{b: 1}"],
  ["{}", "[]"],
  ["[]", "null"],
  ['"\\u00e9"', '"e\\u0301"'],
  ["2020-01-01", "'2020-01-01'"],
  [".inf", "-.inf"],
  [".nan", "1.0"],
  ["{1: a}", "{'1': a}"],
];

test("values are equal as Python has it", () => {
  for (const [left, right] of EQUAL) {
    equal(pythonEquals(node(left), node(right)), true, `${left} == ${right}`);
    equal(pythonEquals(node(right), node(left)), true, `${right} == ${left}`);
  }
  for (const [left, right] of DIFFERENT) {
    equal(pythonEquals(node(left), node(right)), false, `${left} != ${right}`);
    equal(pythonEquals(node(right), node(left)), false, `${right} != ${left}`);
  }
});

test("a change of type alone is told apart", () => {
  for (const [left, right] of [
    ["1", "1.0"],
    ["1", "true"],
    ["{a: [1]}", "{a: [1.0]}"],
    ["{1: a}", "{true: a}"],
  ] as const) {
    equal(differsOnlyInType(node(left), node(right)), true, `${left} and ${right}`);
    equal(sameType(node(left), node(right)), false, `${left} and ${right}`);
  }
  equal(differsOnlyInType(node("{a: 1, b: .nan}"), node("{b: .nan, a: 1}")), false);
  equal(sameType(node("{a: 1, b: .nan}"), node("{b: .nan, a: 1}")), true);
  equal(differsOnlyInType(node("1"), node("2.0")), false);
});

test("floats are written as Python's repr", () => {
  for (const [value, text] of [
    [1, "1.0"],
    [0, "0.0"],
    [-0, "-0.0"],
    [0.1, "0.1"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [0.000012345, "1.2345e-05"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [123456789012345680, "1.2345678901234568e+17"],
    [1e100, "1e+100"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [1234.5, "1234.5"],
    [-2.5, "-2.5"],
    [Infinity, "inf"],
    [-Infinity, "-inf"],
    [Number.NaN, "nan"],
  ] as const) {
    equal(floatRepr(value), text);
  }
});

test("values are written as Python's str and repr", () => {
  for (const [text, str, repr] of [
    ["abc", "abc", "'abc'"],
    ["true", "True", "True"],
    ["", "None", "None"],
    ["1e-5", "1e-05", "1e-05"],
    ["12345678901234567890", "12345678901234567890", "12345678901234567890"],
    ["[1, a, {b: null}]", "[1, 'a', {'b': None}]", "[1, 'a', {'b': None}]"],
    ['"it\'s"', "it's", '"it\'s"'],
    ['"\'\\""', "'\"", "'\\'\"'"],
    ['"a\\n\\\\\\x01\\u200b\\u00e9"', "a\n\\\x01\u200bé", "'a\\n\\\\\\x01\\u200bé'"],
    ["[]", "[]", "[]"],
    ["{}", "{}", "{}"],
    ["2020-01-01", "2020-01-01", "2020-01-01"],
  ] as const) {
    equal(pythonStr(node(text)), str);
    equal(pythonRepr(node(text)), repr);
  }
});

test("an interpolated boolean is lower case, null is not", () => {
  const cases = { true: "true", false: "false", "": "None", "1.0": "1.0", abc: "abc", "07": "7" };
  for (const [text, expected] of Object.entries(cases)) {
    const scalar = node(text);
    if (scalar.kind !== "scalar") throw new Error(text);
    equal(interpolationText(scalar), expected);
  }
});

test("JSON is Python's json.dumps", () => {
  const value = node(
    'z: [1, 2.0, null, true, .inf, -.inf, .nan]\na: "é\\u007f\\U0001f600\\"\\\\\\n\\x01"\n1: x\n',
  );
  const head = '"z": [1, 2.0, null, true, Infinity, -Infinity, NaN], ';
  const text = '"a": "\\u00e9\\u007f\\ud83d\\ude00\\"\\\\\\n\\u0001"';
  equal(pythonJson(value, { sortKeys: false }), `{${head}${text}, "1": "x"}`);
  equal(
    pythonJson(node("b: 1\na: {d: 1, c: 2}"), { sortKeys: true }),
    '{"a": {"c": 2, "d": 1}, "b": 1}',
  );
  equal(pythonJson(node("10: a\n9: b"), { sortKeys: true }), '{"9": "b", "10": "a"}');
});

test("strings sort by code point", () => {
  equal(Math.sign(compareCodePoints("\u{1f600}", "\uff00")), 1);
  equal(Math.sign(compareCodePoints("\u{1f600}", "\u{1f601}")), -1);
  equal(Math.sign(compareCodePoints("a", "ab")), -1);
  equal(compareCodePoints("a", "a"), 0);
});

test("a value in a message is short, one line and harmless", () => {
  for (const [text, expected] of [
    ["0.65", "0.65"],
    ["1e-5", "1e-05"],
    [".nan", ".nan"],
    ["-.inf", "-.inf"],
    ["text", '"text"'],
    ["null", "null"],
    ["true", "true"],
    ["[1, 2]", "[1, 2]"],
    ["{a: 1, b c: [x]}", '{a: 1, "b c": ["x"]}'],
    ['"a\\nb\\e[31m\\u202e\\u200b"', '"a\\nb\\u{1b}[31m\\u{202e}\\u{200b}"'],
    ['"say \\"x\\" \\\\"', '"say \\"x\\" \\\\"'],
  ] as const) {
    equal(formatValue(node(text)), expected);
  }
  const long = formatValue(node(`[${"abc, ".repeat(100)}]`));
  equal(long.length, 80);
  equal(long.endsWith("…"), true);
  equal(formatValue(node(`"${"\\n".repeat(500)}"`)).length, 80);
  equal(formatValue(node("9".repeat(4000))).length, 80);
  equal(formatValue(node(`"${"x".repeat(78)}"`)), `"${"x".repeat(78)}"`);
});

test.run();
