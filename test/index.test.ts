import assert from "node:assert/strict";
import { suite } from "uvu";
import * as door from "../lib/index.ts";
import { isolatedEnvironment } from "./helpers/repository.ts";
import { createProject, lockNow } from "./helpers/pipeline.ts";

const test = suite("index");

test("is the whole of what a program may call", () => {
  const { audit, auditUpdates, loadPolicy, planInstall } = door;
  for (const call of [audit, auditUpdates, loadPolicy, planInstall]) {
    assert.equal(typeof call, "function");
  }
  assert.ok(door.rules.length > 0);
  assert.ok(new door.AuditError("usage", "message", "hint") instanceof Error);
});

test("audits what a hook is given", async () => {
  const repository = createProject();
  repository.write("model.json", "{}\n");
  lockNow(repository, [{ name: "train", outs: ["model.json"] }]);
  const oid = repository.commit("a run");
  const parsed = door.parsePrePush(`x ${oid} refs/tags/v1.0.0 ${"0".repeat(40)}\n`);
  assert.ok(parsed.ok);
  const report = await door.auditUpdates(parsed.value, {
    directory: repository.directory,
    environment: isolatedEnvironment(),
    remote: null,
    place: "pre-push",
  });
  assert.deepEqual(
    report.releases[0]?.findings.map(({ rule, key }) => `${rule} ${key}`),
    ["tag/annotated lightweight", "review/linked first"],
  );
});

test("finds the policy of a repository, and says where it came from", async () => {
  const repository = createProject();
  repository.write(".tagproofrc", "extends: strict\n");
  repository.commit("first");
  const { directory } = repository;
  const { policy } = await door.loadPolicy({
    directory,
    environment: isolatedEnvironment(),
    config: null,
  });
  assert.deepEqual([policy.preset, policy.source], ["strict", ".tagproofrc"]);
});

test.run();
