import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, property } from "fast-check";
import { suite } from "uvu";

import type { Node } from "../../lib/document/node.ts";
import { decodeLock } from "../../lib/dvc/lock.ts";
import type { Lock, LockedEntry } from "../../lib/dvc/model.ts";
import { anyNode } from "../helpers/any-node.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/lock");

const SUM = "b026324c6904b2a9cb4b88d6d61c81d1";

function read(text: string): Lock {
  const result = decodeLock(nodeOf(text));
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value;
}

function refusal(text: string): string {
  const result = decodeLock(nodeOf(text));
  ok(!result.ok, "it was read");
  equal(result.problem.cause, "malformed");
  return `${result.problem.line}: ${result.problem.text}`;
}

function mapping(values: Record<string, Node>): Node {
  const entries = Object.entries(values).map(([key, value]) => ({
    key: { kind: "scalar" as const, value: key, line: 1, source: null },
    value,
  }));
  return { kind: "mapping", entries, line: 1 };
}

/** A lock with one dep, whose keys are given in flow style. */
function oneDep(keys: string): string {
  return `schema: '2.0'\nstages:\n  s:\n    cmd: x\n    deps:\n    - {${keys}}\n`;
}

function depOf(keys: string): LockedEntry {
  const [dep] = read(oneDep(keys)).stages.get("s")!.deps;
  return dep!;
}

// Written by DVC 3.67.1.
const WRITTEN = `schema: '2.0'
stages:
  prep:
    cmd: cp -r dir out
    deps:
    - path: dir
      hash: md5
      md5: 210a0876b2721ffd084b7c37c93a3f73.dir
      size: 8
      nfiles: 5
    params:
      params.yaml:
        lr: 1e-05
        n.a:
        - 1
        - 2.0
        - 
      other.json:
        deep.x: '123'
    outs:
    - path: out
      hash: md5
      md5: 210a0876b2721ffd084b7c37c93a3f73.dir
      size: 8
      nfiles: 5
  w:
    cmd:
    - cp in ../m.json
    - echo done
    deps:
    - path: ../out
      hash: md5
      md5: 210a0876b2721ffd084b7c37c93a3f73.dir
      size: 8
      nfiles: 5
    outs:
    - path: ../m.json
      hash: md5
      md5: b026324c6904b2a9cb4b88d6d61c81d1
      size: 2
`;

test("reads what DVC wrote, with the lines", () => {
  const { schema, stages, datasets } = read(WRITTEN);
  equal(schema, "2.0");
  equal(datasets, null);
  deepEqual([...stages.keys()], ["prep", "w"]);
  const prep = stages.get("prep")!;
  deepEqual([prep.line, prep.command, prep.commandLine], [3, "cp -r dir out", 4]);
  deepEqual(prep.deps, [
    {
      path: "dir",
      line: 6,
      hash: { kind: "md5", value: "210a0876b2721ffd084b7c37c93a3f73.dir" },
      hashSpelled: true,
      size: 8,
      fileCount: 5,
      files: null,
      cloud: null,
      dataset: null,
    },
  ]);
  deepEqual(
    prep.params.map(({ path, line, values }) => [path, line, values.map((v) => [v.key, v.line])]),
    [
      [
        "params.yaml",
        12,
        [
          ["lr", 13],
          ["n.a", 14],
        ],
      ],
      ["other.json", 18, [["deep.x", 19]]],
    ],
  );
  deepEqual(stages.get("w")!.command, ["cp in ../m.json", "echo done"]);
  deepEqual(
    stages.get("w")!.outs.map(({ path, line }) => [path, line]),
    [["../m.json", 37]],
  );
});

test("reads schema 1.0, which is the stage map alone", () => {
  const { schema, stages } = read(
    `schema:\n  cmd: x\n  deps:\n  - path: a\n    md5: ${SUM}\nstages:\n  cmd: y\n`,
  );
  equal(schema, "1.0");
  deepEqual([...stages.keys()], ["schema", "stages"]);
  deepEqual(stages.get("schema")!.deps[0]!.hash, { kind: "md5-dos2unix", value: SUM });
});

for (const [keys, kind, value] of [
  [`path: a, hash: md5, md5: ${SUM}`, "md5", SUM],
  [`path: a, md5: ${SUM}`, "md5-dos2unix", SUM],
  [`path: a, hash: md5, md5: ${SUM.toUpperCase()}`, "md5", SUM.toUpperCase()],
  [
    "path: a, hash: md5, md5: '12345678901234567890123456789012'",
    "md5",
    "12345678901234567890123456789012",
  ],
  [`path: a, hash: sha256, md5: ${SUM}`, "other", SUM],
  [`path: a, hash: '', md5: ${SUM}`, "other", SUM],
  ["path: a, hash: md5, md5: ../../etc/passwd", "other", "../../etc/passwd"],
  ["path: s3://b/k, hash: md5, etag: AbC-1", "etag", "AbC-1"],
  ["path: http://h/k, checksum: 'W/x'", "checksum", "W/x"],
  [`path: a, hash: md5, md5: ${SUM}, etag: abc`, "md5", SUM],
  [`path: a, hash: md5, md5: ${"a".repeat(32)}, cloud: {r: {md5: ${SUM}}}`, "md5", SUM],
  ["path: s3://b/k, cloud: {r: {etag: abc, version_id: v}}", "etag", "abc"],
  [`path: a, md5: ${SUM}, files: []`, "md5-dos2unix", SUM],
] as const) {
  test(`hash of {${keys}}`, () => deepEqual(depOf(keys).hash, { kind, value }));
}

for (const keys of [
  "path: a",
  "path: a, hash: md5",
  "path: a, hash: md5, md5: ''",
  "path: a, hash: md5, md5: null",
  `path: a, hash: md5, md5: ${SUM}, files: [{relpath: x, cloud: {r: {etag: abc}}}]`,
]) {
  test(`no hash in {${keys}}`, () => deepEqual(depOf(keys).hash, null));
}

test("a listing gives the hash of its directory, and wins over an md5", () => {
  const files = `files: [{relpath: b, md5: ${SUM}, size: 2}, {relpath: a/x, md5: ${SUM}}]`;
  const dep = depOf(`path: d, hash: md5, md5: ${SUM}.dir, ${files}`);
  deepEqual(dep.hash, { kind: "md5", value: "e70cd01cd15c976e5eecc96d174e03ab.dir" });
  deepEqual(dep.files, [
    { path: "b", hash: SUM, size: 2 },
    { path: "a/x", hash: SUM, size: null },
  ]);
});

test("of two entries with one path the last counts", () => {
  const text = `schema: '2.0'
stages:
  s:
    cmd: x
    deps:
    - path: a
      hash: md5
      md5: ${SUM}
    - path: b
    - path: a
`;
  deepEqual(
    read(text)
      .stages.get("s")!
      .deps.map(({ path, line, hash }) => [path, line, hash]),
    [
      ["a", 10, null],
      ["b", 9, null],
    ],
  );
});

test("what DVC takes is taken", () => {
  for (const text of [
    "schema: '2.0'",
    'schema: "2.0"\nstages: {}',
    "schema: '2.0'\nstages: {s: {cmd: x, deps: [], params: {params.yaml: {}}, outs: []}}",
    "schema: '2.0'\ndatasets:\nstages: {}",
    oneDep("path: ds://d, dataset: {name: d, url: ../src, type: dvc}"),
    oneDep("path: /abs/p, hash: md5, isexec: true, version_id: abc, size: 5"),
    oneDep("path: s3://b/k, cloud: {r: {etag: abc, version_id: v, size: 3}}"),
  ]) {
    read(text);
  }
});

for (const [text, expected] of [
  ["", "1: it is empty: DVC wants at least schema: '2.0'"],
  ["- a", "1: it is a list, not a mapping"],
  ["{}", "1: it has no schema: DVC wants schema: '2.0'"],
  ["stages: {}", "1: it has no schema: DVC wants schema: '2.0'"],
  ["stages: {s: {cmd: x}}", "1: it has no schema: DVC wants schema: '2.0'"],
  ["schema: 2.0", "1: \"schema\" is the number 2.0: DVC wants the string, schema: '2.0'"],
  ["schema: 2", "1: \"schema\" is a number, not '2.0'"],
  ["stages: {}\nschema: '3.0'", '2: "schema" is "3.0": DVC 3 knows \'2.0\' only'],
  ["schema: '2'", '1: "schema" is "2": DVC 3 knows \'2.0\' only'],
  ["schema: '2.0'\nstages:", '2: "stages" is empty, not a mapping'],
  ["schema: '2.0'\nstage: {}", '2: DVC knows no key "stage" here (did you mean "stages"?)'],
  ["schema: '2.0'\nstages: {1: {cmd: x}}", '2: "stages": the key 1 is not a string'],
  ["schema: '2.0'\nstages: {s: }", '2: stage "s": it is empty, not a mapping'],
  ["schema: '2.0'\nstages: {s: {}}", '2: stage "s": it has no "cmd"'],
  ["schema: '2.0'\nstages: {s: {cmd: 5}}", '2: stage "s": "cmd" is a number, not a string'],
  ["schema: '2.0'\nstages: {s: {cmd: x, wdir: a}}", '2: stage "s": DVC knows no key "wdir" here'],
  [
    "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    deps:",
    '5: stage "s": "deps" is empty, not a list',
  ],
  [
    "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    params:\n      p.yaml:",
    '6: params of stage "s": "p.yaml" is empty, not a mapping',
  ],
  [
    "schema: '2.0'\nstages: {s: {cmd: x, params: {p: {1: a}}}}",
    '2: "p" in params of stage "s": the key 1 is not a string',
  ],
  [oneDep("md5: abc"), '6: deps of stage "s": an entry has no path'],
  [oneDep("path: ''"), '6: deps of stage "s": a path is empty'],
  [oneDep('path: "a\\nb"'), '6: deps of stage "s": the path "a\\nb" holds a line break'],
  [oneDep('path: "a\\0b"'), '6: deps of stage "s": the path "a\\u0000b" holds a NUL'],
  [oneDep("path: 5"), '6: deps of stage "s": "path" is a number, not a string'],
  [
    oneDep("path: a, md6: abc"),
    '6: deps of stage "s": DVC knows no key "md6" here (did you mean "md5"?)',
  ],
  [oneDep("path: a, hash:"), '6: deps of stage "s": "hash" is empty, not a string'],
  [
    oneDep("path: a, md5: 12345678901234567890123456789012"),
    '6: deps of stage "s": the md5 12345678901234567890123456789012 is not quoted: DVC reads it as a number',
  ],
  [
    oneDep("path: a, md5: 123e45"),
    '6: deps of stage "s": the md5 123e45 is not quoted: DVC reads it as a number',
  ],
  [oneDep("path: a, md5: ab"), '6: deps of stage "s": the md5 "ab" is too short'],
  [oneDep("path: a, md5: [a]"), '6: deps of stage "s": the md5 is a list, not a string'],
  [oneDep("path: a, size: 1.5"), '6: deps of stage "s": "size" is a number, not a whole number'],
  [oneDep("path: a, isexec: 1"), '6: deps of stage "s": "isexec" is a number, not true or false'],
  [oneDep("path: a, cloud: {r: {}, q: {}}"), '6: deps of stage "s": "cloud" names two remotes'],
  [oneDep("path: a, files: [{md5: abc}]"), '6: files in deps of stage "s": an item has no relpath'],
  [
    oneDep(`path: a, files: [{relpath: ../x, md5: ${SUM}}]`),
    '6: files in deps of stage "s": lists "../x", which is not a plain path inside it',
  ],
  [
    oneDep("path: a, files: [{relpath: x, md5: ../../y}]"),
    '6: files in deps of stage "s": the md5 of "x" is no md5',
  ],
] as const) {
  test(`refuses ${JSON.stringify(text)}`, () => equal(refusal(text), expected));
}

test("a lock that its aliases blow up is too large, not slow", () => {
  const list: Node = {
    kind: "sequence",
    items: Array.from({ length: 2000 }, (_, index) => nodeOf(`{path: p${index}}`)),
    line: 1,
  };
  const stage = mapping({ cmd: nodeOf("x"), deps: list });
  const stages = mapping(
    Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`s${at}`, stage])),
  );
  const result = decodeLock(mapping({ schema: nodeOf("'2.0'"), stages }));
  ok(!result.ok && result.problem.cause === "too-large");
});

test("takes any document without an exception", () => {
  const words = [
    "schema",
    "stages",
    "cmd",
    "deps",
    "outs",
    "params",
    "path",
    "md5",
    "files",
    "2.0",
  ];
  assertProperty(
    property(anyNode([...words, "relpath", "cloud", "hash", "size"]), (node) => {
      const result = decodeLock(node);
      if (!result.ok) ok(result.problem.text.length > 0);
    }),
    { numRuns: 300 },
  );
});

test.run();
