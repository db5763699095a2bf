// What is read as it is usually written has to be what nodes would have told: `yaml` is the judge.

import { deepStrictEqual as deepEqual, equal, ok } from "node:assert/strict";
import {
  array,
  assert as assertProperty,
  constantFrom,
  nat,
  property,
  tuple,
  type Arbitrary,
} from "fast-check";
import { suite } from "uvu";
import { parseYamlSlowly } from "../../lib/document/yaml.ts";
import { decodeLock } from "../../lib/dvc/lock.ts";
import { decodePipelineFile } from "../../lib/dvc/pipeline-file.ts";
import { readLock, readPipelineFile } from "../../lib/dvc/read-file.ts";
import { readWrittenLock } from "../../lib/dvc/written/lock.ts";
import { readWrittenPipeline } from "../../lib/dvc/written/pipeline.ts";
import type { Node } from "../../lib/document/node.ts";
import type { Parsed } from "../../lib/reading.ts";

const test = suite("dvc/written");

const MD5 = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

const LOCK = `schema: '2.0'
stages:
  prepare:
    cmd: python src/prepare.py data/raw --seed 7 --columns name,age --output data/prepared
      --verbose
    deps:
    - path: data/raw
      hash: md5
      md5: ${MD5}.dir
      size: 14445097
      nfiles: 2
    - path: src/prepare.py
      hash: md5
      md5: ${MD5}
      size: 1576
    params:
      params.yaml:
        prepare.seed: 20170428
        prepare.split: 0.20
        prepare.rate: 1e-05
        prepare.label: none of them
        prepare.flag: true
      conf/b.json:
        top: -3
    outs:
    - path: data/prepared
      hash: md5
      md5: ${MD5}.dir
      size: 8437363
      nfiles: 2
  train@small-0.5:
    cmd:
    - echo one
    - echo two
    params:
      params.yaml:
        layers:
        - 64
        - 32
        name: 'yes'
    outs:
    - path: model.pkl
      md5: ${MD5}
      size: 2
  evaluate:
    cmd: ./evaluate.sh
    deps:
    - path: s3://bucket/key
      etag: "0123"
      size: 4
`;

const PIPELINE = `# what is made here
vars:
  - conf/vars.yaml

stages:
  prepare:
    # the first
    cmd: python src/prepare.py data/raw
    wdir: work
    desc: makes the table
    deps:
    - data/raw
    - src/prepare.py
    params:
    - prepare.seed
    - conf/b.json:
      - top
      - other
    - conf/c.yaml:
        - deep.key
    outs:
    - data/prepared
    frozen: true

  train:
    cmd: >-
      python train.py
    deps:
      - data/prepared
    params:
      - params.yaml:
          - train.lr
      - prepare.seed
      - whole.yaml:
    outs:
      - model.pkl:
          cache: false
          persist: true
      - other.pkl
    metrics:
      - metrics.json:
          cache: false
    plots:
      - plot.csv:
          x: step
    always_changed: true
  each:
    foreach: [a, b]
    do:
      cmd: echo \${item}
  show:
    cmd: echo \${name}
artifacts:
  model:
    path: model.pkl
    type: model
`;

/** The file by way of nodes, and none of them made by the fast lane. */
function slowly<Value>(text: string, decode: (node: Node) => Parsed<Value>): Parsed<Value> {
  const document = parseYamlSlowly(text);
  return document.ok ? decode(document.value) : document;
}

/** Whether a lock is taken; the answer of the whole reader has to be the same in any case. */
function takesLock(text: string): boolean {
  const judged = slowly(text, decodeLock);
  deepEqual(readLock(Buffer.from(text)), judged, text);
  const written = readWrittenLock(text);
  if (written !== undefined) deepEqual(judged, { ok: true, value: written }, text);
  return written !== undefined;
}

function takesPipeline(text: string): boolean {
  const judged = slowly(text, decodePipelineFile);
  deepEqual(readPipelineFile(Buffer.from(text)), judged, text);
  const written = readWrittenPipeline(text);
  if (written !== undefined) deepEqual(judged, { ok: true, value: written }, text);
  return written !== undefined;
}

test("takes a lock of many forms, each stage in its own way", () => {
  ok(takesLock(LOCK));
});

test("takes a dvc.yaml of many forms, with what stands around the stages", () => {
  ok(takesPipeline(PIPELINE));
});

const stage = (rest: string): string => `schema: '2.0'\nstages:\n  a:\n    cmd: x\n${rest}`;

const ODD_LOCKS: Readonly<Record<string, string>> = {
  "another schema": LOCK.replace("'2.0'", "'1.0'"),
  "no stage": "schema: '2.0'\nstages:\n",
  "a stage twice": `${stage("")}  a:\n    cmd: y\n`,
  "what stands behind the stages": `${LOCK}datasets: []\n`,
  "a stage in another column": `${stage("")}   b:\n    cmd: y\n`,
  "an anchor of another stage": stage(
    "    params:\n      p.yaml:\n        k: &id001\n        - 1\n  b:\n    cmd: y\n    params:\n      p.yaml:\n        k: *id001\n",
  ),
  "an md5 that is a number": stage(
    `    outs:\n    - path: o\n      md5: ${"1".repeat(32)}\n      size: 1\n`,
  ),
  "a conflict": `${stage("")}<<<<<<< HEAD\n`,
  "a tab": stage("    deps:\n    - path: a\tb\n"),
};

for (const [name, text] of Object.entries(ODD_LOCKS))
  test(`leaves a lock to others: ${name}`, () => equal(takesLock(text), false));

const ODD_PIPELINES: Readonly<Record<string, string>> = {
  "another part in another column": " vars: []\nstages:\n  a:\n    cmd: x\n",
  "stages in another column": "stages:\n a:\n   cmd: x\n",
  "no stages": "vars: []\n",
  "stages twice": "stages:\n  a:\n    cmd: x\nstages:\n  b:\n    cmd: y\n",
  "a key twice": "vars: []\nstages:\n  a:\n    cmd: x\nvars: []\n",
  "an unknown key": "stages:\n  a:\n    cmd: x\nsteps: []\n",
  "an anchor of another part": "vars: &v [a]\nstages:\n  a:\n    cmd: x\n    vars: *v\n",
  "a tail without a key": "stages:\n  a:\n    cmd: x\nmore\n",
};

for (const [name, text] of Object.entries(ODD_PIPELINES))
  test(`leaves a dvc.yaml to others: ${name}`, () => equal(takesPipeline(text), false));

const MANY = 100_000;

/** So many that to look for each among those before it would take minutes. */
function listOf(line: (index: number) => string): string {
  return Array.from({ length: MANY }, (_, index) => line(index)).join("");
}

test("reads a stage of very many deps and params without looking each up among the others", () => {
  const deps = listOf((index) => `    - path: d/f${index}\n      md5: ${MD5}\n      size: 1\n`);
  const params = listOf((index) => `        k${index}: 1\n`);
  const lock = readLock(
    Buffer.from(stage(`    deps:\n${deps}    params:\n      params.yaml:\n${params}`)),
  );
  ok(lock.ok);
  const locked = lock.value.stages.get("a");
  deepEqual([locked?.deps.length, locked?.params[0]?.values.length], [MANY, MANY]);
});

test("reads a declaration of very many deps, outs and params as well", () => {
  const paths = listOf((index) => `    - d/f${index}\n`);
  const outs = listOf((index) => `    - o/f${index}\n`);
  const keys = listOf((index) => `      - k${index}\n`);
  const text = `stages:\n  a:\n    cmd: x\n    deps:\n${paths}    outs:\n${outs}    params:\n    - p.yaml:\n${keys}`;
  const file = readPipelineFile(Buffer.from(text));
  ok(file.ok);
  const plain = file.value.stages[0]?.plain;
  const lengths = [plain?.deps.length, plain?.outs.length, plain?.params[0]?.keys?.length];
  deepEqual(lengths, [MANY, MANY, MANY]);
});

test("a dash deeper than the first of its list goes on with the item before", () => {
  takesPipeline("stages:\n  a:\n    cmd: x\n    deps:\n    - b\n      - c\n");
  takesPipeline("stages:\n  a:\n    cmd: x\n    deps:\n      - b\n    - c\n");
});

/** Lines that come to where they are not expected. */
const PIECES = [
  "", "#", "# x", "x", "x: y", "x:", "- x", "-", "- x: y", "'x'", '"x"', "'x", "|", ">-", "[a]", "{a: b}", "&a", "*a", "${x}", "x # y",
  "x: 'y'", "cmd: x", "cmd:", "deps:", "outs:", "params:", "metrics:", "wdir: ..", "wdir: 1", "desc: null", "frozen: yes", "frozen: true", "true: 1", "null",
  "- path: o", "path: 1", `md5: ${"1".repeat(32)}`, "md5: 1e5", "size: 0x1F", "size: -1", "nfiles: 2", "hash: md5", "isexec: true", "- 5", "- true", "- ~", "- .5", "- a: 1",
  "- m.json: {cache: false}", "cache: false", "cache: no", "push: false", "- cache: true", "a b", "a:b", "- a:b", "k: 2020-01-01", "k: 1_000", "k: .inf", "k: =", "k: --x", "k: ...", "---", "...", "stages:", "vars: []",
]; // prettier-ignore

type Edit = readonly [line: number, what: number, indent: number, piece: string];

const edit: Arbitrary<Edit> = tuple(
  nat(200),
  nat(6),
  constantFrom(0, 1, 2, 4, 6, 8, 10, 12),
  constantFrom(...PIECES),
);

function change(lines: readonly string[], [at, what, indent, piece]: Edit): readonly string[] {
  const index = at % Math.max(lines.length, 1);
  const line = lines[index] ?? "";
  const put = (...these: string[]): readonly string[] => lines.toSpliced(index, 1, ...these);
  const bare = line.trimStart();
  if (what === 0) return put();
  if (what === 1) return put(line, line);
  if (what === 2) return put(" ".repeat(indent) + bare);
  if (what === 3) return put(line, " ".repeat(indent) + piece);
  if (what === 4) return put(line.slice(0, line.length - bare.length) + piece);
  if (what === 5) return put(`${line.split(":")[0] ?? ""}: ${piece}`);
  return lines.toSpliced(index, 0, lines[(index * 7 + indent) % lines.length] ?? "");
}

/** How many of the edited texts are taken: some have to be, or nothing was compared. */
function compareEdited(text: string, takes: (text: string) => boolean): void {
  const lines = text.split("\n");
  let taken = 0;
  assertProperty(
    property(array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const edited = edits.reduce<readonly string[]>(change, lines).join("\n");
      if (!edited.includes("\t") && takes(edited)) taken += 1;
    }),
    { numRuns: 1500 },
  );
  ok(taken > 60, `${taken}`);
}

test("a lock with lines changed is left to others or read as they read it", () => {
  compareEdited(LOCK, takesLock);
});

test("a dvc.yaml with lines changed is left to others or read as they read it", () => {
  compareEdited(PIPELINE, takesPipeline);
});

test.run();
