// Reports made by hand, for reporters and the command line: one of each situation.

import type { Finding, RuleId } from "../../lib/finding.ts";
import type { ReleaseReport, Report } from "../../lib/report.ts";
import type { AnyRule } from "../../lib/rule.ts";

const commit = "9b1e7f0c55d2a3c1e4f7a0b8d6c2914ef0a3b7d5";
const tagObject = "4c7d20e9a1b3f58d6e0c9a7b2d4f1e8c3b5a6978";

function rule(id: RuleId, refusal: string): AnyRule {
  return {
    id,
    refusal,
    holds: `the ${id} of a release is right`,
    why: "A consumer reads the metrics to decide, and would decide on another model's numbers.",
    repair: "Rerun the evaluation and tag again.",
    example: {
      given: "the metrics of another run were copied",
      says: "metrics.json was measured with 0.65, but this release promotes 0.5.",
    },
    on: id !== "tag/signed",
    needs: [],
    messages: {
      thresholdDiffers: { level: "error", text: () => "", repair: () => [] },
      notRecorded: { level: "warning", text: () => "", repair: () => [] },
    },
    check: () => [],
  };
}

export const rules: readonly AnyRule[] = [
  rule("tag/named", "its name does not say which release it is"),
  rule("tag/signed", "nobody signed it"),
  rule("lock/chain-holds", "a stage read something else than the stage before it wrote"),
  rule("lock/outs-match", "its files are not those that the lock records"),
  rule("metrics/match-params", "its metrics come from another run than its params"),
  rule("restore/available", "a part of it cannot be had again"),
  rule("review/linked", "nobody can tell what it was reviewed against"),
  rule("release/named", "the branch carries a commit that no release names"),
];

function range(count: number): RuleId[] {
  return Array.from({ length: count }, (_, index): RuleId => `held/rule-${index + 1}`);
}

const idle: ReleaseReport["notApplicable"] = [
  { rule: "registry/surface-only", reason: "no registry file is named" },
  { rule: "registry/no-moving-label", reason: "no registry file is named" },
  { rule: "workspace/clean", reason: "the tagged commit is not checked out" },
  { rule: "release/named", reason: "releases.branches is empty" },
];

const noRemote = {
  rule: "restore/available",
  reason: "no remote is configured",
  blocking: false,
} as const;

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: "metrics/match-params",
    level: "error",
    key: "thresholdDiffers",
    text: "publish/v1/metrics.json was measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:41); this release promotes decision.threshold = 0.50 (publish/v1/params.yaml:9)",
    where: { path: "publish/v1/metrics.json", line: 3, column: 5, oid: commit },
    expected: "0.50",
    found: "0.65",
    origin: {
      commit: "3f2a91c07e5b4d6891a2c3f4e5d60718293a4b5c",
      date: "2026-03-02",
      subject: "threshold 0.65",
      release: null,
    },
    consequences: [],
    repair: [
      "dvc repro publish, commit dvc.lock and publish/v1, and tag again. Do not edit the number.",
    ],
    ...more,
  };
}

export function release(more: Partial<ReleaseReport> = {}): ReleaseReport {
  const name = more.name ?? "v1.1.0";
  return {
    ref: `refs/tags/${name}`,
    name,
    oid: tagObject,
    commit,
    artifact: null,
    version: name,
    stage: null,
    verdict: "passed",
    questions: [],
    findings: [],
    waived: [],
    rulesRun: [...range(31), "metrics/match-params"],
    notApplicable: idle,
    notVerified: [noRemote],
    notices: [],
    ...more,
  };
}

export function report(more: Partial<Report> = {}): Report {
  return {
    schema: "tagproof/report/v1",
    tool: { name: "tagproof", version: "0.1.0" },
    policy: {
      source: "recommended",
      digest: `sha256:${"5f".repeat(32)}`,
      preset: "recommended",
    },
    inputs: [{ kind: "baseline", name: "v1.0.0", digest: `sha256:${"ab".repeat(32)}` }],
    verdict: "passed",
    releases: [release()],
    push: [],
    stats: { processes: 3, objects: 41, bytes: 90_312, milliseconds: 180 },
    ...more,
  };
}

export const refused: ReleaseReport = release({
  verdict: "failed",
  findings: [finding()],
  questions: [
    { id: "same-state", answer: "yes", because: "all files are outs of dvc.lock" },
    { id: "params-describe-run", answer: "no", because: "decision.threshold is 0.65 | 0.50" },
  ],
});

export const undecided: ReleaseReport = release({
  name: "v1.2.0",
  verdict: "inconclusive",
  notVerified: [
    {
      rule: "review/linked",
      reason: "the history is shallow, and the baseline v1.1.0 is not in it",
      blocking: true,
    },
    { rule: "restore/available", reason: "the remote storage did not answer", blocking: true },
    { rule: "lock/outs-match", reason: "data/raw.csv is cached outside of git", blocking: false },
  ],
});

export const nothingToProve: ReleaseReport = release({
  name: "docs-1.0",
  verdict: "not-applicable",
  rulesRun: [],
  notApplicable: [],
  notVerified: [],
  notices: ["no DVC project and no artifact at this commit: there is nothing to prove"],
});

export const withWarning: ReleaseReport = release({
  name: "v0.9.0",
  findings: [
    finding({
      rule: "review/linked",
      level: "warning",
      key: "notRecorded",
      text: "no review is recorded for experiment exp-e4f1",
      where: null,
      origin: null,
      repair: ["tagproof note v0.9.0"],
    }),
  ],
});

export const waived: ReleaseReport = release({
  name: "v0.8.0",
  waived: [{ rule: "review/linked", reason: "agreed in #41", by: "Ada <ada@example.org>" }],
});

/** Names and sentences as an enemy would write them. */
export const hostile: ReleaseReport = release({
  ref: "refs/tags/x%0aERR",
  name: "x%0aERR",
  verdict: "failed",
  findings: [
    finding({
      text: "publish/\u001b[2K\u001b[1Av1.0.0 passed\r\nv1.0.0 passed: 35 rules held\u202e/gnp.exe is not in the manifest",
      where: { path: "publish/a\nb|<script>`@team`,:%0A.json", line: 1, column: null, oid: null },
      origin: {
        commit: "3f2a91c07e5b4d6891a2c3f4e5d60718293a4b5c",
        date: "2026-03-02",
        subject: "]]> ::error::gone ##[group]x \u200bzero\u00a0width [link](http://evil) \ud800",
        release: "v1\u00a0passed",
      },
      consequences: ["lock/outs-match: \u0007bell"],
      repair: ["git show 'x%0aERR'\u0085 && true"],
    }),
  ],
  notVerified: [
    {
      rule: "restore/available",
      reason: "https://ada:s3cret@example.org/store?token=abcdef did not answer",
      blocking: false,
    },
  ],
  notices: ["db.password = hunter2 is recorded in params.yaml"],
});
