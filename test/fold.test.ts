import assert from "node:assert/strict";
import { suite } from "uvu";
import type { Finding, Level, OriginAnswer } from "../lib/finding.ts";
import { foldFindings, straysOf } from "../lib/fold.ts";
import type { Judgement } from "../lib/judge.ts";
import type { Policy } from "../lib/policy.ts";
import { draftOf, judgementOf, policyOf, ruleOf } from "./helpers/engine.ts";

const fold = suite("fold");

function folded(judgements: readonly Judgement[], policy: Policy = policyOf()): readonly Finding[] {
  return foldFindings(judgements, policy, new Map());
}

function shapeOf(findings: readonly Finding[]): unknown[] {
  return findings.map(({ rule, consequences }) => [rule, ...consequences]);
}

const said = (id: string, causes: readonly string[], explains: readonly string[] = []): Judgement =>
  judgementOf(id, { drafts: [draftOf("error", { causes, explains })] });

const CASES: Readonly<
  Record<string, readonly [judgements: readonly Judgement[], expected: unknown[]]>
> = {
  "nothing to nothing": [[], []],
  "one cause to one finding, told by the first rule": [
    [said("a/first", ["x"]), said("b/second", ["x"]), said("c/third", ["x"])],
    [["a/first", "b/second: b/second data", "c/third: c/third data"]],
  ],
  "two causes to two findings": [
    [said("a/first", ["x"]), said("b/second", ["y"])],
    [["a/first"], ["b/second"]],
  ],
  "any one of several causes": [
    [said("a/first", ["x"]), said("b/second", ["y", "x"])],
    [["a/first", "b/second: b/second data"]],
  ],
  "nothing without a cause": [
    [said("a/first", []), said("b/second", [])],
    [["a/first"], ["b/second"]],
  ],
  "what a draft explains under it": [
    [said("a/first", ["x"], ["whole"]), said("b/second", ["whole"])],
    [["a/first", "b/second: b/second data"]],
  ],
  "not two drafts that explain the same": [
    [
      said("a/first", ["x"], ["whole"]),
      said("a/first", ["y"], ["whole"]),
      said("b/second", ["whole"]),
    ],
    [["a/first", "b/second: b/second data"], ["a/first"]],
  ],
  "not what only explains what came before": [
    [said("a/first", ["whole"]), said("b/second", ["x"], ["whole"])],
    [["a/first"], ["b/second"]],
  ],
  "two drafts of one rule": [
    [
      judgementOf("a/first", {
        drafts: [draftOf("error", { causes: ["x"] }), draftOf("error", { causes: ["x"] })],
      }),
    ],
    [["a/first", "a/first: a/first data"]],
  ],
};

for (const [why, [judgements, expected]] of Object.entries(CASES)) {
  fold(`folds ${why}`, () => assert.deepEqual(shapeOf(folded(judgements)), expected));
}

const following = (
  id: string,
  causes: readonly string[],
  follows: readonly string[],
  level: Level = "error",
): Judgement => judgementOf(id, { drafts: [draftOf(level, { causes, follows })] });

const FOLLOWING: Readonly<
  Record<string, readonly [judgements: readonly Judgement[], expected: unknown[]]>
> = {
  "under a rule that stands later": [
    [following("a/first", ["x"], ["y"]), said("b/second", ["y"])],
    [["b/second", "a/first: a/first data"]],
  ],
  "with what was folded under it": [
    [following("a/first", ["x"], ["z"]), said("b/second", ["x"]), said("c/third", ["z"])],
    [["c/third", "a/first: a/first data", "b/second: b/second data"]],
  ],
  "along a chain, to its beginning": [
    [following("a/a", ["x"], ["y"]), following("b/b", ["y"], ["z"]), said("c/c", ["z"])],
    [["c/c", "b/b: b/b data", "a/a: a/a data"]],
  ],
  "not around in a circle": [
    [following("a/a", ["x"], ["y"]), following("b/b", ["y"], ["x"])],
    [["b/b", "a/a: a/a data"]],
  ],
  "not under itself": [[following("a/a", ["x"], ["x"])], [["a/a"]]],
  "not under what nobody told": [[following("a/a", ["x"], ["y"])], [["a/a"]]],
  "not under a milder one": [
    [following("a/a", ["x"], ["y"]), following("b/b", ["y"], [], "warning")],
    [["a/a"], ["b/b"]],
  ],
};

for (const [why, [judgements, expected]] of Object.entries(FOLLOWING)) {
  fold(`folds what follows ${why}`, () => assert.deepEqual(shapeOf(folded(judgements)), expected));
}

fold("takes over the worse level of what is folded, and never a better one", () => {
  const of = (first: Level, second: Level): Level | undefined =>
    folded([
      judgementOf("a/first", { drafts: [draftOf(first, { causes: ["x"] })] }),
      judgementOf("b/second", { drafts: [draftOf(second, { causes: ["x"] })] }),
    ])[0]?.level;
  assert.equal(of("note", "error"), "error");
  assert.equal(of("warning", "error"), "error");
  assert.equal(of("error", "note"), "error");
  assert.equal(of("warning", "note"), "warning");
});

type Setting = Judgement["setting"]["level"];

const LEVELS: readonly (readonly [
  preset: Policy["preset"],
  set: Setting,
  own: Level,
  shown: Level,
])[] = [
  ["recommended", null, "error", "error"],
  ["recommended", null, "warning", "warning"],
  ["recommended", null, "note", "note"],
  ["recommended", "warning", "error", "warning"],
  ["recommended", "note", "error", "note"],
  ["recommended", "error", "warning", "warning"],
  ["recommended", "error", "note", "note"],
  ["recommended", "note", "warning", "warning"],
  ["strict", null, "warning", "error"],
  ["strict", "warning", "error", "error"],
  ["strict", "note", "error", "note"],
  ["strict", null, "note", "note"],
  ["adopt", null, "error", "warning"],
  ["adopt", "error", "error", "warning"],
  ["adopt", null, "note", "note"],
  ["adopt", "note", "error", "note"],
];

for (const [preset, level, own, shown] of LEVELS) {
  fold(
    `${preset}, rule ${level ?? "unset"}: a message of level ${own} is shown as ${shown}`,
    () => {
      const judgement = judgementOf("a/rule", { level, drafts: [draftOf(own)] });
      assert.equal(folded([judgement], policyOf(preset))[0]?.level, shown);
    },
  );
}

const ANSWER: OriginAnswer = {
  origin: { commit: "3f2a91c", date: "2026-03-02", subject: "threshold 0.65", release: null },
  unknown: null,
  stage: "evaluate",
  params: [],
};

fold("tells the origin of a stray file to its sentence, and to no other's", () => {
  const rule = ruleOf("a/rule", {
    messages: {
      error: {
        level: "error",
        text: (_, origin) => origin?.origin?.subject ?? "nowhere",
        repair: () => [],
      },
    },
  });
  const stray = { hashes: ["none", "known"], path: "metrics.json" };
  const drafts = [draftOf("error", { stray }), draftOf("error")];
  const judgement = { ...judgementOf("a/rule", { drafts }), rule };
  const [first, second] = foldFindings([judgement], policyOf(), new Map([["known", ANSWER]]));
  assert.deepEqual([first?.text, first?.origin], ["threshold 0.65", ANSWER.origin]);
  assert.deepEqual([second?.text, second?.origin], ["nowhere", null]);
  assert.deepEqual(straysOf([judgement]), [stray]);
});

fold("keeps every field of a draft, and asks the message for the repair", () => {
  const where = { path: "dvc.lock", line: 41, column: null, oid: null };
  const drafts = [draftOf("error", { where, expected: "0.65", found: "0.5" })];
  assert.deepEqual(folded([judgementOf("a/rule", { drafts })]), [
    {
      rule: "a/rule",
      level: "error",
      key: "error",
      text: "a/rule data",
      where,
      expected: "0.65",
      found: "0.5",
      origin: null,
      consequences: [],
      repair: ["repair a/rule"],
    },
  ]);
});

fold.run();
