// What compareParams says against what `dvc status` says of the same files.

import { deepEqual, ok, throws } from "node:assert/strict";
import { array, constantFrom, oneof, record, sample, uniqueArray } from "fast-check";
import type { Arbitrary } from "fast-check";
import { suite } from "uvu";

import { parseDocument } from "../../lib/document/read.ts";
import { decodeLock } from "../../lib/dvc/lock.ts";
import { compareParams } from "../../lib/dvc/params.ts";
import { runDvc } from "../helpers/dvc.ts";
import { createRepository } from "../helpers/repository.ts";

const test = suite("dvc/params against dvc status");

interface Case {
  readonly file: string;
  /** Null tracks the whole file. */
  readonly keys: readonly string[] | null;
  /** Flow mapping of the recorded values. */
  readonly lock: string;
}

const BY_HAND: readonly Case[] = [
  { file: "a: {b: 1}", keys: ["a.b", "a"], lock: "{a.b: 1, a: {b: 1.0}}" },
  { file: "a: [1, {v: x}]", keys: ["a.1.v", "a.-1.v", "a.2", "a[0]"], lock: "{a.1.v: x}" },
  { file: "a: 1", keys: ["a"], lock: "{a: true}" },
  { file: "{a: '1', b: null, c: 0, d: ''}", keys: null, lock: "{a: 1, b: 0, c: null, d: null}" },
  { file: "dot.ted: 1", keys: ["dot.ted"], lock: "{dot.ted: 1}" },
  { file: "dot.ted: 1", keys: ["dot*"], lock: "{dot*: 1}" },
  { file: "dot.ted: 1", keys: null, lock: "{dot.ted: 1}" },
  { file: "{z: 1, a: 2}", keys: null, lock: "{b: 1, c: 1}" },
  { file: "", keys: null, lock: "{a: 1}" },
  { file: "0", keys: ["a"], lock: "{a: 1}" },
  { file: "[]", keys: ["a"], lock: "{a: 1}" },
  { file: "[x, y]", keys: ["1", "-2"], lock: "{'1': y, '-2': y}" },
  { file: "{a: 1}", keys: ["a"], lock: "{}" },
  { file: "1: x", keys: null, lock: "{'1': x}" },
  { file: "{true: x, 1.5: y}", keys: null, lock: "{'true': x}" },
  { file: "a: {true: x, null: y}", keys: ["a.True", "a.1", "a.null"], lock: "{a.True: x}" },
  { file: "{a: 9007199254740993}", keys: ["a"], lock: "{a: 9007199254740992.0}" },
  { file: "{a: 1e-5}", keys: ["a"], lock: "{a: 0.00001}" },
  { file: "{a: [1, 2], b: {x: 1, y: 2}}", keys: null, lock: "{a: [2, 1], b: {y: 2, x: 1}}" },
  { file: "{a: 1}", keys: ["/", ".a", "a."], lock: "{/: {a: 1}, .a: 1}" },
  { file: "{'a[': 1, 'a\\_': 2}", keys: ["a[", "a\\_"], lock: "{'a[': 1, 'a\\_': 2}" },
  { file: "{a-: 1}", keys: ["a[a-]", "a[z-a]", "a[!z-a]", "a[]-]"], lock: "{}" },
  { file: "{^: 1, b: 2}", keys: ["[^a]", "[!^]", "[!!^]"], lock: "{'[^a]': 1, '[!^]': 2}" },
  { file: "a: {b: {c: 1}}", keys: ["**.c", "a.**.c", "**.b.c", "*.c"], lock: "{'**.c': 2}" },
];

const leaf: Arbitrary<string> = constantFrom(
  "1",
  "1.0",
  "true",
  "null",
  "x",
  "''",
  "[]",
  "{}",
  "'1'",
  "[1, 2]",
);
const name = constantFrom("a", "ab", "b", "1", "'1'", "d.t", "-1", "A", "'*'");
const inner = oneof(leaf, mappingText(leaf), array(leaf, { maxLength: 3 }).map(listText));
const document = mappingText(oneof(leaf, mappingText(inner), array(inner).map(listText)));
const segment = constantFrom(
  "a",
  "ab",
  "b",
  "1",
  "-1",
  "0",
  "01",
  "*",
  "a*",
  "?",
  "[!a]",
  "[a",
  "+1",
);
const key = array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join("."));
const recorded = uniqueArray(record({ key, value: inner }), {
  maxLength: 4,
  selector: (entry) => entry.key,
});

function mappingText(value: Arbitrary<string>): Arbitrary<string> {
  const entries = uniqueArray(record({ name, value }), {
    minLength: 1,
    maxLength: 4,
    selector: (entry) => entry.name,
  });
  return entries.map(
    (list) => `{${list.map((entry) => `${entry.name}: ${entry.value}`).join(", ")}}`,
  );
}

function listText(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

/** Random files; keys that meet several values are left out, because DVC then says nothing at all. */
function randomCases(): readonly Case[] {
  const drawn = sample(
    record({ document, key, recorded, keys: uniqueArray(key, { minLength: 1, maxLength: 5 }) }),
    {
      numRuns: 120,
      seed: 20_260_302,
    },
  );
  return drawn
    .map(({ document: file, recorded: values, keys }, index) => {
      const lock = `{${values.map((entry) => `${JSON.stringify(entry.key)}: ${entry.value}`).join(", ")}}`;
      if (index % 4 === 0) return { file, keys: null, lock };
      const usable = keys.filter((listed) => !isRefused({ file, keys: [listed], lock }));
      return { file, keys: usable.length === 0 ? ["a"] : usable, lock };
    })
    .filter((drawnCase) => !isRefused(drawnCase));
}

function isRefused(one: Case): boolean {
  return ours(one).some(([, state]) => state === "ambiguous");
}

function ours({ file, keys, lock }: Case): readonly (readonly [string, string])[] {
  const read = parseDocument("params.yaml", Buffer.from(file));
  const text = `schema: '2.0'\nstages:\n  s:\n    cmd: x\n    params:\n      params.yaml: ${lock}\n`;
  const lockNode = parseDocument("dvc.lock", Buffer.from(text));
  ok(read.ok && lockNode.ok, file);
  const decoded = decodeLock(lockNode.value);
  ok(decoded.ok, lock);
  const locked = decoded.value.stages.get("s")?.params[0];
  ok(locked !== undefined, lock);
  return compareParams({ path: null, keys, line: 1 }, locked, read.value)
    .filter(({ state }) => state !== "type-changed")
    .map((difference) => [difference.key, difference.state] as const);
}

/** One stage for each case, with a params file of its own. */
function project(cases: readonly Case[]): string {
  const repository = createRepository();
  runDvc(repository.directory, "init", "--quiet");
  const stages = [];
  const locks = [];
  for (const [index, { file, keys, lock }] of cases.entries()) {
    repository.write(`p${index}.yaml`, file);
    stages.push(`  s${index}: {cmd: x, params: [{p${index}.yaml: ${JSON.stringify(keys)}}]}\n`);
    locks.push(`  s${index}:\n    cmd: x\n    params:\n      p${index}.yaml: ${lock}\n`);
  }
  repository.write("dvc.yaml", `stages:\n${stages.join("")}`);
  repository.write("dvc.lock", `schema: '2.0'\nstages:\n${locks.join("")}`);
  return repository.directory;
}

interface StageItem {
  readonly "changed deps": Readonly<Record<string, object>>;
}

test("says what dvc status says", () => {
  const cases = [...BY_HAND, ...randomCases()];
  const json = runDvc(project(cases), "status", "--no-updates", "--json");
  const status = JSON.parse(json) as Readonly<Record<string, readonly [StageItem]>>;
  for (const [index, one] of cases.entries()) {
    const theirs = status[`s${index}`]?.[0]["changed deps"][`p${index}.yaml`] ?? {};
    deepEqual(Object.fromEntries(ours(one)), theirs, JSON.stringify(one));
  }
});

test("calls ambiguous what DVC refuses", () => {
  const cases: readonly Case[] = [
    { file: "{a1: 1, a2: 1}", keys: ["a*"], lock: "{a*: 1}" },
    { file: "a: {1: x, '1': y}", keys: ["a.1"], lock: "{a.1: x}" },
    { file: "a: {b: 1}", keys: ["**.b.**"], lock: "{a: 1}" },
  ];
  for (const one of cases) {
    ok(isRefused(one), JSON.stringify(one));
    const status = (): string => runDvc(project([one]), "status", "--no-updates", "--json");
    throws(status, /unexpected error/, JSON.stringify(one));
  }
});

test.run();
