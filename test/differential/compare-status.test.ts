// The table between `dvc status` and the lock rules: what one says alone is told, and what is decided is not.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { decodeLock } from "../../lib/dvc/lock.ts";
import { decodePipelineFile } from "../../lib/dvc/pipeline-file.ts";
import { locate } from "../../lib/dvc/locate.ts";
import type { Stage } from "../../lib/dvc/project.ts";
import { resolvePipeline } from "../../lib/dvc/resolve/index.ts";
import { compareStatus } from "../../scripts/differential/compare-status.ts";
import type { OurFinding } from "../../scripts/differential/our-findings.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("differential/compare-status");

function stageOf(more = ""): Stage {
  const file = decodePipelineFile(
    nodeOf(`stages: {s: {cmd: x, deps: [a], params: [lr], outs: [{o: {cache: false}}]${more}}}`),
  );
  const lock = decodeLock(
    nodeOf("{schema: '2.0', stages: {s: {cmd: x, deps: [{path: a, md5: '111'}]}}}"),
  );
  assert.ok(file.ok && lock.ok);
  const stages = resolvePipeline(file.value, (path) => ({
    state: "absent",
    source: { path, oid: null },
  }));
  assert.ok(stages.ok);
  const locked = lock.value.stages.get("s") ?? null;
  return {
    address: "s",
    name: "s",
    pipelinePath: "dvc.yaml",
    lockPath: "dvc.lock",
    directory: "",
    declared: stages.value[0] ?? null,
    locked,
    deps: (locked?.deps ?? []).map((dep) => ({ ...dep, ...locate("", "", dep.path) })),
    outs: [],
    params: [],
  };
}

function found(what: string, more: Partial<OurFinding> = {}): OurFinding {
  const none = { stage: "s", stages: [], path: null, key: null, list: null, items: [], text: what };
  return { ...none, what, ...more };
}

interface Case {
  readonly says: readonly unknown[];
  readonly findings?: readonly OurFinding[];
  readonly tracked?: boolean;
  readonly frozen?: boolean;
  readonly disagreements: number;
}

const dep = found("lock/deps-match differs", { path: "a" });
const out = found("lock/outs-match differs", { path: "o" });
const param = found("lock/params-match differs", { path: "params.yaml", key: "lr" });
const changedDep = [{ "changed deps": { a: "modified" } }];

const CASES: Readonly<Record<string, Case>> = {
  "both are silent": { says: [], disagreements: 0 },
  "a changed dep that both see": { says: changedDep, findings: [dep], disagreements: 0 },
  "a changed dep that DVC sees": { says: changedDep, disagreements: 1 },
  "a changed dep that we see": { says: [], findings: [dep], disagreements: 1 },
  "a changed dep of a frozen stage": { says: [], findings: [dep], frozen: true, disagreements: 0 },
  "a dep outside of git": { says: changedDep, tracked: false, disagreements: 0 },
  "a broken chain that we see": {
    says: [],
    findings: [found("lock/chain-holds broken", { path: "a" })],
    disagreements: 0,
  },
  "a changed out that DVC sees": {
    says: [{ "changed outs": { o: "modified" } }],
    disagreements: 1,
  },
  "a changed out that we see": { says: [], findings: [out], disagreements: 1 },
  "a changed command that DVC sees": { says: ["changed command"], disagreements: 1 },
  "a changed command that we see": {
    says: [],
    findings: [found("lock/commands-match differs")],
    disagreements: 1,
  },
  "a changed param that both see": {
    says: [{ "changed deps": { "params.yaml": { lr: "modified" } } }],
    findings: [param],
    disagreements: 0,
  },
  "a param that DVC calls new and we modified": {
    says: [{ "changed deps": { "params.yaml": { lr: "new" } } }],
    findings: [param],
    disagreements: 2,
  },
  "what is always changed": { says: ["always changed"], disagreements: 0 },
};

for (const [name, { says, findings = [], tracked = true, frozen, disagreements }] of Object.entries(
  CASES,
)) {
  test(name, () => {
    const stages = [stageOf(frozen === true ? ", frozen: true" : "")];
    const status = says.length === 0 ? {} : { s: says };
    const told = compareStatus({ stages, findings, status, isTracked: () => tracked });
    assert.equal(told.length, disagreements, told.join("\n"));
  });
}

test("a stage that the lock does not know is told by both or by none", () => {
  const stages = [{ ...stageOf(), locked: null }];
  const isTracked = (): boolean => true;
  const run = found("lock/covers-pipeline neverRun", { stages: ["s"] });
  const told = (findings: readonly OurFinding[], status: object): number =>
    compareStatus({ stages, findings, status: { ...status }, isTracked }).length;
  assert.equal(told([run], { s: changedDep }), 0);
  assert.equal(told([], { s: changedDep }), 1);
  assert.equal(told([run], {}), 1);
});

test.run();
