// What a waiver says, and what it takes out of a report.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import type { Finding } from "../lib/finding.ts";
import { settle } from "../lib/release-report.ts";
import { parseWaiver, trailerWaivers, waiveFindings, waiveInconclusive } from "../lib/waiver.ts";
import {
  draftOf,
  evidenceOf,
  judgementOf,
  policyOf,
  release as audited,
} from "./helpers/engine.ts";
import { release } from "./helpers/reports.ts";

const waiver = suite("waiver");

const by = "Ada <ada@example.org>";

waiver("is one tag, one rule and a reason", () => {
  const good = parseWaiver(" v1.2.0 review/linked:  agreed in #41: see there ");
  deepStrictEqual(good.ok && good.value, {
    tag: "v1.2.0",
    rule: "review/linked",
    reason: "agreed in #41: see there",
  });
  for (const word of ["inconclusive", "crash"]) ok(parseWaiver(`v1 ${word}: why`).ok);
  const bad = [
    "",
    "v1.2.0",
    "review/linked: why",
    "v1.2.0 review/linked",
    "v1.2.0 review/linked:",
    "v1.2.0 review/linked:  ",
    "v1.2.0 review: why",
    "v1.2.0 review/linked lock/present: why",
    "v1.2.0 v1.3.0 review/linked: why",
    "v1.2.0 *: why",
    "v1.2.0 everything: why",
  ];
  for (const text of bad) ok(!parseWaiver(text).ok, text);
});

waiver("a trailer is one of the tag's own: any rule at home, the allowed ones elsewhere", () => {
  const trailers = [
    { key: "Waive", value: "review/linked: agreed in #41" },
    { key: "waive", value: "inconclusive: the remote is down" },
    { key: "Waive", value: "crash: whatever" },
    { key: "Waive", value: "everything" },
    { key: "Reviewed-by", value: "lock/present: Bob" },
  ];
  const tagger = { name: "Ada", email: "ada@example.org", time: 0 };
  const home = trailerWaivers("v1.2.0", { trailers, tagger }, "all");
  deepStrictEqual(home.waivers, [
    { tag: "v1.2.0", rule: "review/linked", reason: "agreed in #41", by },
    { tag: "v1.2.0", rule: "inconclusive", reason: "the remote is down", by },
  ]);
  strictEqual(home.notices.length, 2);
  const server = trailerWaivers("v1.2.0", { trailers, tagger: null }, ["review/linked"]);
  deepStrictEqual(
    server.waivers.map(({ rule, by: who }) => [rule, who]),
    [["review/linked", "unknown"]],
  );
  ok(server.notices.some((text) => text.includes("waives inconclusive")));
  strictEqual(trailerWaivers("v1.2.0", { trailers, tagger }, []).waivers.length, 0);
});

const finding = (rule: Finding["rule"]): Finding => ({
  rule,
  level: "error",
  key: "key",
  text: `${rule} is broken`,
  where: null,
  expected: null,
  found: null,
  origin: null,
  consequences: [],
  repair: [],
});

waiver("takes out the findings of its rule, of its tag, and no others", () => {
  const findings = [finding("lock/present"), finding("lock/outs-match")];
  const one = { tag: "v1", rule: "lock/present", reason: "why", by };
  const waived = waiveFindings(findings, "v1", [one]);
  deepStrictEqual(
    waived.findings.map(({ rule }) => rule),
    ["lock/outs-match"],
  );
  deepStrictEqual(waived.used, [one]);
  strictEqual(waived.notices.length, 1);
  deepStrictEqual(waiveFindings(findings, "v2", [one]).findings, findings);
  const useless = { ...one, rule: "lock/readable" };
  deepStrictEqual(waiveFindings(findings, "v1", [useless]), { findings, used: [], notices: [] });
});

waiver("a mismatch that is accepted stays one: the question about it is still answered no", () => {
  const drafts = [draftOf("error")];
  const report = settle({
    release: audited,
    gathered: { evidence: evidenceOf(), commit: "1".repeat(40), nothing: null },
    judgements: [judgementOf("metrics/match-params", { drafts }), judgementOf("lock/params-match")],
    origins: new Map(),
    policy: policyOf(),
    notices: [],
    waivers: [{ tag: "v1.0.0", rule: "metrics/match-params", reason: "why", by }],
  });
  const answer = report.questions.find(({ id }) => id === "params-describe-run");
  deepStrictEqual(
    [report.verdict, report.findings, answer?.answer, answer?.because],
    ["passed", [], "no", "metrics/match-params data"],
  );
});

waiver("inconclusive passes by one, failed does not", () => {
  const one = { tag: "v1", rule: "inconclusive", reason: "why", by };
  const open = release({ name: "v1", verdict: "inconclusive" });
  const passed = waiveInconclusive(open, [one]);
  strictEqual(passed.verdict, "passed");
  deepStrictEqual(passed.waived, [{ rule: "inconclusive", reason: "why", by }]);
  for (const other of [
    { ...one, tag: "v2" },
    { ...one, rule: "crash" },
  ]) {
    strictEqual(waiveInconclusive(open, [other]), open);
  }
  const failed = release({ name: "v1", verdict: "failed" });
  strictEqual(waiveInconclusive(failed, [one]), failed);
});

waiver.run();
