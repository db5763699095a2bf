import assert from "node:assert/strict";
import {
  array,
  assert as assertProperty,
  boolean,
  constantFrom,
  property,
  record,
  subarray,
  uniqueArray,
} from "fast-check";
import { suite } from "uvu";
import { foldFindings } from "../lib/fold.ts";
import type { Judgement } from "../lib/judge.ts";
import type { Policy } from "../lib/policy.ts";
import type { Verdict } from "../lib/report.ts";
import { blocking, noted, type Draft, type Unverified } from "../lib/rule.ts";
import { gapsOf, verdictOf, worstVerdict } from "../lib/verdict.ts";
import { draftOf, judgementOf, policyOf } from "./helpers/engine.ts";

const test = suite("verdict");

function decide(judgements: readonly Judgement[], policy: Policy = policyOf()): Verdict {
  const findings = foldFindings(judgements, policy, new Map());
  return verdictOf(findings, gapsOf(judgements, policy), judgements);
}

const held = judgementOf("a/held");
const gap = (of: Unverified, level: Judgement["setting"]["level"] = null): Judgement =>
  judgementOf("b/gap", { level, unverified: [of] });
const wrong = judgementOf("c/wrong", { drafts: [draftOf("error")] });
const warned = judgementOf("c/warned", { drafts: [draftOf("warning")] });
const idle = judgementOf("d/idle", { notApplicable: "no bundle" });

const CASES: Readonly<
  Record<string, readonly [judgements: readonly Judgement[], ...verdicts: Verdict[]]>
> = {
  // of recommended, strict, adopt
  "no rule at all": [[], "inconclusive", "inconclusive", "inconclusive"],
  "only rules that do not apply": [[idle], "inconclusive", "inconclusive", "inconclusive"],
  "a rule that held": [[held, idle], "passed", "passed", "passed"],
  "a warning": [[held, warned], "passed", "failed", "passed"],
  "an error": [[held, wrong], "failed", "failed", "passed"],
  "a noted gap": [[held, gap(noted("x"))], "passed", "inconclusive", "passed"],
  "a noted gap alone": [[gap(noted("x"))], "passed", "inconclusive", "passed"],
  "a blocking gap": [[held, gap(blocking("x"))], "inconclusive", "inconclusive", "inconclusive"],
  "a blocking gap of a warning": [
    [held, gap(blocking("x"), "warning")],
    "passed",
    "inconclusive",
    "passed",
  ],
  "a blocking gap of a note": [[held, gap(blocking("x"), "note")], "passed", "passed", "passed"],
  "only a blocking gap of a warning": [
    [gap(blocking("x"), "warning")],
    "inconclusive",
    "inconclusive",
    "inconclusive",
  ],
  "an error and a blocking gap": [[wrong, gap(blocking("x"))], "failed", "failed", "inconclusive"],
};

for (const [why, [judgements, recommended, strict, adopt]] of Object.entries(CASES)) {
  test(`${why}: ${recommended}, strict ${strict}, adopt ${adopt}`, () => {
    assert.equal(decide(judgements), recommended);
    assert.equal(decide(judgements, policyOf("strict")), strict);
    assert.equal(decide(judgements, policyOf("adopt")), adopt);
  });
}

test("the worst of several: failed, inconclusive, passed, not applicable", () => {
  assert.equal(worstVerdict([]), "not-applicable");
  assert.equal(worstVerdict(["not-applicable", "passed"]), "passed");
  assert.equal(worstVerdict(["passed", "inconclusive", "passed"]), "inconclusive");
  assert.equal(worstVerdict(["inconclusive", "failed", "passed"]), "failed");
});

const ORDER: readonly Verdict[] = ["passed", "inconclusive", "failed"];

const anyDraft = record({
  level: constantFrom("error", "warning", "note"),
  causes: subarray(["x", "y", "z"]),
  explains: subarray(["x", "y", "z"]),
}).map(({ level, causes, explains }) => draftOf(level, { causes, explains }));

const anyJudgement = record({
  id: constantFrom("a/a", "b/b", "c/c", "d/d"),
  level: constantFrom(null, "error", "warning", "note"),
  drafts: array(anyDraft, { maxLength: 3 }),
  unverified: array(
    boolean().map((blocks) => (blocks ? blocking("x") : noted("x"))),
    { maxLength: 2 },
  ),
}).map(({ id, ...said }) => judgementOf(id, said));

const anyJudgements = uniqueArray(anyJudgement, {
  minLength: 1,
  maxLength: 4,
  selector: ({ rule }) => rule.id,
});

function withMore(
  judgements: readonly Judgement[],
  index: number,
  more: { drafts?: Draft[]; unverified?: Unverified[] },
): Judgement[] {
  const { drafts = [], unverified = [] } = more;
  return judgements.map((judgement, position) =>
    position === index % judgements.length
      ? {
          ...judgement,
          drafts: [...drafts, ...judgement.drafts],
          unverified: [...unverified, ...judgement.unverified],
        }
      : judgement,
  );
}

const anyPreset = constantFrom("recommended", "strict", "adopt");

test("one draft or one gap more never makes a verdict better", () => {
  const position = constantFrom(0, 1, 2, 3);
  assertProperty(
    property(anyJudgements, position, anyDraft, anyPreset, (judgements, index, draft, preset) => {
      const policy = policyOf(preset);
      const before = ORDER.indexOf(decide(judgements, policy));
      const after = ORDER.indexOf(decide(withMore(judgements, index, { drafts: [draft] }), policy));
      const gapped = withMore(judgements, index, { unverified: [blocking("more")] });
      return after >= before && ORDER.indexOf(decide(gapped, policy)) >= before;
    }),
    { numRuns: 500 },
  );
});

test("folding loses no level: the worst finding is the worst draft", () => {
  const rank = { note: 0, warning: 1, error: 2 };
  assertProperty(
    property(anyJudgements, anyPreset, (judgements, preset) => {
      const policy = policyOf(preset);
      const alone = judgements.flatMap((judgement) =>
        judgement.drafts.flatMap((draft) =>
          foldFindings([{ ...judgement, drafts: [draft] }], policy, new Map()),
        ),
      );
      const together = foldFindings(judgements, policy, new Map());
      const worst = (levels: readonly (keyof typeof rank)[]): number =>
        Math.max(-1, ...levels.map((level) => rank[level]));
      const told = together.reduce((sum, { consequences }) => sum + 1 + consequences.length, 0);
      return (
        worst(alone.map(({ level }) => level)) === worst(together.map(({ level }) => level)) &&
        told === alone.length
      );
    }),
    { numRuns: 500 },
  );
});

test.run();
