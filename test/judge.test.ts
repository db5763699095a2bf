import assert from "node:assert/strict";
import { suite } from "uvu";
import { type Judgement, judge, needsOf, rulesFor, settingOf } from "../lib/judge.ts";
import {
  blocking,
  notApplicable,
  type Draft,
  type NotApplicable,
  type Unverified,
} from "../lib/rule.ts";
import { draftOf, evidenceOf, policyOf, release, ruleOf } from "./helpers/engine.ts";

const test = suite("judge");

test("runs the rules that are on, in the order of the list", () => {
  const rules = [ruleOf("c/third"), ruleOf("a/first"), ruleOf("b/idle", { on: false })];
  const idsOf = (policy = policyOf()): string[] =>
    judge(rules, evidenceOf(), release, policy).map(({ rule }) => rule.id);
  assert.deepEqual(idsOf(), ["c/third", "a/first"]);
  assert.deepEqual(idsOf(policyOf("recommended", { "a/first": "off" })), ["c/third"]);
  assert.deepEqual(idsOf(policyOf("recommended", { "b/idle": "note" })), [
    "c/third",
    "a/first",
    "b/idle",
  ]);
});

test("lets the scope of a tag win over the policy's rules", () => {
  const policy = policyOf("recommended", { "a/rule": "off" });
  const setting = { level: "warning", options: { most: 3 } } as const;
  const scope = { ...release.scope, rules: new Map([["a/rule", setting] as const]) };
  assert.equal(settingOf("a/rule", release, policy).level, "off");
  assert.deepEqual(settingOf("a/rule", { ...release, scope }, policy), setting);
  assert.equal(rulesFor([ruleOf("a/rule")], { ...release, scope }, policy).length, 1);
  assert.deepEqual(settingOf("b/rule", release, policy), { level: null, options: {} });
});

test("shows a rule what it needs, its options, and nothing else", () => {
  const views: object[] = [];
  const rule = ruleOf("a/rule", {
    needs: ["tag"],
    check: (view) => {
      views.push(view);
      return [];
    },
  });
  const policy = policyOf();
  const value = { annotated: true } as never;
  judge([rule], evidenceOf({ tag: { state: "present", value } }), release, policy);
  assert.deepEqual(views, [{ tag: value, release, policy, options: {} }]);
  assert.deepEqual(
    [...needsOf([{ rule }, { rule: ruleOf("b/rule", { needs: ["tree", "tag"] }) }])],
    ["tag", "tree"],
  );
});

const broken = { state: "unavailable", reason: "missing", blocking: true } as const;

test("does not call a check whose facts are not there, and says why", () => {
  const check = (): never => {
    throw new Error("called");
  };
  const rule = ruleOf("a/rule", { needs: ["tag", "tree"], check });
  const [idle] = judge([rule], evidenceOf(), release, policyOf());
  assert.deepEqual([idle?.notApplicable, idle?.unverified], ["nothing here", []]);
  const tag = { state: "present", value: {} as never } as const;
  const [gap] = judge([rule], evidenceOf({ tag, tree: broken }), release, policyOf());
  assert.deepEqual([gap?.notApplicable, gap?.unverified], [null, [blocking("missing")]]);
});

test("does not apply where one need has nothing to show, whatever the others lack", () => {
  for (const needs of [
    ["tag", "tree"],
    ["tree", "tag"],
  ] as const) {
    const rule = ruleOf("a/rule", { needs });
    const [said] = judge([rule], evidenceOf({ tree: broken }), release, policyOf());
    assert.deepEqual([said?.notApplicable, said?.unverified], ["nothing here", []]);
  }
});

test("sorts out what a rule says: a rule that found something does apply", () => {
  assert.equal(judgeOne(notApplicable("no bundle")).notApplicable, "no bundle");
  assert.equal(judgeOne(notApplicable("no bundle"), draftOf("error")).notApplicable, null);
  assert.equal(judgeOne(notApplicable("no bundle"), blocking("unread")).notApplicable, null);
  assert.equal(judgeOne().notApplicable, null);
  const both = judgeOne(draftOf("error"), blocking("unread"), draftOf("note"));
  assert.deepEqual([both.drafts.length, both.unverified.length], [2, 1]);
});

function judgeOne(...observations: readonly (Draft | Unverified | NotApplicable)[]): Judgement {
  const rule = ruleOf("a/rule", { check: () => observations });
  return judge([rule], evidenceOf(), release, policyOf())[0]!;
}

test.run();
