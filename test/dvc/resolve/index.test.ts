import { deepEqual, equal, match } from "node:assert/strict";
import { suite } from "uvu";

import { documentsNeeded } from "../../../lib/dvc/resolve/index.ts";
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
  ["${list[0]} ${list.1} ${list[-1]}", "a b b"],
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

test.run();
