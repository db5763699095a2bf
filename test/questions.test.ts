import assert from "node:assert/strict";
import { suite } from "uvu";
import type { RuleId } from "../lib/finding.ts";
import { foldFindings } from "../lib/fold.ts";
import type { Judgement } from "../lib/judge.ts";
import { answerQuestions } from "../lib/questions.ts";
import type { Policy, RuleSetting } from "../lib/policy.ts";
import { settle } from "../lib/release-report.ts";
import { blocking, noted } from "../lib/rule.ts";
import { gapsOf } from "../lib/verdict.ts";
import { draftOf, evidenceOf, judgementOf, policyOf, release } from "./helpers/engine.ts";

const test = suite("questions");

/** `id: answer` of those that are not `not-applicable`, and why. */
function answers(judgements: readonly Judgement[], policy: Policy = policyOf()) {
  const findings = foldFindings(judgements, policy, new Map());
  const all = answerQuestions(judgements, findings, gapsOf(judgements, policy));
  return Object.fromEntries(
    all
      .filter(({ answer }) => answer !== "not-applicable")
      .map(({ id, answer, because }) => [id, `${answer}: ${because}`]),
  );
}

test("asks the five, in order, also of nothing", () => {
  const all = answerQuestions([], [], []);
  assert.deepEqual(
    all.map(({ id, answer, because }) => [id, answer, because]),
    [
      "same-state",
      "metrics-describe-model",
      "params-describe-run",
      "lock-supports-artifact",
      "manifest-complete",
    ].map((id) => [id, "not-applicable", "no rule asks it"]),
  );
});

test("yes, with the rules that held", () => {
  assert.deepEqual(answers([judgementOf("lock/chain-holds"), judgementOf("tag/named")]), {
    "same-state": "yes: held: lock/chain-holds",
    "metrics-describe-model": "yes: held: lock/chain-holds",
    "lock-supports-artifact": "yes: held: lock/chain-holds",
  });
  assert.deepEqual(answers([judgementOf("manifest/present")]), {
    "manifest-complete": "yes: held: manifest/present",
  });
});

test("no, with the sentence; a whole subject by its prefix only", () => {
  const drafts = [draftOf("error")];
  assert.deepEqual(
    answers([judgementOf("metrics/match-params", { drafts }), judgementOf("lock/params-match")]),
    {
      "params-describe-run": "no: metrics/match-params data",
      "lock-supports-artifact": "yes: held: lock/params-match",
    },
  );
  assert.deepEqual(answers([judgementOf("locker/room", { drafts })]), {});
});

test("no, where the answer is a consequence of another finding", () => {
  const drafts = [draftOf("error", { causes: ["x"] })];
  const said = answers([
    judgementOf("metrics/match-params", { drafts }),
    judgementOf("lock/outs-match", { drafts }),
  ]);
  assert.match(said["same-state"] ?? "", /^no: metrics\/match-params data/);
  assert.match(said["params-describe-run"] ?? "", /^no/);
});

test("no, though the policy lets it pass as a warning", () => {
  const drafts = [draftOf("error")];
  for (const policy of [policyOf("adopt"), policyOf("recommended")]) {
    const level = policy.preset === "adopt" ? null : "warning";
    const said = answers([judgementOf("metrics/match-params", { level, drafts })], policy);
    assert.match(said["params-describe-run"] ?? "", /^no/, policy.preset);
  }
});

test("yes, beside a warning or a note of its own", () => {
  const drafts = [draftOf("warning"), draftOf("note")];
  assert.match(
    answers([judgementOf("lock/graph-valid", { drafts })])["lock-supports-artifact"] ?? "",
    /^yes/,
  );
});

test("unknown, where something could not be read, whatever the level", () => {
  for (const level of [null, "warning"] as const) {
    const said = answers([
      judgementOf("metrics/match-params", {
        level,
        unverified: [blocking("dvc.lock could not be read")],
      }),
    ]);
    assert.equal(said["params-describe-run"], "unknown: dvc.lock could not be read");
  }
  const unverified = [noted("known by hash alone")];
  const seen = [judgementOf("lock/outs-match", { unverified }), judgementOf("lock/chain-holds")];
  assert.equal(
    answers(seen)["same-state"],
    "yes: held: lock/chain-holds; held as far as it could be checked: lock/outs-match",
  );
  assert.equal(
    answers([judgementOf("lock/outs-match", { unverified })], policyOf("strict"))["same-state"],
    "unknown: known by hash alone",
  );
});

test("unknown, where the bundle does not hold what the question is about", () => {
  const absent = judgementOf("metrics/describe-model", {
    notApplicable: "publish/v1 holds no model",
  });
  const chain = judgementOf("lock/chain-holds");
  assert.equal(
    answers([absent, chain])["metrics-describe-model"],
    "unknown: publish/v1 holds no model",
  );
  const none = judgementOf("metrics/describe-model", {
    notApplicable: "the release has no bundle",
  });
  assert.equal(answers([none, chain])["metrics-describe-model"], "yes: held: lock/chain-holds");
});

test("unknown, where no rule saw all that it asks for", () => {
  const unseen = [noted("the bundle is known by its hash alone")];
  const judgements = ["manifest/present", "manifest/complete"] as const;
  const said = answers(judgements.map((rule) => judgementOf(rule, { unverified: unseen })));
  assert.equal(said["manifest-complete"], "unknown: the bundle is known by its hash alone");
});

test("unknown, where the policy has turned off a rule that answers it, not yes", () => {
  const judgements = [judgementOf("lock/params-match"), judgementOf("lock/outs-match")];
  const all = answerQuestions(judgements, [], [], ["metrics/match-params", "tag/signed"]);
  assert.deepEqual(
    all.map(({ id, answer, because }) => `${id} ${answer}: ${because}`),
    [
      "same-state yes: held: lock/outs-match",
      "metrics-describe-model not-applicable: no rule asks it",
      "params-describe-run unknown: off by the policy: metrics/match-params",
      "lock-supports-artifact yes: held: lock/params-match, lock/outs-match",
      "manifest-complete not-applicable: no rule asks it",
    ],
  );
});

test("the rules that are off are those of the policy, or of the release's own entry in it", () => {
  const off = new Map([["metrics/match-params" as RuleId, { level: "off", options: {} } as const]]);
  const settling = {
    gathered: { evidence: evidenceOf(), commit: "1".repeat(40), nothing: null },
    judgements: [judgementOf("lock/params-match")],
    origins: new Map(),
    notices: [],
  };
  const answered = (policy: Policy, rules = new Map<RuleId, RuleSetting>()) =>
    settle({
      ...settling,
      policy,
      release: { ...release, scope: { ...release.scope, rules } },
    }).questions.find(({ id }) => id === "params-describe-run")?.answer;
  assert.equal(answered(policyOf()), "yes");
  assert.equal(answered(policyOf("recommended", { "metrics/match-params": "off" })), "unknown");
  assert.equal(answered(policyOf(), off), "unknown");
});

test("what a policy asks for and no rule judges is said to be unchecked", () => {
  const told = (policy: Policy) =>
    settle({
      release,
      gathered: { evidence: evidenceOf(), commit: "1".repeat(40), nothing: null },
      judgements: [judgementOf("lock/params-match")],
      origins: new Map(),
      notices: [],
      policy,
    }).notVerified;
  assert.deepEqual(told(policyOf()), []);
  assert.deepEqual(told({ ...policyOf(), restore: { from: "remote" } }), [
    {
      rule: "restore/available",
      reason: "no rule asks the DVC remote yet whether it has every byte (restore.from: remote)",
      blocking: false,
    },
  ]);
});

test("no before unknown, unknown before yes", () => {
  const gap = judgementOf("lock/outs-match", { unverified: [blocking("gone")] });
  const wrong = judgementOf("bundle/from-lock", { drafts: [draftOf("error")] });
  assert.match(answers([gap, wrong, judgementOf("lock/chain-holds")])["same-state"] ?? "", /^no/);
  assert.match(answers([gap, judgementOf("lock/chain-holds")])["same-state"] ?? "", /^unknown/);
});

test("not applicable, with the reasons", () => {
  const notApplicable = "the release has no bundle";
  const all = answerQuestions(
    [
      judgementOf("bundle/from-lock", { notApplicable }),
      judgementOf("manifest/present", { notApplicable }),
    ],
    [],
    [],
  );
  assert.deepEqual(
    all.find(({ id }) => id === "manifest-complete"),
    { id: "manifest-complete", answer: "not-applicable", because: notApplicable },
  );
});

test.run();
