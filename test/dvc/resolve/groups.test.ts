import { deepEqual, equal, match } from "node:assert/strict";
import { assert as assertProperty, property, string } from "fast-check";
import { suite } from "uvu";

import { resolvePipeline } from "../../../lib/dvc/resolve/index.ts";
import { anyNode } from "../../helpers/any-node.ts";
import { commands, pipelineOf, resolve } from "./resolve.ts";

const test = suite("dvc/resolve/groups");

const FILES = {
  "params.yaml": `
list: [a, b]
flags: [true, false]
t: true
m: {p: 1, q: {r: 2}}
objects: [{n: x}, {n: y}]
s: word
empty: []
`,
};

function foreach(iterable: string, cmd = "x ${item}"): Readonly<Record<string, unknown>> {
  return commands(`stages: {g: {foreach: ${iterable}, do: {cmd: ${JSON.stringify(cmd)}}}}`, FILES);
}

type Table = readonly (readonly [iterable: string, cmd: string, stages: Record<string, string>])[];

/** Each as DVC 3.67.1 gave it. */
const FOREACH: Table = [
  [
    "[a, 1, 1.0, 0.00001]",
    "x ${item}",
    { "g@a": "x a", "g@1": "x 1", "g@1.0": "x 1.0", "g@1e-05": "x 1e-05" },
  ],
  ["[true, null]", "x ${item}", { "g@true": "x true", "g@None": "x None" }],
  ["'${flags}'", "x ${item}", { "g@True": "x true", "g@False": "x false" }],
  [
    "['${t}', 'n${t}', '${s}']",
    "x ${item}",
    { "g@True": "x true", "g@ntrue": "x ntrue", "g@word": "x word" },
  ],
  ["'${list}'", "x ${item}", { "g@a": "x a", "g@b": "x b" }],
  ["'${empty}'", "x", {}],
  ["[]", "x ${none}", {}],
  ["[{n: 1}, {n: 2}]", "x ${item.n}", { "g@0": "x 1", "g@1": "x 2" }],
  ["'${objects}'", "x ${item.n}", { "g@0": "x x", "g@1": "x y" }],
  ["[a, [b]]", "x", { "g@0": "x", "g@1": "x" }],
  ["{k: 1, l: {d: 2}}", "x ${key}", { "g@k": "x k", "g@l": "x l" }],
  ["'${m}'", "${key} x", { "g@p": "p x", "g@q": "q x" }],
  [
    "{1: a, 1.5: c, null: d}",
    "${key} ${item}",
    { "g@1": "1 a", "g@1.5": "1.5 c", "g@None": "None d" },
  ],
  ["{'k${s}': '${t}'}", "${key} ${item}", { "g@kword": "kword true" }],
  // Equal keys are one stage.
  ["[1, b, '1']", "x ${item}${s}", { "g@1": "x 1word", "g@b": "x bword" }],
];

test("makes a stage of each item of foreach", () => {
  for (const [iterable, cmd, stages] of FOREACH) {
    deepEqual(foreach(iterable, cmd), stages, iterable);
    deepEqual(Object.keys(foreach(iterable, cmd)), Object.keys(stages), iterable);
  }
});

test("takes the last of two items with one key, in the place of the first", () => {
  const [first] = resolve("stages: {g: {foreach: [1, '1'], do: {cmd: x, deps: ['d${item}']}}}");
  deepEqual([first?.name, first?.deps[0]?.path], ["g@1", "d1"]);
  const given = foreach("[1.0, b, '1.0']", "${item}");
  deepEqual(given, { "g@1.0": "1.0", "g@b": "b" }, "a float alone would be no command");
});

const UNRESOLVED: readonly (readonly [group: string, name: string, reason: RegExp])[] = [
  ["foreach: '${none}', do: {cmd: x}", "g", /\$\{none\}" is not defined/],
  ["foreach: '${s}', do: {cmd: x}", "g", /./],
  ["foreach: word, do: {cmd: x}", "g", /./],
  ["foreach: {'${s}': 1}, do: {cmd: x}", "g", /./],
  ["foreach: [a], do: {cmd: 'x ${key}'}", "g@a", /\$\{key\}" is not defined/],
  ["foreach: [a], do: {cmd: 'x ${none}'}", "g@a", /\$\{none\}" is not defined/],
  ["foreach: [a@b], do: {cmd: x}", "g@a@b", /./],
  ["foreach: [''], do: {cmd: x}", "g@", /./],
  ["foreach: [2020-01-01], do: {cmd: x}", "g", /date/],
  ["foreach: [a], do: {cmd: x, vars: [{item: 1}]}", "g@a", /./],
  ["matrix: {}, cmd: x", "g", /./],
  ["matrix: {a: '${s}'}, cmd: x", "g", /./],
  ["matrix: {a: '${none}'}, cmd: x", "g", /\$\{none\}" is not defined/],
  ["matrix: {'${s}': [1]}, cmd: x", "g", /./],
  ["matrix: {a: [1]}, cmd: x, vars: [{key: 1}]", "g@1", /./],
];

test("says what of a group is unresolved, and why", () => {
  for (const [group, name, reason] of UNRESOLVED) {
    const stages = resolve(`stages: {g: {${group}}}`, FILES);
    deepEqual(
      stages.map((stage) => [stage.name, stage.group]),
      [[name, "g"]],
      group,
    );
    match(stages[0]?.unresolved ?? "", reason, group);
  }
});

test("leaves key to params.yaml where foreach goes through a list", () => {
  const text = "stages: {g: {foreach: [a], do: {cmd: '${key} ${item}', vars: [{other: 1}]}}}";
  deepEqual(commands(text, { "params.yaml": "key: k\nitem: hidden" }), { "g@a": "k a" });
});

const MATRIX: readonly (readonly [matrix: string, stages: Record<string, string>])[] = [
  [
    "{a: [x, y], b: [1, 2.0]}",
    { "g@x-1": "x/1", "g@x-2.0": "x/2.0", "g@y-1": "y/1", "g@y-2.0": "y/2.0" },
  ],
  ["{a: [x], b: [{n: 1}, [2]]}", { "g@x-b0": "x/--n 1", "g@x-b1": "!" }],
  ["{a: [true], b: '${flags}'}", { "g@true-True": "true/true", "g@true-False": "true/false" }],
  ["{a: '${list}', b: ['${t}']}", { "g@a-True": "a/true", "g@b-True": "b/true" }],
  ["{a: '${m}', b: xy}", { "g@p-x": "p/x", "g@p-y": "p/y", "g@q-x": "q/x", "g@q-y": "q/y" }],
  [
    "{a: [x], b: 'n${s}'}",
    {
      "g@x-n": "x/n",
      "g@x-w": "x/w",
      "g@x-o": "x/o",
      "g@x-r": "x/r",
      "g@x-d": "x/d",
    },
  ],
  ["{a: [x], b: []}", {}],
  ["{a: [x, x], b: [1, '1']}", { "g@x-1": "x/1" }],
];

test("makes a stage of each combination of a matrix", () => {
  for (const [matrix, stages] of MATRIX) {
    const given = commands(`stages: {g: {matrix: ${matrix}, cmd: '\${item.a}/\${item.b}'}}`, FILES);
    deepEqual(Object.keys(given), Object.keys(stages), matrix);
    for (const [name, command] of Object.entries(stages)) {
      if (command === "!") match(String(given[name]), /^! .*is a list/);
      else equal(given[name], command, matrix);
    }
  }
});

test("gives matrix its key, and the indexes of nested items", () => {
  const text = "stages: {g: {matrix: {a: [{n: [u, v]}]}, cmd: '${key} ${item.a.n[1]}'}}";
  deepEqual(commands(text), { "g@a0": "a0 v" });
});

test("takes names with @ as DVC does", () => {
  const text =
    "stages: {'a@b': {cmd: 'x ${s}'}, 'g@h': {foreach: [1], do: {cmd: y}}, plain: {cmd: z}}";
  const given = commands(text, FILES);
  match(String(given["a@b"]), /^! /);
  equal(given["g@h@1"], "y");
  const shadowed = "stages: {'a@b': {cmd: x}, a: {foreach: [b], do: {cmd: y}}}";
  deepEqual(commands(shadowed), { "a@b": "y" });
});

test("keeps the order of the file, and each stage's line and group", () => {
  const text =
    "stages:\n  z: {cmd: x}\n  g:\n    foreach: [b, a]\n    do: {cmd: x}\n  y: {cmd: x}\n";
  deepEqual(
    resolve(text).map(({ name, group, line }) => [name, group, line]),
    [
      ["z", null, 2],
      ["g@b", "g", 3],
      ["g@a", "g", 3],
      ["y", null, 6],
    ],
  );
});

test("bounds the stages and the text of hostile files", () => {
  const items = Array.from({ length: 300 }, (_, index) => index).join(", ");
  const wide = `stages: {g: {matrix: {a: [${items}], b: [${items}]}, cmd: x}}`;
  match(String(commands(wide)["g"]), /^! .*stages/);
  const axes = Array.from({ length: 3000 }, (_, index) => `a${index}: [1]`).join(", ");
  equal(resolve(`stages: {g: {matrix: {${axes}}, cmd: x}}`).length, 1);
  const long = "a".repeat(200_000);
  const cmd = JSON.stringify("${s} ".repeat(1000));
  const text = `stages: {g: {foreach: [1, 2, 3], do: {cmd: ${cmd}}}}`;
  match(String(commands(text, { "params.yaml": `s: ${long}` })["g@1"]), /^! .*too much/);
});

test("reads a text full of openings in linear time", () => {
  const cmd = JSON.stringify(`${"${".repeat(500_000)}\n}`);
  const [stage] = resolve(`stages: {a: {cmd: ${cmd}}}`);
  equal(stage?.unresolved, null);
});

test("never throws, whatever stands in the files", () => {
  const words = ["foreach", "do", "matrix", "cmd", "vars", "wdir", "deps", "${item}", "a"];
  assertProperty(
    property(anyNode(words), anyNode(["a", "item"]), string(), (node, params, name) => {
      const file = {
        ...pipelineOf("{}"),
        stages: [{ name, line: 1, node, plain: null }],
        vars: [],
      };
      const source = { path: "params.yaml", oid: null };
      const stages = resolvePipeline(file, () => ({ state: "present", value: params, source }));
      equal(typeof stages.ok, "boolean");
    }),
  );
});

test("tells what was taken from the vars, by the names that it has there", () => {
  const text = "stages: {g: {foreach: '${list}', do: {cmd: 'x ${item} ${list[0]}', desc: '${s}'}}}";
  const stages = resolve(text, FILES);
  deepEqual(
    stages.map(({ name, templated }) => [name, templated.map(({ key }) => key)]),
    [
      ["g@a", ["list", "list.0"]],
      ["g@b", ["list", "list.0"]],
    ],
  );
  deepEqual(resolve("stages: {g: {cmd: x}}", FILES)[0]?.templated, []);
});

test.run();
