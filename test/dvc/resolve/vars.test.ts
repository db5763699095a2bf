import { deepEqual, equal, match } from "node:assert/strict";
import { suite } from "uvu";

import { documentsNeeded, resolvePipeline } from "../../../lib/dvc/resolve/index.ts";
import { commands, pipelineOf, readFrom, resolve, type Documents } from "./resolve.ts";

const test = suite("dvc/resolve/vars");

const FILES: Documents = {
  "params.yaml": "a: 1\nm: {x: 1}\n",
  "other.yaml": "b: 2\nc: 3\n",
  "same.yaml": "a: 1\n",
  "more.yaml": "m: {y: 2, z: {w: 3}}\n",
  "sub/own.json": '{"o": 4}',
  "list.yaml": "[1]",
  "empty.yaml": "",
  "broken.yaml": "a: [",
  "dotted.yaml": "x.y: 5\nx: {y: 6}\n",
};

/** `vars`, a command, and what becomes of it. */
const VARS: readonly (readonly [vars: string, cmd: string, expected: string | RegExp])[] = [
  ["[]", "${a}x", "1x"],
  ["[other.yaml]", "${a} ${b} ${c}", "1 2 3"],
  ["[{v: 9}]", "${v}x", "9x"],
  ["[more.yaml, {m: {z: {q: 1}}}]", "${m.x}${m.y}${m.z.w}${m.z.q}", "1231"],
  ["['other.yaml:b']", "${b}x", "2x"],
  ["['other.yaml:b']", "${c}x", /\$\{c\}" is not defined/],
  ["['other.yaml:b,c', './sub/own.json']", "${b}${c}${o}", "234"],
  ["['other.yaml:b', 'other.yaml:c']", "${b}${c}", "23"],
  ["['other.yaml:b,,b,']", "${b}x", "2x"],
  ["['other.yaml:']", "${b}x", "2x"],
  ["[other.yaml, other.yaml, sub/../other.yaml]", "${b}x", "2x"],
  ["[params.yaml, ./params.yaml]", "${a}x", "1x"],
  ["['dotted.yaml:x.y']", "${x}", /\$\{x\}" is not defined/],
  ["[empty.yaml]", "${a}x", "1x"],
  ["['other.yaml:b', 'other.yaml:b']", "${a}x", /^! /],
  ["['other.yaml:b', other.yaml]", "${a}x", /^! /],
  ["[other.yaml, 'other.yaml:b']", "${a}x", /^! /],
  ["['params.yaml:a']", "${a}x", /^! /],
  ["['other.yaml:,', 'other.yaml:,']", "${a}x", /^! /],
  ["[same.yaml]", "${a}x", /^! /],
  ["[{a: 1}]", "${a}x", /^! /],
  ["[{m: 1}]", "${a}x", /^! /],
  ["[{m: {x: 1}}]", "${a}x", /^! /],
  ["[none.yaml]", "${a}x", /^! /],
  ["[list.yaml]", "${a}x", /^! /],
  ["[broken.yaml]", "${a}x", /^! /],
  ["['other.yaml:zz']", "${a}x", /^! /],
  ["['${a}.yaml']", "${a}x", /^! /],
  ["[{v: ['${a}']}]", "${a}x", /^! /],
  ["[{'${a}': 1}]", "${a}x", /^! /],
  ["[{v: '\\${a}'}]", "${v} x", "${a} x"],
];

test("adds the top-level vars to params.yaml, and refuses what DVC refuses", () => {
  for (const [vars, cmd, expected] of VARS) {
    const text = `vars: ${vars}\nstages: {s: {cmd: ${JSON.stringify(cmd)}}}`;
    const given = commands(text, FILES)["s"];
    if (typeof expected === "string") equal(given, expected, vars);
    else match(String(given), expected, vars);
  }
});

test("refuses every template of a file that DVC cannot load", () => {
  const text =
    "vars: [none.yaml]\nstages: {a: {cmd: '${a} x'}, g: {foreach: [1], do: {cmd: x}}, p: {cmd: x}}";
  const stages = resolve(text, FILES);
  deepEqual(
    stages.map(({ name, group, unresolved }) => [name, group, unresolved === null]),
    [
      ["a", null, false],
      ["g", "g", false],
      ["p", null, true],
    ],
  );
  match(stages[0]?.unresolved ?? "", /"none\.yaml"/);
});

test("needs no params.yaml", () => {
  deepEqual(commands("vars: [{v: 1}]\nstages: {s: {cmd: 'x ${v}'}}"), { s: "x 1" });
});

test("refuses all stages over a date in params.yaml or vars, as DVC does", () => {
  for (const params of ["d: 2020-01-01", "a: {b: [2020-01-01 10:00:00]}"]) {
    const given = commands("stages: {s: {cmd: 'x ${a}'}}", { "params.yaml": `${params}\nz: 1` });
    match(String(given["s"]), /^! .*date/);
  }
  match(
    String(commands("vars: [{d: 2020-01-01, a: 1}]\nstages: {s: {cmd: 'x ${a}'}}")["s"]),
    /date/,
  );
  const odd = commands("stages: {s: {cmd: 'x ${a}'}}", { "params.yaml": "1: 2020-01-01\na: 1" });
  deepEqual(odd, { s: "x 1" }, "a key that is no string is dropped unseen");
});

test("takes only the chosen keys of a file with a date elsewhere", () => {
  const files = { "v.yaml": "d: 2020-01-01\na: 1\n" };
  deepEqual(commands("vars: ['v.yaml:a']\nstages: {s: {cmd: 'x ${a}'}}", files), { s: "x 1" });
});

const STAGE_VARS: readonly (readonly [stage: string, expected: string | RegExp])[] = [
  ["cmd: '${o}x', wdir: sub, vars: [own.json]", "4x"],
  ["cmd: '${o}x', wdir: '${dir}', vars: [own.json]", "4x"],
  ["cmd: '${v}${a}', vars: [{v: 7}]", "71"],
  ["cmd: '${m.x}${m.v}', vars: [{m: {v: 8}}]", "18"],
  ["cmd: '${o}x', vars: [own.json]", /"own.json"/],
  ["cmd: '${a}x', vars: [{a: 1}]", /^! /],
  ["cmd: '${a}x', wdir: '${v}', vars: [{v: sub}]", /^! /],
  ["cmd: '${a}x', vars: ['${a}']", /^! /],
  ["cmd: '${a}x', vars: ['params.yaml:a']", /^! /],
];

test("adds the vars of a stage, from its directory, which does not see them", () => {
  for (const [stage, expected] of STAGE_VARS) {
    const files = { ...FILES, "params.yaml": `${FILES["params.yaml"]}dir: sub\n` };
    const text = `stages:\n  s: {${stage}}\n  t: {cmd: 'x \${v}'}`;
    const given = commands(text, files);
    if (typeof expected === "string") equal(given["s"], expected, stage);
    else match(String(given["s"]), expected, stage);
    match(String(given["t"]), /\$\{v\}" is not defined/, "the next stage does not see them");
  }
});

test("names the documents that it will ask for", () => {
  const text = `vars: [other.yaml, 'other.yaml:b', ../up.yaml, {v: 1}, /abs.json]
stages:
  a: {cmd: 'x \${v}', vars: [a.yaml]}
  b: {cmd: 'x \${v}', wdir: sub/dir, vars: [b.yaml, '../c.yaml:k']}
  c: {cmd: x, wdir: '\${dir}', vars: [d.yaml]}
  g: {foreach: [1], do: {cmd: x, wdir: sub, vars: [e.yaml]}}
`;
  const literal = [
    "params.yaml",
    "other.yaml",
    "../up.yaml",
    "/abs.json",
    "a.yaml",
    "sub/dir/b.yaml",
    "sub/c.yaml",
    "sub/e.yaml",
  ];
  const file = pipelineOf(text);
  deepEqual(documentsNeeded(file), literal);
  const files = { "params.yaml": "dir: deep", "other.yaml": "b: 1" };
  deepEqual(documentsNeeded(file, readFrom(files)), literal, "the top-level vars fail");
  const without = pipelineOf(text.replace(/^.*\n/, ""));
  deepEqual(documentsNeeded(without, readFrom(files)).slice(-2), ["sub/e.yaml", "deep/d.yaml"]);
  deepEqual(documentsNeeded(pipelineOf("stages: {}")), []);
});

test("asks for nothing that it did not name", () => {
  const asked: string[] = [];
  const text = `vars: [other.yaml]\nstages: {b: {cmd: '\${o}', wdir: sub, vars: [own.json]}}`;
  const file = pipelineOf(text);
  resolvePipeline(file, (path) => {
    asked.push(path);
    return readFrom(FILES)(path);
  });
  const needed = documentsNeeded(file);
  deepEqual(new Set(asked), new Set(needed));
});

test.run();
