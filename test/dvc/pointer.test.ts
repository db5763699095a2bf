import { deepEqual, equal, ok } from "node:assert/strict";
import { assert as assertProperty, property } from "fast-check";
import { suite } from "uvu";

import type { Pointer } from "../../lib/dvc/model.ts";
import { decodePointer } from "../../lib/dvc/pointer.ts";
import { anyNode } from "../helpers/any-node.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/pointer");
const SUM = "b026324c6904b2a9cb4b88d6d61c81d1";

function read(text: string): Pointer {
  const result = decodePointer(nodeOf(text));
  ok(result.ok, result.ok ? "" : result.problem.text);
  return result.value;
}

const nothing = { fileCount: null, files: null, cloud: null, dataset: null };

// Written by DVC 3.67.1, `dvc add`.
test("reads tracked data", () => {
  deepEqual(
    read(`outs:
- md5: 210a0876b2721ffd084b7c37c93a3f73.dir
  size: 8
  nfiles: 5
  hash: md5
  path: dir
`),
    {
      outs: [
        {
          ...nothing,
          path: "dir",
          line: 6,
          hash: { kind: "md5", value: "210a0876b2721ffd084b7c37c93a3f73.dir" },
          hashSpelled: true,
          size: 8,
          fileCount: 5,
          cache: true,
          push: true,
          remote: null,
        },
      ],
      deps: [],
      workingDirectory: null,
      frozen: false,
      checksum: null,
      expectedChecksums: [],
      command: null,
    },
  );
});

// Written by DVC 3.67.1, `dvc import`.
test("reads an import of a repository", () => {
  const pointer = read(`md5: 6bbe70d886ab9f4fbfc657aa8b545567
frozen: true
deps:
- path: f.txt
  repo:
    url: ./src
    rev_lock: d11cab40830dfb3b27f8ec6c79bd5d26ca967bff
outs:
- md5: 764efa883dda1e11db47671c4a3bbd9e
  size: 3
  hash: md5
  path: g.txt
`);
  equal(pointer.frozen, true);
  deepEqual(pointer.deps, [
    {
      ...nothing,
      path: "f.txt",
      line: 4,
      hash: null,
      hashSpelled: false,
      size: null,
      repo: { url: "./src", rev: null, revLock: "d11cab40830dfb3b27f8ec6c79bd5d26ca967bff" },
      db: false,
    },
  ]);
  deepEqual(pointer.expectedChecksums, [pointer.checksum]);
});

test("a partial import records no hash of its out", () => {
  const pointer = read(`md5: e8f037001cec3c5978d2a3dbc67858c3
frozen: true
deps:
- md5: ${SUM}
  size: 2
  hash: md5
  path: sub/in
outs:
- hash: md5
  path: nodl
`);
  deepEqual([pointer.outs[0]!.hash, pointer.outs[0]!.hashSpelled], [null, true]);
  deepEqual(pointer.expectedChecksums, [pointer.checksum]);
});

test("an import of a database has no path that could be a file", () => {
  const { deps } = read("deps: [{db: {query: select 1, connection: c}}]\nouts: [{path: o}]\n");
  deepEqual([deps[0]!.path, deps[0]!.db, deps[0]!.hash], ["db://c", true, null]);
});

test("a stage file of DVC 0.x is read, its command kept", () => {
  const pointer = read(`md5: ${SUM}
cmd: python a.py
wdir: .
deps: [{md5: ${SUM}, path: a.py}]
outs: [{md5: ${SUM}, path: m.json, cache: false, metric: {type: json}}]
locked: true
`);
  deepEqual(
    [pointer.command, pointer.workingDirectory, pointer.frozen, pointer.expectedChecksums],
    ["python a.py", ".", true, []],
  );
});

test("flags of an out", () => {
  const { outs } = read(
    "outs: [{path: o, cache: false, push: false, remote: r, persist: true, desc: d}]",
  );
  deepEqual([outs[0]!.cache, outs[0]!.push, outs[0]!.remote], [false, false, "r"]);
});

test("two outs of one path are both kept", () => {
  equal(read("outs: [{path: o}, {path: o}]").outs.length, 2);
});

for (const text of ["", "{}", "[]", "outs:", "outs: []", "deps:\nouts:\nwdir:"]) {
  test(`${JSON.stringify(text)} records nothing`, () => {
    const { outs, deps, workingDirectory } = read(text);
    deepEqual([outs, deps, workingDirectory], [[], [], null]);
  });
}

for (const [text, expected] of [
  ["[a]", "1: it is a list, not a mapping"],
  ["out: []", '1: DVC knows no key "out" here (did you mean "outs"?)'],
  ["outs: []\ncmd:", '2: DVC knows no key "cmd" here'],
  ["outs: [{md5: abc}]", '1: "outs": an entry has no path'],
  ["outs: [{path: o, metric: true}]", '1: "outs": DVC knows no key "metric" here'],
  ["outs: [{path: o, repo: {url: u}}]", '1: "outs": DVC knows no key "repo" here'],
  ["outs: [{path: o, cache: 1}]", '1: "outs": "cache" is a number, not true or false'],
  [
    "outs: [{path: o, md5: 123e45}]",
    '1: "outs": the md5 123e45 is not quoted: DVC reads it as a number',
  ],
  [
    "md5: 12345678901234567890123456789012",
    "1: the md5 12345678901234567890123456789012 is not quoted: DVC reads it as a number",
  ],
  ["deps: [{md5: abc}]", '1: "deps": an entry has no path'],
  ["deps: [{path: a, cache: true}]", '1: "deps": DVC knows no key "cache" here'],
  ["deps: [{path: a, repo: {}}]", '1: "repo" in "deps": it has no "url"'],
  [
    "deps: [{path: a, repo: {url: u, revlock: x}}]",
    '1: "repo" in "deps": DVC knows no key "revlock" here (did you mean "rev_lock"?)',
  ],
  [
    "deps: [{path: a, repo: {url: u, rev: 1.0}}]",
    '1: "repo" in "deps": "rev" is a number, not a string',
  ],
  [
    "deps: [{path: a, repo: {url: u, config: 1}}]",
    '1: "repo" in "deps": "config" is a number, not a string',
  ],
  ["deps: [{db: {sql: x}}]", '1: "db" in "deps": DVC knows no key "sql" here'],
  ["frozen: yes", '1: "frozen" is a string, not true or false'],
] as const) {
  test(`refuses ${JSON.stringify(text)}`, () => {
    const result = decodePointer(nodeOf(text));
    ok(!result.ok, "it was read");
    equal(`${result.problem.line}: ${result.problem.text}`, expected);
  });
}

test("takes any document without an exception", () => {
  const words = ["md5", "deps", "outs", "path", "repo", "url", "db", "files", "cloud", "config"];
  assertProperty(
    property(anyNode([...words, "relpath", "wdir", "hash", "fs_config", "cmd"]), (node) => {
      void decodePointer(node);
      // An import is rare among any documents.
      const entries = ["deps", "outs"].map((key) => ({
        key: { kind: "scalar" as const, value: key, line: 1, source: null },
        value: { kind: "sequence" as const, items: [node], line: 1 },
      }));
      void decodePointer({ kind: "mapping", entries, line: 1 });
    }),
    { numRuns: 300 },
  );
});

test.run();
