// Monorepos: a GTO release is judged by its own project and what that one reads, a plain tag by all.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite } from "uvu";
import { auditIn, auditTag, foundBy } from "../helpers/audit.ts";
import { policyFile } from "../helpers/judged.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";

const scope = suite("gather/scope");

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** A project with one stage that reads a file of git; `read` is what its lock says it read. */
function project(repository: TestRepository, root: string, dep: string, read: string): void {
  repository.write(`${root}/.dvc/config`, "");
  repository.write(`${root}/code.sh`, "code\n");
  repository.write(
    `${root}/dvc.yaml`,
    `stages:\n  train:\n    cmd: ./train\n    deps:\n    - ${dep}\n    outs:\n    - model.pkl\nartifacts:\n  model:\n    path: model.pkl\n`,
  );
  repository.write(
    `${root}/dvc.lock`,
    `schema: '2.0'\nstages:\n  train:\n    cmd: ./train\n    deps:\n    - path: ${dep}\n      hash: md5\n      md5: ${md5(read)}\n      size: 5\n    outs:\n    - path: model.pkl\n      hash: md5\n      md5: ${md5(root)}\n      size: 9\n`,
  );
}

function tagged(repository: TestRepository, ...names: string[]): void {
  repository.commit("release");
  for (const name of names) repository.git("tag", "-a", name, "-m", name);
}

scope("judges an artifact by its own project", async () => {
  const repository = createRepository();
  project(repository, "good", "code.sh", "code\n");
  project(repository, "bad", "code.sh", "older\n");
  tagged(repository, "good=model@v1.0.0", "bad=model@v1.0.0", "v1.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "good=model@v1.0.0")), []);
  const refused = ["lock/deps-match differs"];
  assert.deepEqual(foundBy(await auditTag(repository.directory, "bad=model@v1.0.0")), refused);
  assert.deepEqual(foundBy(await auditTag(repository.directory, "v1.0.0")), refused);
});

scope("judges an artifact by the projects that its own one reads, too", async () => {
  const repository = createRepository();
  project(repository, "reader", "../bad/code.sh", "code\n");
  project(repository, "bad", "code.sh", "older\n");
  tagged(repository, "reader=model@v1.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "reader=model@v1.0.0")), [
    "lock/deps-match differs",
  ]);
});

scope("judges an artifact of no project by all of them", async () => {
  const repository = createRepository();
  project(repository, "good", "code.sh", "code\n");
  project(repository, "bad", "code.sh", "older\n");
  tagged(repository, "model@v1.0.0", "gone=model@v1.0.0");
  for (const name of ["model@v1.0.0", "gone=model@v1.0.0"]) {
    const found = foundBy(await auditTag(repository.directory, name));
    assert.deepEqual(found, ["lock/deps-match differs", "artifact/resolves unknown"], name);
  }
});

scope("judges it by all where the project at the root holds nothing", async () => {
  const repository = createRepository();
  project(repository, "bad", "code.sh", "older\n");
  repository.write(".dvc/config", "");
  tagged(repository, "model@v1.0.0");
  const found = foundBy(await auditTag(repository.directory, "model@v1.0.0"));
  assert.deepEqual(found, ["lock/deps-match differs", "artifact/resolves unknown"]);
});

/** Metrics that no lock knows stand in the bundle of the project. */
function publishIn(repository: TestRepository, root: string): void {
  repository.write(`${root}/publish/v1/model.pkl`, root);
  repository.write(`${root}/publish/v1/metrics.json`, '{"auc": 0.999}\n');
}

const FROM_LOCK = "bundle/from-lock";

scope(
  "judges the bundle that lies in the directory of its artifact, or of the only project",
  async () => {
    const repository = createRepository();
    project(repository, "services/risk", "code.sh", "code\n");
    publishIn(repository, "services/risk");
    tagged(repository, "services/risk=model@v1.0.0", "v1.0.0");
    for (const name of ["services/risk=model@v1.0.0", "v1.0.0"]) {
      const found = foundBy(await auditTag(repository.directory, name));
      assert.ok(
        found.some((one) => one.startsWith(FROM_LOCK)),
        `${name}: ${found.join()}`,
      );
    }
  },
);

scope("does not take the bundle of another project for that of its artifact", async () => {
  const repository = createRepository();
  project(repository, "good", "code.sh", "code\n");
  project(repository, "bad", "code.sh", "code\n");
  publishIn(repository, "bad");
  tagged(repository, "good=model@v1.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "good=model@v1.0.0")), []);
});

scope("does not pass a release whose project the commit does not have", async () => {
  const repository = createRepository();
  project(repository, "ranking", "code.sh", "older\n");
  tagged(repository, "ranking-1.0.0");
  const asked = async (named: string) => {
    const tags = [{ match: "ranking-{version}", project: named }];
    const config = policyFile({ releases: { tags } });
    const call = { directory: repository.directory, revisions: ["ranking-1.0.0"], config };
    return (await auditIn(call)).releases[0]!;
  };
  assert.equal((await asked("ranking")).verdict, "failed");
  const { verdict, notVerified } = await asked("rankings");
  assert.equal(verdict, "inconclusive");
  assert.match(
    notVerified[0]!.reason,
    /^rankings, .* holds no DVC file at this commit \(ranking\//,
  );
});

scope("leaves out fixtures that hold a dvc.yaml of their own, and says it", async () => {
  const repository = createRepository();
  project(repository, "tests/fixture", "code.sh", "older\n");
  tagged(repository, "v1.0.0");
  const report = await auditTag(repository.directory, "v1.0.0");
  assert.equal(report.verdict, "not-applicable");
  assert.match(report.notices.join(), /tests\/fixture\/dvc.yaml/);
});

scope("counts a .dvcignore in its own project only", async () => {
  const repository = createRepository();
  project(repository, "bad", "code.sh", "older\n");
  repository.write(".dvcignore", "bad\n");
  repository.write(".dvc/config", "");
  repository.write("data.dvc", `outs:\n- md5: ${md5("x")}\n  hash: md5\n  path: data\n`);
  tagged(repository, "v1.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "v1.0.0")), [
    "lock/deps-match differs",
  ]);
});

scope("has nothing to prove where a dvc.yaml only shows plots", async () => {
  const repository = createRepository();
  repository.write(".dvc/config", "");
  repository.write("dvc.yaml", "plots:\n- p.csv\n");
  tagged(repository, "v1.0.0");
  const report = await auditTag(repository.directory, "v1.0.0");
  assert.equal(report.verdict, "not-applicable");
});

scope("tells once what concerns all releases", async () => {
  const repository = createRepository();
  project(repository, "good", "code.sh", "code\n");
  tagged(repository, "v1.0.0", "v1.1.0", "before-refactor");
  const { releases } = await auditIn({ directory: repository.directory, all: true });
  const told = releases.map(({ notices }) => notices.filter((text) => text.includes("refactor")));
  assert.deepEqual(told, [["before-refactor: not a release: not audited"], []]);
});

scope("has nothing to prove for a tag that takes a version back", async () => {
  const repository = createRepository();
  project(repository, "bad", "code.sh", "older\n");
  const names = ["bad=model@v1.0.0!", "bad=model#prod!#2", "bad=model@deprecated"];
  tagged(repository, ...names);
  for (const name of names) {
    const report = await auditTag(repository.directory, name);
    assert.equal(report.verdict, "not-applicable", name);
    assert.match(report.notices.join(), /releases nothing/);
  }
});

scope.run();
