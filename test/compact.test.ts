// What many reports say alike is one object.

import { deepEqual, equal, notEqual } from "node:assert/strict";
import { suite } from "uvu";
import { openCompactor } from "../lib/compact.ts";
import type { ReleaseReport } from "../lib/report.ts";

const test = suite("compact");

function report(name: string, reason: string): ReleaseReport {
  return {
    ref: `refs/tags/${name}`,
    name,
    oid: null,
    commit: null,
    artifact: null,
    version: name,
    stage: null,
    verdict: "passed",
    questions: [{ id: "same-state", answer: "yes", because: "all rules held" }],
    findings: [],
    waived: [],
    rulesRun: ["lock/present"],
    notApplicable: [{ rule: "bundle/complete", reason }],
    notVerified: [],
    notices: [],
  };
}

test("equal parts are kept once, others are not, and nothing else changes", () => {
  const compact = openCompactor();
  const given = [report("v1", "no bundle"), report("v2", "no bundle"), report("v3", "no file")];
  const [first, second, third] = given.map(compact);
  deepEqual([first, second, third], given);
  equal(first?.notApplicable, second?.notApplicable);
  equal(first?.questions, third?.questions);
  notEqual(first?.notApplicable, third?.notApplicable);
});

test.run();
