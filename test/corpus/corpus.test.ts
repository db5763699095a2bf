// The corpus is as large and as varied as it is meant to be; end-to-end/corpus-*.test.ts runs it.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { suite } from "uvu";
import { rules } from "../../lib/rules/index.ts";
import { expectedOf } from "./case.ts";
import { cases, casesOf } from "./cases.ts";
import { shapes } from "./shapes/index.ts";

const corpus = suite("corpus");

const all = shapes.flatMap((shape) =>
  casesOf(shape).map((item) => ({ shape, item, expected: expectedOf(item, shape) })),
);
const isError = (id: string): boolean => !id.includes(" ");

corpus("has every shape, and each is run", () => {
  const names = shapes.map(({ name }) => name).toSorted();
  const files = readdirSync("test/corpus/shapes").filter((name) => name !== "index.ts");
  assert.deepEqual(files.map((name) => name.replace(/\.ts$/, "")).toSorted(), names);
  const tests = readdirSync("test/end-to-end").filter((name) => name.startsWith("corpus-"));
  assert.deepEqual(tests.map((name) => name.slice(7, -8)).toSorted(), names);
  assert.ok(names.length >= 6);
});

corpus("has at least 120 broken releases and 40 good ones", () => {
  assert.ok(all.filter(({ expected }) => expected.some(isError)).length >= 120);
  assert.ok(all.filter(({ expected }) => expected.length === 0).length >= 40);
});

corpus("names each case once, and uses each", () => {
  const names = cases.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const used = new Set(all.map(({ item }) => item.name));
  assert.deepEqual(
    names.filter((name) => !used.has(name)),
    [],
  );
});

corpus("expects rules that there are", () => {
  const known = new Set<string>(rules.map(({ id }) => id));
  const expected = all.flatMap((one) => one.expected.map((id) => id.replace(/^\w+: /, "")));
  assert.deepEqual(
    expected.filter((id) => !known.has(id)),
    [],
  );
});

corpus("calls good what is expected to pass without a word, and nothing else", () => {
  for (const { item, expected } of all) {
    assert.equal(item.name.startsWith("good: "), expected.length === 0, item.name);
  }
});

corpus.run();
