import { deepEqual, equal, match, ok } from "node:assert/strict";
import { suite } from "uvu";

import type { FlagStyle } from "../../../lib/dvc/resolve/index.ts";
import { commands, resolve } from "./resolve.ts";

const test = suite("dvc/resolve/interpolate");

const PARAMS = `
s: text
i: 1
big: 12345678901234567890
f: 1.0
small: 0.00001
t: true
nul:
list: [a, 2, [x, {deep: 3}]]
m: {s: inner, 'a b': spaced, 'd.t': dotted, 0: number, '1': one}
quote: it's
escaped: '\\\${s}'
expr: '\${s}'
`;

/** What `cmd: "<template>"` becomes; DVC 3.67.1 gave every one of these. */
const TEXTS: readonly (readonly [template: string, command: string])[] = [
  ["x ${s}", "x text"],
  ["${s}", "text"],
  ["x ${i} ${f} ${small} ${big}", "x 1 1.0 1e-05 12345678901234567890"],
  ["x ${t} ${nul}", "x true None"],
  ["x ${ s } ${m . s}", "x text inner"],
  ["x ${m[s]} ${m.1}", "x inner one"],
  ["x ${m.a b}", "x spaced"],
  ["x ${list[0]}${list.1}${list[-2]}", "x a22"],
  ["x ${list[2][1].deep} ${list[ 2 ][ 0 ]}", "x 3 x"],
  ["x ${list[2][0] } ${list[2] .0} ${list[+1]} ${list[0_1]} ${list[01]}", "x x x 2 2 2"],
  ["x \\${s} ${s}", "x ${s} text"],
  ["x \\\\${s}", "x \\${s}"],
  ["\\${s}", "${s}"],
  ["x ${s", "x ${s"],
  ["x $s $${s} {${s}}", "x $s $text {text}"],
  ["a ${\nb} ${s}", "a ${\nb} text"],
  ["x ${quote}", "x it's"],
  // A value is not looked at again, but the escape that it holds is undone within a text.
  ["${expr}", "${s}"],
  ["x ${expr}", "x ${s}"],
  ["${escaped}", "\\${s}"],
  ["x ${escaped}", "x ${s}"],
];

test("puts values into text as Python does", () => {
  for (const [template, command] of TEXTS) {
    const cmd = JSON.stringify(template);
    deepEqual(commands(`stages: {a: {cmd: ${cmd}}}`, { "params.yaml": PARAMS }), { a: command });
  }
});

const REFUSED: readonly (readonly [template: string, reason: RegExp])[] = [
  ["x ${none}", /\$\{none\}" is not defined/],
  ["x ${m.none}", /\$\{m\.none\}" is not defined/],
  ["x ${s.x}", /not defined/],
  ["x ${list[3]}", /not defined/],
  ["x ${list[-4]}", /not defined/],
  ["x ${list[a]}", /not defined/],
  ["x ${list[1.0]}", /not an expression/],
  ["x ${m.d.t}", /not defined/],
  ["x ${m.0}", /not defined/],
  ["x ${ }", /not defined/],
  ["x ${}", /not an expression/],
  ["x ${.s}", /not an expression/],
  ["x ${m.}", /not an expression/],
  ["x ${m..s}", /not an expression/],
  ["x ${m[s}", /not an expression/],
  ["x ${m]s}", /not an expression/],
  ["x ${m[s]s}", /not an expression/],
  ["x ${m[s]\u00a0.x}", /not an expression/],
  ["x ${[0]}", /not an expression/],
  ["x ${m.a\tb}", /./],
  ["x ${list}", /is a list/],
  ["${i}", /"cmd" is a number/],
  ["${m}", /"cmd" is a mapping/],
];

test("leaves what DVC refuses unresolved, with its fields as written", () => {
  for (const [template, reason] of REFUSED) {
    const text = `stages: {a: {cmd: ${JSON.stringify(template)}, deps: [d], outs: [o]}}`;
    const [stage] = resolve(text, { "params.yaml": PARAMS });
    match(stage?.unresolved ?? "", reason, template);
    equal(stage?.command, template);
    deepEqual(
      stage?.deps.map(({ path }) => path),
      ["d"],
    );
  }
});

test("finds an escaped brace within a path expression only where it closes", () => {
  const cmd = JSON.stringify("x ${a ${s}");
  match(
    String(commands(`stages: {a: {cmd: ${cmd}}}`, { "params.yaml": PARAMS })["a"]),
    /^! .*a \$\{s/,
  );
});

test("keeps the value of a whole expression, in all fields and in keys", () => {
  const text = `stages:
  a:
    cmd: ['\${s}', 'run \${i}']
    wdir: \${m.s}
    deps: ['\${s}', 'd/\${f}']
    params: ['\${s}', {'\${m.s}.yaml': ['k.\${t}']}]
    outs: [{'\${s}.out': {cache: false, remote: '\${s}'}}]
    metrics: ['\${nul}.json']
    desc: \${i}
    meta: {'\${i}': ['\${t}', 2020-01-01]}
`;
  const [stage] = resolve(text, { "params.yaml": PARAMS });
  equal(stage?.unresolved, null);
  deepEqual(stage?.command, ["text", "run 1"]);
  equal(stage?.workingDirectory, "inner");
  deepEqual(
    stage?.deps.map(({ path }) => path),
    ["text", "d/1.0"],
  );
  deepEqual(
    stage?.params.map(({ path, keys }) => [path, keys]),
    [
      [null, ["text"]],
      ["inner.yaml", ["k.true"]],
    ],
  );
  deepEqual(
    stage?.outs.map(({ path, cache, remote, bucket }) => [path, cache, remote, bucket]),
    [
      ["text.out", false, "text", "outs"],
      ["None.json", true, null, "metrics"],
    ],
  );
});

test("says the line of dvc.yaml, not that of the value", () => {
  const text = "stages:\n  a:\n    cmd: x\n    deps:\n    - ${s}\n";
  const [stage] = resolve(text, { "params.yaml": PARAMS });
  deepEqual([stage?.line, stage?.deps[0]?.line], [2, 5]);
});

test("refuses a path, a directory or a description that DVC cannot use", () => {
  for (const field of ["deps: ['${i}']", "wdir: '${t}'", "outs: ['${nul}']", "desc: 'x ${list}'"]) {
    const [stage] = resolve(`stages: {a: {cmd: x, ${field}}}`, { "params.yaml": PARAMS });
    ok(stage?.unresolved, field);
  }
});

const FLAGS: readonly (readonly [params: string, options: FlagStyle, flags: string])[] = [
  ["{lr: 0.1, n: 3, name: a b}", {}, "--lr 0.1 --n 3 --name 'a b'"],
  ["{e: '', q: it's, safe: a/b.c_d-e=1}", {}, `--e '' --q 'it'"'"'s' --safe a/b.c_d-e=1`],
  ["{on: true, off: false}", {}, "--on"],
  ["{on: true, off: false}", { boolStyle: "boolean_optional" }, "--on --no-off"],
  ["{l: [1, a b, true, null], none: []}", {}, "--l 1 'a b' True None"],
  ["{l: [1, a b]}", { listStyle: "append" }, "--l 1 --l 'a b'"],
  ["{a: {b: {c: 1}, d: {}}, n: null}", {}, "--a.b.c 1 --n None"],
  ["{f: 1.0, big: 1e+20, small: 1e-05, é: é}", {}, "--f 1.0 --big 1e+20 --small 1e-05 --é 'é'"],
  ["{1: dropped, kept: 1}", {}, "--kept 1"],
  ["{}", {}, ""],
];

test("turns a mapping within a command into flags", () => {
  for (const [params, options, flags] of FLAGS) {
    const text = "stages: {a: {cmd: 'run ${m}'}}";
    const given = commands(text, { "params.yaml": `m: ${params}` }, options);
    deepEqual(given, { a: `run ${flags}` }, params);
  }
});

test("refuses a mapping that gives no flags, and one outside of a command", () => {
  for (const m of ["{l: [[1]]}", "{l: [{a: 1}]}", "{a.b: 1, a: {b: 2}}"]) {
    const given = commands("stages: {a: {cmd: 'run ${m}'}}", { "params.yaml": `m: ${m}` });
    match(String(given["a"]), /^! .*option/, m);
  }
  const given = commands("stages: {a: {cmd: x, deps: ['d/${m}']}}", { "params.yaml": "m: {a: 1}" });
  match(String(given["a"]), /is a mapping/);
});

test("puts two keys that become one at the first place, with the last value", () => {
  const text =
    "stages: {a: {cmd: x, outs: [{'${s}': {cache: false}, 'b': {}, 'text': {push: false}}]}}";
  const [stage] = resolve(text, { "params.yaml": PARAMS });
  deepEqual(
    stage?.outs.map(({ path, cache, push }) => [path, cache, push]),
    [
      ["text", true, false],
      ["b", true, true],
    ],
  );
});

test.run();
