import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditReleases } from "../lib/audit.ts";
import { openRepository } from "../lib/git/open.ts";
import { audit, auditUpdates } from "../lib/index.ts";
import type { Policy } from "../lib/policy.ts";
import type { Report } from "../lib/report.ts";
import type { AnyRule } from "../lib/rule.ts";
import { isAboutPush } from "../lib/push.ts";
import { rules } from "../lib/rules/index.ts";
import { selectTags } from "../lib/select.ts";
import { auditIn } from "./helpers/audit.ts";
import { policyOf, ruleOf } from "./helpers/engine.ts";
import { policyFile } from "./helpers/judged.ts";
import { createProject, lockNow } from "./helpers/pipeline.ts";
import { isolatedEnvironment, type TestRepository } from "./helpers/repository.ts";
import { assertValidReport } from "./helpers/schema.ts";

const test = suite("audit");

/** A good v1.0.0 and a bad v1.1.0. */
function released(): TestRepository {
  const repository = createProject();
  repository.write("params.yaml", "lr: 0.1\n");
  repository.write("model.json", "{}\n");
  lockNow(repository, [
    { name: "train", params: { "params.yaml": { lr: 0.1 } }, outs: ["model.json"] },
  ]);
  repository.commit("a run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  repository.write("params.yaml", "lr: 0.2\n");
  repository.commit("not a run");
  repository.git("tag", "-a", "-m", "released", "v1.1.0");
  return repository;
}

const shared = released();
const { directory } = shared;

interface Run {
  readonly rules?: readonly AnyRule[];
  readonly policy?: Policy;
  readonly deadline?: number | null;
  readonly seen?: unknown[];
}

async function run({
  rules: judging = rules,
  policy = policyOf(),
  deadline = null,
  seen = [],
}: Run): Promise<Report> {
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    const { releases } = await selectTags(repository, policy, { all: true, since: null });
    const onProgress = (progress: unknown): void => void seen.push(progress);
    const report = await auditReleases({
      repository,
      policy,
      rules: judging,
      releases,
      notices: ["a notice"],
      deadline,
      onProgress,
    });
    assertValidReport(report);
    return report;
  } finally {
    await repository.close();
  }
}

test("judges each release, and the report by the worst", async () => {
  const seen: unknown[] = [];
  const { verdict, releases, stats } = await run({ seen });
  assert.equal(verdict, "failed");
  assert.deepEqual(
    releases.map(({ name, verdict: own, commit, notices }) => [name, own, commit, notices]),
    [
      ["v1.0.0", "passed", shared.git("rev-parse", "main~1"), ["a notice"]],
      ["v1.1.0", "failed", shared.git("rev-parse", "main"), []],
    ],
  );
  assert.deepEqual(seen, [
    { done: 0, total: 2, name: "v1.0.0" },
    { done: 1, total: 2, name: "v1.1.0" },
  ]);
  assert.ok(stats.processes > 0 && stats.objects > 0 && stats.bytes > 0);
});

test("every rule that is on ran, does not apply or is a gap, and none is told twice", async () => {
  for (const { rulesRun, notApplicable } of (await run({})).releases) {
    const told = [...rulesRun, ...notApplicable.map(({ rule }) => rule)];
    assert.equal(new Set(told).size, told.length);
    const asked = rules.filter((rule) => rule.on && !isAboutPush(rule));
    assert.deepEqual(new Set(told), new Set(asked.map(({ id }) => id)));
  }
});

test("no rule at all proves nothing", async () => {
  const { verdict } = await run({ rules: [] });
  assert.equal(verdict, "inconclusive");
  const off = Object.fromEntries(rules.map(({ id }) => [id, "off"] as const));
  assert.equal((await run({ policy: policyOf("recommended", off) })).verdict, "inconclusive");
  assert.equal(
    (await run({ rules: [ruleOf("a/held", { needs: ["bundle"] })] })).verdict,
    "inconclusive",
  );
});

test("two runs give the same bytes, stats aside, and so do all places", async () => {
  const linked = join(temporaryDirectory(), "linked");
  shared.git("worktree", "add", "--quiet", "--detach", linked, "v1.0.0");
  const bytes = async (place: string): Promise<string> => {
    const config = policyFile({ dvc: { status: "off" } });
    const report = await auditIn({ directory: place, all: true, config });
    return JSON.stringify({ ...report, policy: { ...report.policy, source: "" }, stats: null });
  };
  const first = await bytes(directory);
  assert.equal(await bytes(directory), first);
  const { source: _, ...policy } = (JSON.parse(first) as Report).policy;
  assert.match(policy.digest, /^sha256:[0-9a-f]{64}$/);
  const elsewhere = JSON.parse(await bytes(linked)) as Report;
  const judged = (report: Report): unknown =>
    report.releases.map(({ notApplicable: __, ...release }) => release);
  assert.deepEqual(judged(elsewhere), judged(JSON.parse(first) as Report));
});

test("releases that are audited together say what each says alone", async () => {
  const together = await auditIn({ directory, all: true });
  assert.equal(together.releases.length, 2);
  for (const release of together.releases) {
    const { releases } = await auditIn({ directory, revisions: [release.name] });
    // What concerns the whole audit stands with the first release.
    assert.deepEqual({ ...releases[0], notices: [] }, { ...release, notices: [] });
  }
});

test("strict and adopt change levels and verdicts, not what is found", async () => {
  const keysOf = ({ releases }: Report): unknown =>
    releases.map(({ findings }) => findings.map(({ rule, key }) => [rule, key]));
  const [recommended, strict, adopt] = await Promise.all(
    (["recommended", "strict", "adopt"] as const).map((name) => run({ policy: policyOf(name) })),
  );
  assert.deepEqual(keysOf(adopt!), keysOf(recommended!));
  assert.deepEqual(keysOf(strict!), keysOf(recommended!));
  assert.equal(adopt!.verdict, "passed");
  assert.ok(
    adopt!.releases.every(({ findings }) => findings.every(({ level }) => level !== "error")),
  );
});

test("a budget that is used up is inconclusive, and says how to go on", async () => {
  const { verdict, releases } = await run({ deadline: 0 });
  assert.equal(verdict, "inconclusive");
  for (const { name, rulesRun, notices } of releases) {
    assert.deepEqual(rulesRun, []);
    assert.ok(
      notices.some((text) => text.includes(`tagproof audit ${name}`)),
      notices.join(),
    );
  }
});

test("names accepted exceptions in every report", async () => {
  const policy = policyOf();
  const pipeline = { ...policy.pipeline, ignoreDeps: ["src/version.py"] };
  for (const { notices } of (await run({ policy: { ...policy, pipeline } })).releases) {
    assert.ok(
      notices.some((text) => text.includes("src/version.py")),
      notices.join(),
    );
  }
});

test("a push is audited by its objects, and a deletion proves nothing", async () => {
  const update = (ref: string, newOid: string | null) =>
    ({
      ref,
      newOid,
      oldOid: null,
      localRef: ref,
      kind: newOid === null ? "delete" : "create",
    }) as const;
  const where = {
    directory,
    environment: isolatedEnvironment(),
    remote: "origin",
    place: "pre-push",
  } as const;
  const of = async (...updates: ReturnType<typeof update>[]): Promise<Report> => {
    const report = await auditUpdates(updates, where);
    assertValidReport(report);
    return report;
  };
  const bad = shared.git("rev-parse", "v1.1.0");
  assert.equal((await of(update("refs/tags/v1.1.0", bad))).verdict, "failed");
  assert.equal((await of(update("refs/heads/main", bad))).verdict, "not-applicable");
  const missing = await of(update("refs/tags/v1.1.0", "1".repeat(40)));
  assert.equal(missing.verdict, "inconclusive", "an object that is not here");
});

test("an input that two releases rest on is listed once", async () => {
  const { directory: own, git, write, commit } = released();
  git("checkout", "--quiet", "--detach", "v1.0.0");
  write("notes.txt", "a hotfix\n");
  commit("a hotfix");
  git("tag", "-a", "-m", "released", "v1.0.1");
  const { inputs } = await auditIn({ directory: own, all: true });
  const baselines = inputs.filter(({ kind }) => kind === "baseline");
  assert.deepEqual(baselines, [
    { kind: "baseline", name: "v1.0.0", digest: git("rev-parse", "v1.0.0") },
  ]);
});

test("ends its reader also where it fails", async () => {
  const options = {
    directory,
    environment: isolatedEnvironment(),
    as: null,
    all: false,
    since: null,
    config: null,
  };
  await assert.rejects(audit({ ...options, revisions: ["nothere"] }), { code: "unknown-revision" });
  await assert.rejects(audit({ ...options, directory: "/nonexistent", revisions: [] }), {
    code: "not-a-repository",
  });
});

test.run();
