// Repairs as they are told, typed into a shell at the root of the repository, by real DVC: they lead to a release that passes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import type { ReleaseReport } from "../../lib/report.ts";
import { auditTag } from "../helpers/audit.ts";
import { dvcEnvironment, runDvc } from "../helpers/dvc.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";

const repairs = suite("end-to-end/repair");

/** A project of its own below a root that DVC does not know of, whose params were changed after the run. */
function staleBelow(): TestRepository {
  const repository = createRepository();
  repository.write("ml/ranking/params.yaml", "lr: 0.1\n");
  repository.write(
    "ml/ranking/dvc.yaml",
    "stages:\n  train:\n    cmd: cp params.yaml model.bin\n    params: [lr]\n    outs: [model.bin]\n",
  );
  const project = join(repository.directory, "ml/ranking");
  runDvc(project, "init", "--quiet", "--subdir");
  runDvc(project, "repro", "--quiet");
  repository.commit("train");
  repository.write("ml/ranking/params.yaml", "lr: 0.9\n");
  return repository;
}

function release(repository: TestRepository, name: string): Promise<ReleaseReport> {
  repository.commit(name);
  repository.git("tag", "-a", "-m", name, name);
  return auditTag(repository.directory, name, dvcEnvironment());
}

function type(repository: TestRepository, line: string): void {
  const environment = { cwd: repository.directory, env: dvcEnvironment() };
  execFileSync("sh", ["-c", line], { ...environment, stdio: "pipe" });
}

repairs("runs a stage of a project below the root", async () => {
  const repository = staleBelow();
  const refused = await release(repository, "v1.0.0");
  assert.equal(refused.verdict, "failed");
  const [line = ""] = refused.findings[0]?.repair ?? [];
  type(repository, line.replace(/^run: /, ""));
  const { verdict } = await release(repository, "v1.0.1");
  assert.equal(verdict, "passed");
});

repairs.run();
