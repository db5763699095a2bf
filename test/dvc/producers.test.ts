// What is upstream of a stage: a link through a directory holds only where its listing says so.

import assert from "node:assert/strict";
import { suite } from "uvu";
import type { LocatedEntry } from "../../lib/dvc/project.ts";
import { parentsOf } from "../../lib/dvc/producer.ts";
import { producersOf, upstreamOf } from "../../lib/dvc/producers.ts";
import { recordedAt } from "../../lib/dvc/recorded-at.ts";
import { md5 } from "../helpers/pipeline.ts";
import { directory, entry, factsOf, stage } from "../helpers/recorded.ts";

const producers = suite("dvc/producers");

const OUT = { "a.bin": "a", "sub/x": "x", "sub/y": "y" };
const SUB = { x: "x", y: "y" };

const CASES: Readonly<Record<string, readonly [LocatedEntry, LocatedEntry, holds: boolean]>> = {
  "the same path, the same hash": [entry("o", md5("a")), entry("o", md5("a")), true],
  "the same path, another hash": [entry("o", md5("a")), entry("o", md5("b")), false],
  "a file of the listing": [entry("o/a.bin", md5("a")), directory("o", OUT), true],
  "another content of it": [entry("o/a.bin", md5("b")), directory("o", OUT), false],
  "a file of a closed directory": [entry("o/a.bin", md5("b")), directory("o", OUT, false), true],
  "a directory in it": [directory("o/sub", SUB), directory("o", OUT), true],
  "another directory in it": [directory("o/sub", { x: "x" }), directory("o", OUT), false],
  "a directory around a file": [directory("o", OUT), entry("o/a.bin", md5("a")), true],
  "a directory around another": [directory("o", OUT), entry("o/a.bin", md5("b")), false],
};

for (const [name, [dep, out, holds]] of Object.entries(CASES)) {
  producers(`${name}: ${holds ? "holds" : "is broken"}`, () => {
    const [writer, reader] = [stage("writer", [], [out]), stage("reader", [dep], [])];
    const facts = factsOf([writer, reader]);
    const { stages, broken } = upstreamOf(reader, producersOf(facts));
    assert.deepEqual([stages.has(writer), broken], [holds, holds ? [] : [dep.path]]);
  });
}

const AT: Readonly<Record<string, readonly [outs: readonly LocatedEntry[], string | null]>> = {
  "an out": [[entry("o/a.bin", md5("a"))], md5("a")],
  "a file of a directory": [[directory("o", OUT)], md5("a")],
  "a file of a closed directory": [[directory("o", OUT, false)], null],
  "two records that agree": [[directory("o", OUT), entry("o/a.bin", md5("a"))], md5("a")],
  "two records that do not": [[directory("o", OUT), entry("o/a.bin", md5("b"))], null],
  "a directory": [[directory("o/a.bin", OUT)], null],
  "nothing there": [[directory("o", SUB)], null],
};

for (const [name, [outs, expected]] of Object.entries(AT)) {
  producers(`${name} is recorded as ${expected ?? "nothing"}`, () => {
    const facts = factsOf([stage("writer", [], outs)]);
    assert.equal(recordedAt("o/a.bin", producersOf(facts))?.value ?? null, expected);
  });
}

producers("a path has its parents, and one that nobody could write has none", () => {
  assert.deepEqual(parentsOf("a/b/c"), ["a/b", "a"]);
  assert.equal(parentsOf("a/".repeat(2000)).length, 2000);
  assert.deepEqual(parentsOf("a/".repeat(1_000_000)), []);
});

producers.run();
