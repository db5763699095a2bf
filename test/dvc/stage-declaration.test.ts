import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, property } from "fast-check";
import { suite } from "uvu";

import type { DeclaredStage } from "../../lib/dvc/model.ts";
import { decodeStage } from "../../lib/dvc/stage-declaration.ts";
import { anyNode } from "../helpers/any-node.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/stage-declaration");

function read(text: string): DeclaredStage {
  const result = decodeStage("s", nodeOf(text), null);
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value;
}

function paramsOf(list: string): readonly (readonly [string | null, readonly string[] | null])[] {
  return read(`{cmd: x, params: ${list}}`).params.map(({ path, keys }) => [path, keys]);
}

test("reads a whole stage", () => {
  const stage = decodeStage(
    "g@a",
    nodeOf(`cmd: [a, b]
wdir: sub
deps: [in, ../out, in]
params:
- lr
- p.toml: [sec.f]
outs:
- o
- q: {persist: true, push: false, remote: r}
metrics:
- ../m.json: {cache: false}
plots:
- p.csv: {x: a, header: true}
frozen: true
always_changed: true
meta: {a: 1}
`),
    "g",
  );
  const plain = { cache: true, persist: false, push: true, remote: null };
  deepEqual(stage, {
    ok: true,
    value: {
      name: "g@a",
      line: 1,
      group: "g",
      command: ["a", "b"],
      workingDirectory: "sub",
      deps: [
        { path: "in", line: 3 },
        { path: "../out", line: 3 },
      ],
      params: [
        { path: null, keys: ["lr"], line: 5 },
        { path: "p.toml", keys: ["sec.f"], line: 6 },
      ],
      outs: [
        { ...plain, path: "o", line: 8, bucket: "outs" },
        { ...plain, path: "q", line: 9, bucket: "outs", persist: true, push: false, remote: "r" },
        { ...plain, path: "../m.json", line: 11, bucket: "metrics", cache: false },
        { ...plain, path: "p.csv", line: 13, bucket: "plots" },
      ],
      frozen: true,
      alwaysChanged: true,
      unresolved: null,
      templated: [],
    },
  });
});

for (const [list, expected] of [
  ["[a, b, a]", [[null, ["a", "b"]]]],
  ["['p.yaml:a']", [[null, ["p.yaml:a"]]]],
  ["[a, {params.yaml: [b]}]", [[null, ["a", "b"]]]],
  ["[a, {params.yaml: }, b]", [[null, null]]],
  ["[{p.yaml: [a]}, {p.yaml: []}, {p.yaml: [b]}]", [["p.yaml", null]]],
  [
    "[{p.yaml: [a]}, x, {p.yaml: [b]}]",
    [
      ["p.yaml", ["a", "b"]],
      [null, ["x"]],
    ],
  ],
  [
    "[{p.yaml: '', q.yaml: {}}]",
    [
      ["p.yaml", null],
      ["q.yaml", null],
    ],
  ],
  ["[{}]", []],
  ["[]", []],
] as const) {
  test(`params ${list}`, () => deepEqual(paramsOf(list), expected));
}

test("flags of an earlier item stay where a later one is silent", () => {
  const { outs } = read("{cmd: x, outs: [{o: {cache: false, remote: r}}, {o: {push: false}}]}");
  deepEqual(
    outs.map(({ cache, push, remote }) => [cache, push, remote]),
    [[false, false, "r"]],
  );
});

test("the same path twice in one bucket is one out, the flags of both", () => {
  const { outs } = read(
    "{cmd: x, outs: [{o: {cache: false}}, {o: {push: false}}, o, {o: {cache: true}}], metrics: [o]}",
  );
  deepEqual(
    outs.map(({ path, bucket, cache, push }) => [path, bucket, cache, push]),
    [
      ["o", "outs", true, false],
      ["o", "metrics", true, true],
    ],
  );
});

for (const [text, expected] of [
  ["x", 'stage "s": it is a string, not a mapping'],
  ["{cmd: 5}", 'stage "s": "cmd" is a number, not a string'],
  ["{cmd: [x, 5]}", 'stage "s": an item of "cmd" is a number, not a string'],
  ["{cmd: x, wdir: 5}", 'stage "s": "wdir" is a number, not a string'],
  ["{cmd: x, deps: [5]}", 'deps of stage "s": an item is a number, not a string'],
  ["{cmd: x, deps: ['']}", 'deps of stage "s": a path is empty'],
  ['{cmd: x, outs: ["a\\nb"]}', 'outs of stage "s": the path "a\\nb" holds a line break'],
  ["{cmd: x, outs: [{o: }]}", '"o" in outs of stage "s": its flags are empty, not a mapping'],
  [
    "{cmd: x, plots: [{o: [{x: a}]}]}",
    '"o" in plots of stage "s": its flags are a list, not a mapping',
  ],
  ["{cmd: x, outs: [{o: {x: a}}]}", '"o" in outs of stage "s": DVC knows no key "x" here'],
  [
    "{cmd: x, outs: [{o: {cached: true}}]}",
    '"o" in outs of stage "s": DVC knows no key "cached" here (did you mean "cache"?)',
  ],
  ["{cmd: x, params: [5]}", 'params of stage "s": a key is a number, not a string'],
  [
    "{cmd: x, params: [{p.yaml: a}]}",
    'params of stage "s": the keys of "p.yaml" are a string, not a list',
  ],
] as const) {
  test(`refuses ${text}`, () => {
    const result = decodeStage("s", nodeOf(text), null);
    ok(!result.ok);
    equal(result.problem.text, expected);
    equal(result.problem.line, 1);
  });
}

test("takes any node without an exception", () => {
  const words = ["cmd", "wdir", "deps", "params", "outs", "plots", "cache", "frozen", "a"];
  assertProperty(
    property(anyNode(words), (node) => void decodeStage("s", node, null)),
    { numRuns: 300 },
  );
});

test.run();
