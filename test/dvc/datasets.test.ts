// The three copies of a dataset's record, against what `dvc status` says of the same files.

import { deepEqual } from "node:assert/strict";
import { suite } from "uvu";
import type { Node } from "../../lib/document/node.ts";
import { parseDocument } from "../../lib/document/read.ts";
import {
  compareDataset,
  datasetName,
  differingKeys,
  type DatasetCopies,
} from "../../lib/dvc/datasets.ts";
import { runDvc } from "../helpers/dvc.ts";
import { createRepository } from "../helpers/repository.ts";

const datasets = suite("dvc/datasets");

const REV = "6016276edb1e1ae4a71f87732eee8ef8a51f487e";
const DVC = "url: ../src, type: dvc, path: dir";
const DC = "url: 'dc://cats', type: dc";
const URL = "url: 's3://bucket/x', type: url";
const META = "meta: {size: 3, nfiles: 2}";
const [A, B] = ["{relpath: a, meta: {etag: x, size: 1}}", "{relpath: b, meta: {etag: y}}"];

/** Flow mappings without the name; null: the copy is not there. */
type Copies = readonly [declared: string, locked: string | null, read: string | null];

const CASES: readonly (readonly [Copies, string])[] = [
  [[DVC, `${DVC}, rev_lock: ${REV}`, `${DVC}, rev_lock: ${REV}`], "same"],
  [[`${DVC}, extra: 1`, `${DVC}, rev_lock: ${REV}`, `${DVC}, rev_lock: ${REV}`], "same"],
  [
    [
      "url: ../src, type: dvc",
      "url: ../src, type: dvc, path: '', rev_lock: r",
      "url: ../src, type: dvc, rev_lock: r",
    ],
    "same",
  ],
  [[DVC, `${DVC}, rev_lock: ${REV}`, `${DVC}, rev_lock: other`], "modified"],
  [[DVC, `${DVC}, rev_lock: ${REV}`, null], "new"],
  [[DVC, null, `${DVC}, rev_lock: ${REV}`], "not in sync"],
  [[`${DVC}, rev: main`, `${DVC}, rev_lock: r`, `${DVC}, rev_lock: r`], "not in sync"],
  [
    [`${DVC}, rev: main`, `${DVC}, rev: main, rev_lock: r`, `${DVC}, rev: main, rev_lock: r`],
    "same",
  ],
  [[`${DVC}, rev: main`, `${DVC}, rev: main, rev_lock: r`, `${DVC}, rev_lock: r`], "modified"],
  [
    ["url: ../src, type: dvc, path: b", `${DVC}, rev_lock: r`, `${DVC}, rev_lock: r`],
    "not in sync",
  ],
  [
    ["url: ../b, type: dvc, path: dir", `${DVC}, rev_lock: r`, `${DVC}, rev_lock: r`],
    "not in sync",
  ],
  [
    [
      DC,
      `${DC}, version: 2, created_at: '2024-01-01T00:00:00+00:00'`,
      `${DC}, version: 2, created_at: '2024-01-01T00:00:00+00:00'`,
    ],
    "same",
  ],
  [
    [
      DC,
      `${DC}, version: 2, created_at: '2024-01-01T00:00:00+00:00'`,
      `${DC}, version: 1, created_at: '2024-01-01T00:00:00+00:00'`,
    ],
    "modified",
  ],
  [
    [
      DC,
      `${DC}, version: 2, created_at: '2024-01-01T00:00:00+00:00'`,
      `${DC}, version: 2, created_at: '2024-01-02T00:00:00+00:00'`,
    ],
    "modified",
  ],
  [[URL, `${URL}, ${META}, files: [${A}, ${B}]`, `${URL}, ${META}, files: [${B}, ${A}]`], "same"],
  [[URL, `${URL}, ${META}, files: [${A}, ${B}]`, `${URL}, ${META}, files: [${A}]`], "modified"],
  [[URL, `${URL}, meta: {size: 3}`, `${URL}, meta: {size: 4}`], "modified"],
  [[URL, `${URL}, meta: {size: 3}, files: []`, `${URL}, meta: {size: 3, isexec: false}`], "same"],
];

function nodeOf(text: string): Node {
  const document = parseDocument("x.yaml", Buffer.from(text));
  if (!document.ok) throw new Error(document.problem.text);
  return document.value;
}

function copiesOf([declared, locked, read]: Copies): DatasetCopies {
  const copy = (text: string | null) => (text === null ? null : nodeOf(`{name: d, ${text}}`));
  return { declared: copy(declared), locked: copy(locked), read: copy(read) };
}

for (const [index, [copies, expected]] of CASES.entries()) {
  datasets(`${index}: ${copies.join(" | ")} is ${expected}`, () => {
    deepEqual(compareDataset(copiesOf(copies)), expected);
  });
}

datasets("answers as dvc status does", () => {
  const repository = createRepository();
  runDvc(repository.directory, "init", "--quiet");
  const named = CASES.map(([copies], index) => ({ name: `d${index}`, copies }));
  const items = (which: 0 | 1) =>
    named.flatMap(({ name, copies }) =>
      copies[which] === null ? [] : [`- {name: ${name}, ${copies[which]}}`],
    );
  const stages = named.map(
    ({ name }) => `  s${name}:\n    cmd: echo ${name}\n    deps: ['ds://${name}']\n`,
  );
  const locked = named.map(({ name, copies: [, , read] }) => {
    const dataset = read === null ? "" : `\n      dataset: {name: ${name}, ${read}}`;
    return `  s${name}:\n    cmd: echo ${name}\n    deps:\n    - path: ds://${name}${dataset}\n`;
  });
  repository.write("dvc.yaml", `datasets:\n${items(0).join("\n")}\nstages:\n${stages.join("")}`);
  repository.write(
    "dvc.lock",
    `schema: '2.0'\ndatasets:\n${items(1).join("\n")}\nstages:\n${locked.join("")}`,
  );
  const status = JSON.parse(runDvc(repository.directory, "status", "--json")) as Record<
    string,
    readonly { "changed deps"?: Record<string, string> }[]
  >;
  const said = named.map(({ name }) => status[`s${name}`]?.[0]?.["changed deps"]?.[`ds://${name}`]);
  deepEqual(
    said.map((word) => word ?? "same"),
    CASES.map(([, expected]) => expected),
  );
});

datasets("knows a name from a path, and what differs", () => {
  deepEqual(["ds://a", "DS://b/c", "ds:/x", "s3://a"].map(datasetName), ["a", "b", null, null]);
  const copies = copiesOf([DVC, `${DVC}, rev_lock: r`, "url: ../other, type: dvc, path: dir"]);
  deepEqual(differingKeys(copies.read, copies.locked), ["url", "rev_lock"]);
  deepEqual(compareDataset({ declared: null, locked: null, read: null }), "undeclared");
});

datasets.run();
