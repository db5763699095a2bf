import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, property } from "fast-check";
import { suite } from "uvu";

import type { PipelineFile } from "../../lib/dvc/model.ts";
import { decodePipelineFile } from "../../lib/dvc/pipeline-file.ts";
import { anyNode } from "../helpers/any-node.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/pipeline-file");

function read(text: string): PipelineFile {
  const result = decodePipelineFile(nodeOf(text));
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value;
}

function refusal(text: string): string {
  const result = decodePipelineFile(nodeOf(text));
  ok(!result.ok, "it was read");
  equal(result.problem.cause, "malformed");
  return `${result.problem.line}: ${result.problem.text}`;
}

test("reads all parts, stages as templates", () => {
  const file = read(`vars: [a.yaml:b, {c: 1}]
stages:
  train:
    cmd: python train.py --lr \${lr}
    wdir: src
  each:
    foreach: \${models}
    do:
      cmd: x \${item}
  grid:
    matrix: {a: [1, 2], b: '\${bs}'}
    cmd: x
artifacts:
  model:
    path: models/m.pkl
    type: model
    labels: [a]
    meta:
  \${name}: {path: s3://b/k}
params: [p.yaml]
metrics: [m.json]
plots: [a, {b: null, c: {y: d}}, {e: {x: {f: g}, y: {h: [i, j]}}}]
datasets: [{name: d, type: url, url: s3://b}]
`);
  deepEqual(
    file.stages.map(({ name, line, node }) => [name, line, node?.kind]),
    [
      ["train", 3, "mapping"],
      ["each", 6, "mapping"],
      ["grid", 10, "mapping"],
    ],
  );
  deepEqual(file.artifacts, [
    { name: "model", path: "models/m.pkl", type: "model", line: 14 },
    { name: "${name}", path: "s3://b/k", type: null, line: 19 },
  ]);
  deepEqual([file.params, file.metrics], [["p.yaml"], ["m.json"]]);
  deepEqual(file.plots, ["a", "b", "c", "f", "h"]);
  equal(file.vars.length, 2);
  equal(file.datasets.length, 1);
});

for (const text of ["", "null", "{}", "[]", "0", "''", "false", "stages: {}"]) {
  test(`${JSON.stringify(text)} declares nothing`, () => {
    deepEqual(read(text), {
      stages: [],
      vars: [],
      artifacts: [],
      params: [],
      metrics: [],
      plots: [],
      datasets: [],
    });
  });
}

for (const [text, expected] of [
  ["[a]", "1: it is a list, not a mapping"],
  ["stage: {}", '1: DVC knows no key "stage" here (did you mean "stages"?)'],
  ["stages: {}\nmetric: [a]", '2: DVC knows no key "metric" here (did you mean "metrics"?)'],
  ["schema: '2.0'", '1: DVC knows no key "schema" here'],
  ["stages:", '1: "stages" is empty, not a mapping'],
  ["stages: {1: {cmd: x}}", '1: "stages": the key 1 is not a string'],
  ["stages: {s: x}", '1: stage "s": it is a string, not a mapping'],
  ["stages: {s: {wdir: a}}", '1: stage "s": it has no "cmd"'],
  ["stages: {s: {cmd: x, output: [a]}}", '1: stage "s": DVC knows no key "output" here'],
  [
    "stages: {s: {cmd: x, dep: [a]}}",
    '1: stage "s": DVC knows no key "dep" here (did you mean "deps"?)',
  ],
  [
    "stages: {s: {cmd: x, frozen: '${f}'}}",
    '1: stage "s": "frozen" is a string, not true or false',
  ],
  [
    "stages: {s: {cmd: x, outs: [{o: {cache: '${c}'}}]}}",
    '1: "o" in outs of stage "s": "cache" is a string, not true or false',
  ],
  ["stages: {s: {cmd: x, outs: '${outs}'}}", '1: stage "s": "outs" is a string, not a list'],
  ["stages: {s: {cmd: x, desc: }}", '1: stage "s": "desc" is empty, not a string'],
  ["stages:\n  s:\n    foreach: [1]", '2: stage "s": it has "foreach" without "do"'],
  ["stages:\n  s:\n    do: {cmd: x}", '2: stage "s": it has "do" without "foreach"'],
  [
    "stages: {s: {foreach: [1], do: {cmd: x}, cmd: y}}",
    '1: stage "s": DVC knows no key "cmd" here',
  ],
  [
    "stages: {s: {foreach: 3, do: {cmd: x}}}",
    '1: stage "s": "foreach" is a number, not a list, a mapping or a template',
  ],
  ["stages: {s: {foreach: [1], do: {}}}", '1: stage "s": it has no "cmd"'],
  [
    "stages: {s: {cmd: x, matrix: {a: 1}}}",
    '1: axis "a" of stage "s": it is a number, not a string',
  ],
  [
    "stages: {s: {cmd: x, vars: [1]}}",
    '1: stage "s": an item of "vars" is a number, not a string or a mapping',
  ],
  ["vars: {a: 1}", '1: "vars" is a mapping, not a list'],
  ["artifacts: {m: {}}", '1: artifact "m": it has no "path"'],
  ["artifacts: {m: {path: x, version: 1}}", '1: artifact "m": DVC knows no key "version" here'],
  ["artifacts: {m: {path: x, labels: [1]}}", '1: artifact "m": a label is a number, not a string'],
  ["artifacts:", '1: "artifacts" is empty, not a mapping'],
  ["params: [1]", '1: "params": an item is a number, not a string'],
  ["plots: [{}]", '1: "plots": an item is empty'],
  ["plots: [{a: {z: b}}]", '1: plot "a": DVC knows no key "z" here'],
  ["plots: [{a: {x: [b]}}]", '1: plot "a": a column is a list, not a string'],
  ["datasets:", '1: "datasets" is empty, not a list'],
  ["datasets: [{type: url}]", '1: "datasets": an item has no "name"'],
] as const) {
  test(`refuses ${JSON.stringify(text)}`, () => equal(refusal(text), expected));
}

test("what the document says is shown on one line, without marks that turn the text", () => {
  const text = refusal('"a\\n\\u202eb\\x9b": 1');
  equal(text, String.raw`1: DVC knows no key "a\n\u202eb\u009b" here`);
});

test("takes any document without an exception", () => {
  const words = ["stages", "artifacts", "plots", "cmd", "outs", "foreach", "do", "matrix", "path"];
  assertProperty(
    property(anyNode([...words, "deps", "vars", "params", "x", "y", "datasets"]), (node) => {
      const result = decodePipelineFile(node);
      if (!result.ok) ok(result.problem.text.length > 0);
    }),
    { numRuns: 300 },
  );
});

test.run();
