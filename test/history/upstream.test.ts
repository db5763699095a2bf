// How recorded values are shown, and how far a hostile one unfolds.

import { deepEqual, equal } from "node:assert/strict";
import { suite } from "uvu";
import type { Node, ScalarValue } from "../../lib/document/node.ts";
import type { LockedStage } from "../../lib/dvc/model.ts";
import { recordedParams } from "../../lib/history/upstream.ts";

const test = suite("history/upstream");

function scalar(value: ScalarValue, source: string | null = null): Node & { kind: "scalar" } {
  return { kind: "scalar", value, source, line: 1 };
}

function stageWith(value: Node): LockedStage {
  return {
    name: "s",
    line: 1,
    command: "",
    commandLine: 1,
    deps: [],
    outs: [],
    params: [{ path: "params.yaml", line: 1, values: [{ key: "k", value, line: 1 }] }],
  };
}

const shown = (value: Node): string | undefined => recordedParams([stageWith(value)])[0]?.value;

test("values as the lock spells them", () => {
  const list: Node = { kind: "sequence", items: [scalar(1n), scalar("a"), scalar(null)], line: 1 };
  const cases: [Node, string][] = [
    [scalar(0.65, "0.65"), "0.65"],
    [scalar(1e-5, "1e-05"), "1e-05"],
    [scalar(3n), "3"],
    [scalar("text"), "text"],
    [scalar({ date: "2026-03-02" }), "2026-03-02"],
    [list, "[1, a, null]"],
    [
      { kind: "mapping", entries: [{ key: scalar("a"), value: list }], line: 1 },
      "{a: [1, a, null]}",
    ],
  ];
  for (const [value, text] of cases) equal(shown(value), text);
});

test("the value of the nearest stage holds, each key once", () => {
  const stages = [stageWith(scalar("near")), stageWith(scalar("far"))];
  deepEqual(recordedParams(stages), [{ file: "params.yaml", key: "k", value: "near" }]);
});

test("a value that unfolds without end is cut", () => {
  let bomb: Node = scalar("x".repeat(10));
  for (let depth = 0; depth < 60; depth += 1) {
    bomb = { kind: "sequence", items: [bomb, bomb, bomb], line: 1 };
  }
  let deep: Node = scalar("x");
  for (let depth = 0; depth < 100_000; depth += 1)
    deep = { kind: "sequence", items: [deep], line: 1 };
  equal(shown(bomb)?.length, 200);
  equal((shown(deep)?.length ?? 999) <= 200, true);
});

test.run();
