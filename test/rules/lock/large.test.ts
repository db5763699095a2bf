// Pipelines of 5,000 stages that read each other: no stack is deep enough to walk them one into the next.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { auditTag, foundBy } from "../../helpers/audit.ts";
import { createProject, md5 } from "../../helpers/pipeline.ts";

const large = suite("rules/lock/large");

const STAGES = 5000;

/** Stage `n` reads what stage `n - 1` wrote; `first` is what the first one reads. */
async function auditChain(first: string, edit: (lock: string) => string = (lock) => lock) {
  const repository = createProject();
  const stages = Array.from({ length: STAGES }, (_, index) => {
    const [dep, out] = [index === 0 ? first : `o${index - 1}`, `o${index}`];
    return {
      declared: `  s${index}: {cmd: ./s, deps: [${dep}], outs: [${out}]}\n`,
      locked: `  s${index}:\n    cmd: ./s\n    deps:\n${entry(dep)}    outs:\n${entry(out)}`,
    };
  });
  repository.write("in.txt", "in.txt");
  repository.write("dvc.yaml", `stages:\n${stages.map(({ declared }) => declared).join("")}`);
  const lock = `schema: '2.0'\nstages:\n${stages.map(({ locked }) => locked).join("")}`;
  repository.write("dvc.lock", edit(lock));
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return auditTag(repository.directory, "v1.0.0");
}

function entry(path: string): string {
  return `    - path: ${path}\n      hash: md5\n      md5: ${md5(path)}\n`;
}

large("a chain holds", async () => {
  const report = await auditChain("in.txt");
  assert.deepEqual([foundBy(report), report.verdict], [[], "passed"]);
});

large("a chain breaks at its first link, and every stage behind it is spared", async () => {
  const other = (lock: string): string => lock.replace(md5("o0"), md5("other"));
  const report = await auditChain("in.txt", other);
  assert.deepEqual(foundBy(report), ["lock/chain-holds broken"]);
});

large("a chain that bites its tail is one circle", async () => {
  const report = await auditChain(`o${STAGES - 1}`);
  assert.deepEqual(foundBy(report), ["lock/graph-valid cycle"]);
  assert.match(report.findings[0]?.text ?? "", /and 4995 more read each other's outputs/);
});

large("what is linked in too many ways is said to be unchecked", async () => {
  const repository = createProject();
  const numbers = Array.from({ length: 2000 }, (_, n) => n);
  const declared = numbers.map((n) => `  s${n}: {cmd: ./s, deps: [d], outs: [d/${n}]}\n`);
  const locked = numbers.map(
    (n) => `  s${n}:\n    cmd: ./s\n    deps:\n${entry("d")}    outs:\n${entry(`d/${n}`)}`,
  );
  repository.write("dvc.yaml", `stages:\n${declared.join("")}`);
  repository.write("dvc.lock", `schema: '2.0'\nstages:\n${locked.join("")}`);
  repository.commit("release");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const report = await auditTag(repository.directory, "v1.0.0");
  assert.deepEqual([foundBy(report), report.verdict], [[], "inconclusive"]);
  const gap = report.notVerified.find(({ rule }) => rule === "lock/chain-holds");
  assert.match(gap?.reason ?? "", /more than 2000000 ways/);
});

large.run();
