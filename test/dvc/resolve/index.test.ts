import { deepEqual, equal, match } from "node:assert/strict";
import { assert as assertProperty, property } from "fast-check";
import { suite } from "uvu";

import { anyNode } from "../../helpers/any-node.ts";
import {
  documentsNeeded,
  resolvePipeline,
  type FlagStyle,
} from "../../../lib/dvc/resolve/index.ts";
import { pipelineOf, readFrom, resolve, type Documents } from "./resolve.ts";

const test = suite("dvc/resolve");

const PARAMS = `
lr: 0.1
tiny: 1e-5
one: 1.0
whole: 3
on: true
off: false
none: null
text: hello world
list: [a, b]
models:
  us: {thresh: 10, name: u s}
  gb: {thresh: 15, name: gb}
`;
const DOCUMENTS: Documents = { "params.yaml": PARAMS };

function stageOf(body: string, documents: Documents = DOCUMENTS) {
  return resolve(`stages: {s: ${body}}`, documents)[0]!;
}

function commandOf(command: string, documents: Documents = DOCUMENTS): unknown {
  const { command: resolved, unresolved } = stageOf(`{cmd: ${JSON.stringify(command)}}`, documents);
  return unresolved === null ? resolved : { unresolved };
}

function reasonOf(body: string, documents: Documents = DOCUMENTS): string | null {
  return stageOf(body, documents).unresolved;
}

const NOT_FOUND = 'DVC finds no stage of this name: it looks for what stands before the last "@"';

function namesOf(text: string, documents: Documents = DOCUMENTS): readonly string[] {
  return resolve(text, documents).map(({ name, unresolved }) =>
    unresolved === null ? name : `${name}: ${unresolved}`,
  );
}

for (const [written, resolved] of [
  ["run ${lr} ${tiny} ${one} ${whole}", "run 0.1 1e-05 1.0 3"],
  ["${on} ${off} ${none}", "true false None"],
  ["${text}", "hello world"],
  ["${ models.us.thresh }${models [us] . name}", "10u s"],
  ["${list[0]} ${list.1} ${list[-1]} ${list.+0}", "a b b a"],
  ["\\${lr} \\\\${lr}", "${lr} \\${lr}"],
  ["${lr\n} ${", "${lr\n} ${"],
] as const) {
  test(`resolves ${JSON.stringify(written)}`, () => equal(commandOf(written), resolved));
}

for (const [written, reason] of [
  ["${nope}", /"\$\{nope\}" is not defined/],
  ["${list.2} x", /"\$\{list\.2\}" is not defined/],
  ["${list.x} x", /not defined/],
  ["${lr.x} x", /not defined/],
  ["${} x", /not an expression/],
  ["${a..b} x", /not an expression/],
  ["${a[0]b} x", /not an expression/],
  ["${list} x", /is a list, which DVC does not put there/],
  ["${whole}", /"cmd" is a number, not a string/],
  ["${models.us}", /"cmd" is a mapping, not a string/],
] as const) {
  test(`does not resolve ${JSON.stringify(written)}`, () => {
    const stage = stageOf(`{cmd: ${JSON.stringify(written)}, deps: [d]}`);
    match(stage.unresolved ?? "", reason);
    equal(stage.command, written);
    deepEqual(stage.deps, [{ path: "d", line: 1 }]);
  });
}

test("names the stages of a group", () => {
  const names = namesOf(`
stages:
  first: {cmd: x}
  scalars: {foreach: [a, 1, 1.0, true, null, "1"], do: {cmd: x}}
  values: {foreach: ["\${on}", "\${one}"], do: {cmd: x}}
  composites: {foreach: [a, {b: 1}], do: {cmd: x}}
  map: {foreach: "\${models}", do: {cmd: x}}
  matrix: {matrix: {a: [x, "\${on}", {y: 1}], b: "\${list}"}, cmd: x}
  none: {foreach: [], do: {cmd: x}}
`);
  deepEqual(names, [
    "first",
    "scalars@a",
    "scalars@1",
    "scalars@1.0",
    "scalars@true",
    "scalars@None",
    "values@True",
    "values@1.0",
    "composites@0",
    "composites@1",
    "map@us",
    "map@gb",
    "matrix@x-a",
    "matrix@x-b",
    "matrix@True-a",
    "matrix@True-b",
    "matrix@a2-a",
    "matrix@a2-b",
  ]);
});

test("asks for no document where nothing is templated", () => {
  deepEqual(documentsNeeded(pipelineOf("{vars: [v.yaml], stages: {s: {cmd: x}}}")), []);
});

test("asks for the documents of vars, those of a templated wdir once the rest is read", () => {
  const file = pipelineOf(`
vars: [a.yaml, {x: sub}, "b.json:k,l"]
stages:
  s: {cmd: "\${x}", wdir: w, vars: [c.yaml, ../d.toml]}
  t: {cmd: y, wdir: "\${x}", vars: [e.yaml]}
`);
  const known = ["params.yaml", "a.yaml", "b.json", "w/c.yaml", "d.toml"];
  deepEqual(documentsNeeded(file), known);
  const documents = { "a.yaml": "", "b.json": '{"k": 1, "l": 2}', "w/c.yaml": "", "d.toml": "" };
  deepEqual(documentsNeeded(file, readFrom(documents)), [...known, "sub/e.yaml"]);
});

test("makes options of a mapping in a command", () => {
  const documents = {
    "params.yaml": `{m: {lr: 0.1, on: true, off: false, none: null, "": "", "it's": "a b", n: {
      sizes: [1, true, "x y"], none: []}, empty: {}, last: true}, nested: {a: [[1]]}, twice: {a.b: 1, a: {b: 2}}}`,
  };
  const flags = (style: FlagStyle): unknown =>
    resolve('stages: {s: {cmd: ["x ${m}", "${m} y"]}}', documents, style)[0]!.command;
  const start = "--lr 0.1 --on";
  const rest = "--none None -- '' --it's 'a b'";
  deepEqual(flags({}), [
    `x ${start} ${rest} --n.sizes 1 True 'x y' --last`,
    `${start} ${rest} --n.sizes 1 True 'x y' --last y`,
  ]);
  const words = "--n.sizes 1 --n.sizes True --n.sizes 'x y'";
  deepEqual(flags({ boolStyle: "boolean_optional", listStyle: "append" }), [
    `x ${start} --no-off ${rest} ${words} --last`,
    `${start} --no-off ${rest} ${words} --last y`,
  ]);
  match(String(reasonOf('{cmd: "x ${nested}"}', documents)), /list that is nested/);
  match(String(reasonOf('{cmd: "x ${twice}"}', documents)), /two options of a command are "a\.b"/);
  match(String(reasonOf('{cmd: x, deps: ["x ${m}"]}', documents)), /is a mapping, which DVC/);
});

test("resolves keys, paths and the working directory", () => {
  const stage = stageOf(`{cmd: x, wdir: "w\${whole}", deps: ["\${list[0]}"],
    outs: [{"o\${whole}": {cache: false}}], params: ["\${text}", {"\${list[1]}.json": [k, "\${text}"]}],
    desc: "\${whole}", meta: {"\${on}": "\${none}"}}`);
  equal(stage.unresolved, null);
  equal(stage.workingDirectory, "w3");
  deepEqual(stage.deps, [{ path: "a", line: 1 }]);
  deepEqual(
    stage.outs.map(({ path, cache }) => [path, cache]),
    [["o3", false]],
  );
  deepEqual(
    stage.params.map(({ path, keys }) => [path, keys]),
    [
      [null, ["hello world"]],
      ["b.json", ["k", "hello world"]],
    ],
  );
});

test("keeps the last value of keys that become one", () => {
  const { params } = stageOf('{cmd: x, params: [{"${list[0]}": [k], a: [l]}]}');
  deepEqual(params, [{ path: "a", keys: ["l"], line: 1 }]);
});

test("gives each stage of a group its item and key", () => {
  const commands = resolve(
    `
stages:
  map: {foreach: "\${models}", do: {cmd: "\${key} \${item.thresh} \${lr}"}}
  list: {foreach: [x, {y: 1}], do: {cmd: "z \${item}"}}
  matrix: {matrix: {a: [true, {b: 1}], c: "de"}, cmd: "\${key} \${item.c} \${item.a}"}
  hidden: {foreach: [1], do: {cmd: "\${item} \${key}"}}
`,
    { "params.yaml": `${PARAMS}\nitem: global\nkey: outer\n` },
  ).map(({ command }) => command);
  deepEqual(commands, [
    "us 10 0.1",
    "gb 15 0.1",
    "z x",
    "z --y 1",
    "true-d d true",
    "true-e e true",
    "a1-d d --b 1",
    "a1-e e --b 1",
    "1 outer",
  ]);
});

test("keeps a stage of a group that cannot be resolved, and its sisters", () => {
  const stages = resolve('stages: {g: {foreach: [lr, "x@y", ""], do: {cmd: "r ${item}"}}}');
  deepEqual(
    stages.map(({ name, group, command, unresolved }) => [name, group, command, unresolved]),
    [
      ["g@lr", "g", "r lr", null],
      ["g@x@y", "g", "r ${item}", NOT_FOUND],
      ["g@", "g", "r ${item}", NOT_FOUND],
    ],
  );
});

for (const [group, reason] of [
  ['{foreach: "${nope}", do: {cmd: x}}', /not defined/],
  ['{foreach: "${text}", do: {cmd: x}}', /foreach runs over a string/],
  ['{foreach: {"${text}": 1}, do: {cmd: x}}', /a template as its key/],
  ["{foreach: [2020-01-01], do: {cmd: x}}", /holds a date/],
  ["{matrix: {}, cmd: x}", /no axis/],
  ['{matrix: {a: "${whole}"}, cmd: x}', /axis "a" of its matrix is a number/],
  ['{matrix: {a: "${text}"}, cmd: x}', /axis "a" of its matrix is a string/],
  ["{foreach: [1], do: {cmd: x, vars: [{item: 1}]}}", /set "item", which its group sets/],
] as const) {
  test(`names the reason in ${group}`, () => {
    match(String(reasonOf(group)), reason);
  });
}

test("leaves a group whose stages cannot be told as one", () => {
  const [stage] = resolve('stages: {g: {foreach: "${nope}", do: {cmd: "x ${item}"}}}');
  const { name, group, command, unresolved } = stage!;
  deepEqual({ name, group, command }, { name: "g", group: "g", command: "x ${item}" });
  equal(unresolved, '"${nope}" is not defined');
});

test("an axis is a list, the keys of a mapping or the letters of a text", () => {
  const names = namesOf(`stages: {m: {matrix: {a: "\${models}", b: "x\${whole}"}, cmd: x}}`);
  deepEqual(names, ["m@us-x", "m@us-3", "m@gb-x", "m@gb-3"]);
  deepEqual(namesOf("stages: {m: {matrix: {a: [1], b: []}, cmd: x}}"), []);
});

const VARS: Documents = {
  "params.yaml": "{lr: 1, m: {a: 1}, l: [1]}",
  "v.yaml": "{x: 1, y: 2, m: {b: 2}}",
  "date.yaml": "{x: 1, d: 2020-01-01, 2020-01-01: 3}",
  "sub/v.yaml": "{x: sub}",
  "list.yaml": "[1]",
  "empty.yaml": "",
  "bad.yaml": "{",
};

for (const [vars, command, expected] of [
  ["[v.yaml]", "${lr} ${x} ${m.a} ${m.b}", "1 1 1 2"],
  ["[{m: {c: 3}}]", "x ${m}", "x --a 1 --c 3"],
  ["[params.yaml, v.yaml, ./v.yaml]", "${x} ", "1 "],
  ['["v.yaml:x", "v.yaml:y"]', "${x}${y}", "12"],
  ['["v.yaml:x,y"]', "x ${m}", "x --a 1"],
  ["[empty.yaml]", "${lr} ", "1 "],
  ['["date.yaml:x"]', "${x} ", "1 "],
  ["[{m: 1}]", "x", /define "m" a second time/],
  ["[{l: [1]}]", "x", /define "l" a second time/],
  ["[{m: {a: 1}}]", "x", /define "m\.a" a second time/],
  ['["params.yaml:lr"]', "x", /load "params\.yaml" a second time/],
  ['["v.yaml:x", v.yaml]', "x", /load "v\.yaml" a second time/],
  ['["v.yaml:x", "v.yaml:x"]', "x", /load "v\.yaml" a second time/],
  ['["v.yaml:m.b"]', "x", /"v\.yaml" holds no "m\.b"/],
  ["[none.yaml]", "x", /"none\.yaml", which the vars name, is not there/],
  ["[list.yaml]", "x", /"list\.yaml" holds a list, not a mapping/],
  ["[bad.yaml]", "x", /"bad\.yaml" could not be read/],
  ["[date.yaml]", "x", /"date\.yaml": line 1 holds a date/],
  ["[{a: 2020-01-01}]", "x", /holds a date/],
  ['[{"${lr}": 1}]', "x", /has a template in vars/],
] as const) {
  for (const place of ["file", "stage"] as const) {
    test(`loads vars ${vars} of the ${place}`, () => {
      const [top, own] = place === "file" ? [vars, "[]"] : ["[]", vars];
      const [stage] = resolve(
        `{vars: ${top}, stages: {s: {cmd: "${command}", desc: "\\\\\${", vars: ${own}}}}`,
        VARS,
      );
      if (typeof expected === "string") equal(stage!.command, expected);
      else match(stage!.unresolved ?? "", expected);
    });
  }
}

test("loads the vars of a stage from its working directory, which they do not reach", () => {
  const first = (wdir: string) =>
    resolve(
      `{vars: [{d: sub}], stages: {s: {cmd: "\${x} ", wdir: "${wdir}", vars: [v.yaml]}}}`,
      VARS,
    )[0]!;
  equal(first("sub").command, "sub ");
  equal(first("${d}").command, "sub ");
  equal(first("sub/..").command, "1 ");
  match(first("${x}").unresolved ?? "", /"\$\{x\}" is not defined/);
});

test("a date in params.yaml leaves every templated stage unresolved, and no other", () => {
  const names = namesOf(
    'stages: {a: {cmd: x}, b: {cmd: "${lr} "}, g: {foreach: [1], do: {cmd: x}}}',
    { "params.yaml": "{lr: 1, deep: [{d: 2020-01-01T10:00:00}]}" },
  );
  const reason = '"params.yaml": line 1 holds a date, which DVC cannot load for templates';
  deepEqual(names, ["a", `b: ${reason}`, `g: ${reason}`]);
});

test("knows nothing where params.yaml is absent", () => {
  equal(commandOf("x ${lr}", {}) instanceof Object, true);
  deepEqual(namesOf("stages: {g: {foreach: [1], do: {cmd: 'x ${item}'}}}", {}), ["g@1"]);
});

test("drops keys that are no strings, which no expression reaches", () => {
  const documents = { "params.yaml": "{m: {1: a, null: b, k: c}, 2: d}" };
  equal(commandOf("x ${m}", documents), "x --k c");
  deepEqual(commandOf("x ${m.1}", documents), { unresolved: '"${m.1}" is not defined' });
});

test("refuses more stages than a file may make, and goes on", () => {
  const list = `[${Array.from({ length: 300 }, (_, index) => index).join(",")}]`;
  const names = namesOf(
    `stages: {m: {matrix: {a: ${list}, b: ${list}}, cmd: x}, g: {foreach: [1], do: {cmd: x}}}`,
  );
  deepEqual(names, ["m: its file makes more than 50000 stages", "g@1"]);
});

test("refuses texts and lists that grow past all bounds", () => {
  const long = "a".repeat(500_000);
  const many = (text: string, count: number): string => Array(count).fill(text).join("");
  for (const documents of [
    { "params.yaml": `{t: ${long}}` },
    { "params.yaml": `{long: &l ${long}, t: {a: [${many("*l,", 300)}]}}` },
    {
      "params.yaml": `{t: {${long}: {${Array.from({ length: 300 }, (_, n) => `k${n}: 1`).join()}}}}`,
    },
  ]) {
    match(String(reasonOf(`{cmd: "${many("${t} ", 300)}"}`, documents)), /expand to too much text/);
  }
});

test("stays a reading of any node", () => {
  const words = [
    "cmd",
    "foreach",
    "do",
    "matrix",
    "vars",
    "wdir",
    "deps",
    "${a}",
    "x ${item.a[0]}",
  ];
  const anyDocument = anyNode([...words, "a", "item", "v.yaml:a"]);
  assertProperty(
    property(anyDocument, anyDocument, anyDocument, (node, vars, params) => {
      const stages = [{ name: "s", line: 1, node, plain: null }];
      const file = { ...pipelineOf("{}"), stages, vars: [vars] };
      const source = { path: "params.yaml", oid: null };
      const result = resolvePipeline(file, () => ({ state: "present", value: params, source }));
      equal(typeof result.ok, "boolean");
    }),
    { numRuns: 300 },
  );
});

test.run();
