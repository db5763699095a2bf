import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import { judgedBy } from "../../helpers/judged.ts";
import type { TestRepository } from "../../helpers/repository.ts";
import { addExample } from "../../helpers/example.ts";

const named = suite("rules/tag/named");

function project(): TestRepository {
  const repository = createProject();
  repository.write("out.txt", "out\n");
  lockNow(repository, [{ name: "make", outs: ["out.txt"] }]);
  repository.commit("first");
  return repository;
}

const GOOD = [
  "v1",
  "1.2.0",
  "2026.11.2",
  "v2.0.0-rc.1",
  "v1.2.0-final",
  "model@v1.2.3",
  "m#prod#1",
];

const BAD: readonly (readonly [name: string, says: RegExp])[] = [
  ["latest", /latest/],
  ["model-final", /final/],
  ["v1.2.0_final", /v1\.2\.0/],
  ["V1.2.0", /v1\.2\.0/],
  ["release-1.2", /release-1\.2/],
  ["ｖ1.2.0", /v1\.2\.0/],
  ["v1.2.0\u200b", /invisible|v1\.2\.0/],
];

const repository = project();

for (const name of GOOD) {
  named(`accepts ${name}`, async () => {
    repository.git("tag", "-a", "-m", "released", name);
    const { keys, notApplicable, report } = await judgedBy("tag/named", repository, name);
    assert.deepEqual([keys, notApplicable, report.name], [[], null, name]);
    assert.ok(report.rulesRun.includes("tag/named"));
  });
}

for (const [name, says] of BAD) {
  named(`refuses ${JSON.stringify(name)}`, async () => {
    repository.git("tag", "-a", "-m", "released", name);
    const { keys, findings, report } = await judgedBy("tag/named", repository, `refs/tags/${name}`);
    assert.deepEqual([keys, report.verdict], [["error nearMiss"], "failed"]);
    assert.match(findings[0]!.text, says);
    assert.match(findings[0]!.repair.join("\n"), /releases\.ignore/, "the way out is shown");
  });
}

named("does not apply to a revision, and does to the name that it would get", async () => {
  assert.match((await judgedBy("tag/named", repository, "main")).notApplicable ?? "", /no name/);
  const good = await judgedBy("tag/named", repository, "main", { as: "v9.0.0" });
  assert.deepEqual([good.keys, good.notApplicable], [[], null]);
  for (const as of ["latest", "whatever"]) {
    const { keys } = await judgedBy("tag/named", repository, "main", { as });
    assert.deepEqual(keys, ["error nearMiss"], as);
  }
});

const repairOf = async (name: string, asked = {}): Promise<string> => {
  const { findings } = await judgedBy("tag/named", repository, name, asked);
  return findings.flatMap(({ repair }) => repair).join("\n");
};

named("shows the grammar that would read a name which follows a scheme", async () => {
  repository.git("tag", "-a", "-m", "released", "churn-v1.2.0");
  const repair = await repairOf("churn-v1.2.0");
  assert.match(repair, /git tag -d churn-v1\.2\.0\n/);
  assert.match(repair, /as churn@v1\.2\.0, if a dvc\.yaml declares the artifact churn: git tag/);
  const line = 'releases.tags: [plain, gto, { match: "churn-{version}" }]';
  assert.ok(repair.includes(line), repair);
  const tags = ["plain", "gto", { match: "churn-{version}" }];
  const { keys } = await judgedBy("tag/named", repository, "churn-v1.2.0", {
    policy: { releases: { tags } },
  });
  assert.deepEqual(keys, []);
  for (const name of ["latest", "V1.2.0", "v1.2.0_final"])
    // oxlint-disable-next-line no-await-in-loop -- one repository
    assert.doesNotMatch(await repairOf(`refs/tags/${name}`), /releases\.tags/);
});

named("proposes a name of the policy's own template before one of GTO's", async () => {
  repository.git("tag", "-a", "-m", "released", "rank-V1.3.0");
  const policy = { releases: { tags: ["plain", "gto", { match: "rank/{version}" }] } };
  assert.match(await repairOf("rank-V1.3.0", { policy }), /as rank\/v1\.3\.0: git tag -a/);
});

named("deletes no tag that is only tried out", async () => {
  const repair = await repairOf("main", { as: "v1.2.0_final" });
  assert.doesNotMatch(repair, /tag -d/);
  assert.match(repair, /^tag the commit as v1\.2\.0: git tag -a v1\.2\.0 '[0-9a-f]{12}\^\{\}'$/m);
});

named("writes no command that runs what the name holds", async () => {
  const name = "v1.2';echo${IFS}ran>ran;'";
  repository.git("tag", name);
  const { findings } = await judgedBy("tag/annotated", repository, name, {
    policy: { rules: { "tag/named": "warning" } },
  });
  assert.equal(findings.length, 2, "the lower level does not take the higher one under it");
  const repairs = findings
    .flatMap(({ repair }) => repair)
    .filter((line) => line.includes(": git "));
  const spoken = repairs.map((line) => {
    const command = line.slice(line.indexOf(": git ") + 2).replace("<commit>", "commit");
    const { directory } = repository;
    const script = `git() { for word; do echo "$word"; done; }\n${command}`;
    const said = execFileSync("sh", ["-c", script], { cwd: directory, encoding: "utf8" });
    assert.ok(!existsSync(join(directory, "ran")), command);
    return said.split("\n");
  });
  assert.ok(spoken.some((words) => words.includes(name) && words.includes(`${name}^{}`)));
});

named("passes over what the policy ignores", async () => {
  repository.git("tag", "-a", "-m", "nightly", "nightly-1.2");
  const asked = { policy: { releases: { ignore: ["nightly-*"] } } };
  const { report, notApplicable } = await judgedBy("tag/named", repository, "nightly-1.2", asked);
  assert.equal(report.ref, null, "audited as a mere revision");
  assert.match(notApplicable ?? "", /no name/);
});

addExample(named, "tag/named");
named.run();
