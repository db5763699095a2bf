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

const CHAIN = {
  prepare: ["cp raw.txt data.txt", "raw.txt", "data.txt"],
  train: ["cp data.txt model.txt", "data.txt", "model.txt"],
  evaluate: ["cp model.txt metrics.txt", "model.txt", "metrics.txt"],
  report: ["cp model.txt report.txt", "model.txt", "report.txt"],
} as const;

/** Four stages, the last two beside each other. */
function chained(): TestRepository {
  const repository = createRepository();
  runDvc(repository.directory, "init", "--quiet");
  repository.write("raw.txt", "1\n");
  repository.write("params.yaml", "lr: 0.1\n");
  const stages = Object.entries(CHAIN).map(
    ([name, [cmd, dep, out]]) =>
      `  ${name}:\n    cmd: ${cmd}\n    deps: [${dep}]\n    outs:\n    - ${out}: {cache: false}\n`,
  );
  repository.write("dvc.yaml", `stages:\n${stages.join("")}`);
  runDvc(repository.directory, "repro", "--quiet");
  repository.commit("all");
  return repository;
}

/** What may be wrong, by one finding each. */
const STALE: Readonly<Record<string, (repository: TestRepository) => void>> = {
  "an input that changed": ({ write }) => write("raw.txt", "2\n"),
  "a command that changed": ({ write, read }) =>
    write("dvc.yaml", read("dvc.yaml").replace("cp data.txt", "wc -c data.txt >")),
  "an out that was edited": ({ write }) => write("model.txt", "edited\n"),
  "a stage that ran alone": ({ write, directory }) => {
    write("raw.txt", "2\n");
    runDvc(directory, "repro", "--quiet", "prepare");
  },
  "a param that was added": ({ write, read }) => {
    const [before = "", after = ""] = read("dvc.yaml").split("    deps: [data.txt]\n");
    write(
      "dvc.yaml",
      `${before.replace("cp data.txt", "cat params.yaml data.txt >")}    deps: [data.txt]\n    params: [lr]\n${after}`,
    );
  },
};

for (const [name, spoil] of Object.entries(STALE)) {
  repairs(`leaves nothing downstream behind: ${name}`, async () => {
    const repository = chained();
    spoil(repository);
    const refused = await release(repository, "v1.0.0");
    assert.equal(refused.verdict, "failed");
    const lines = refused.findings.flatMap(({ repair }) => repair);
    for (const line of lines.filter((each) => each.startsWith("run: ")))
      type(repository, line.replace(/^run: /, ""));
    const { verdict, findings } = await release(repository, "v1.0.1");
    assert.equal(verdict, "passed", findings.map(({ text }) => text).join("\n"));
  });
}

repairs.run();
