import assert from "node:assert/strict";
import { suite } from "uvu";
import { addExample } from "../../helpers/example.ts";
import { judgedBy, type Judged } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import { commitState, makeReleases, RELEASED } from "../../helpers/releases.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const increases = suite("rules/tag/version-increases");
const RULE = "tag/version-increases";

/** A commit for each list of tags, each with a state of its own. */
function released(...commits: readonly (readonly string[])[]): TestRepository {
  const repository = createProject();
  for (const [index, tags] of commits.entries()) {
    repository.write("out.txt", `${index}\n`);
    lockNow(repository, [{ name: "make", outs: ["out.txt"] }], {
      artifacts: { model: { path: "out.txt" } },
    });
    repository.commit(`state ${index}`);
    for (const tag of tags) repository.git("tag", "-a", "-m", "released", tag);
  }
  return repository;
}

async function judge(repository: TestRepository, name: string): Promise<Judged> {
  return judgedBy(RULE, repository, name);
}

const PAIRS: readonly (readonly [before: string, name: string, keys: readonly string[]])[] = [
  ["v1.0.0", "v1.0.1", []],
  ["v1.0.0", "v1.1.0", []],
  ["v1", "v1.1.0", []],
  ["v1.9.0", "v1.10.0", []],
  ["v1.0.0-rc.1", "v1.0.0", []],
  ["v1.0.0-rc.9", "v1.0.0-rc.10", []],
  ["2026.9", "2026.10", []],
  ["2025.12.31", "2026.01.01", []],
  ["1.2.3.4", "1.2.3.5", []],
  ["v1.0.0", "2.0.0", []],
  ["v1.2.0", "2026.1", []],
  ["model@v1.0.0", "model@v1.0.1", []],
  ["model@v2.0.0", "other@v1.0.0", []],
  ["v2.0.0", "model@v1.0.0", []],
  ["v1.1.0", "v1.0.1", ["error notHigher"]],
  ["v1.10.0", "v1.9.0", ["error notHigher"]],
  ["v1.0.0", "v1.0.0-rc.2", ["error notHigher"]],
  ["2026.10", "2026.9", ["error notHigher"]],
  ["model@v1.1.0", "model@v1.0.9", ["error notHigher"]],
  ["v1.0.0", "1.0.0", ["error sameVersion"]],
  ["v1", "v1.0.0", ["error sameVersion"]],
  ["v1.0.0+1", "v1.0.0+2", ["error sameVersion"]],
];

increases("a final on the candidate of a later version is told what may be meant", async () => {
  const { findings } = await judge(released(["v2.0.0-alpha.1"], ["v1.5.0"]), "v1.5.0");
  assert.deepEqual(
    findings.flatMap(({ repair }) => repair),
    [
      "if it holds what v2.0.0-alpha.1 was made for, call it the next candidate or the final of that version",
      "if not, tag it on a branch that was begun before v2.0.0-alpha.1",
      "if v2.0.0-alpha.1 is not published and was not meant: git tag -d v2.0.0-alpha.1",
    ],
  );
});

for (const [before, name, keys] of PAIRS) {
  increases(`${name} after ${before}: ${keys.join() || "holds"}`, async () => {
    const judged = await judge(released([before], [], [name]), name);
    assert.deepEqual([judged.keys, judged.gaps, judged.notApplicable], [keys, [], null]);
    for (const { repair } of judged.findings) assert.ok(repair.length > 0);
  });
}

increases("says what it stands on, and what went wrong", async () => {
  const repository = released(["v1.1.0"], ["v1.0.1"]);
  const { findings } = await judge(repository, "v1.0.1");
  const short = repository.git("rev-parse", "--short=7", "v1.1.0^{commit}");
  assert.equal(
    findings[0]!.text,
    `v1.0.1 stands on v1.1.0 (${short}), and is the lower version of the two: who takes the highest version gets the older state.`,
  );
  assert.deepEqual([findings[0]!.expected, findings[0]!.found], ["above v1.1.0", "v1.0.1"]);
  const built = await judge(released(["v1.0.0+1"], ["v1.0.0+2"]), "v1.0.0+2");
  assert.match(built.findings[0]!.text, /build metadata/);
  const again = await judge(released(["v1.0.0"], ["1.0.0"]), "1.0.0");
  assert.match(again.findings[0]!.text, /it is released already/);
});

increases("a hotfix of an old version is compared with that one only", async () => {
  const repository = released(["v1.0.0"], ["v2.0.0"]);
  repository.git("checkout", "-q", "v1.0.0");
  repository.write("fix.txt", "fixed\n");
  repository.commit("a fix");
  repository.git("tag", "-a", "-m", "released", "v1.0.1");
  for (const name of ["v1.0.1", "v2.0.0"]) {
    assert.deepEqual(
      (await judge(repository, name)).keys,
      name === "v1.0.1" ? ["note sameState"] : [],
    );
  }
});

increases("a switch from dates to versions has no order, and is said", async () => {
  const { keys, gaps } = await judge(released(["2026.10"], ["v3.0.0"]), "v3.0.0");
  assert.deepEqual(
    [keys, gaps],
    [[], ["v3.0.0 and 2026.10: a version and a date cannot be compared"]],
  );
});

const ON_ONE_COMMIT: readonly (readonly [
  tags: readonly string[],
  name: string,
  keys: readonly string[],
])[] = [
  [["v1.0.0-rc.1", "v1.0.0-rc.2", "v1.0.0"], "v1.0.0", []],
  [["v1.0.0-rc.1", "v1.0.0"], "v1.0.0-rc.1", []],
  [["v1.0.0", "1.0.0"], "1.0.0", []],
  [["v1.0.0", "v2.0.0-rc.1"], "v2.0.0-rc.1", []],
  [["v1.0.0", "model@v2.0.0"], "v1.0.0", []],
  [["v1.0.0", "v1.0.1"], "v1.0.1", ["error twoVersions"]],
  [["v1.0.0", "v1.0.1"], "v1.0.0", []],
  [["v1", "v1.2.0"], "v1.2.0", ["error twoVersions"]],
  [["model@v1.0.0", "model@v1.0.1"], "model@v1.0.1", ["error twoVersions"]],
  [["model@v1.0.0-rc.1", "model@v1.0.0"], "model@v1.0.0", ["error twoVersions"]],
  [["model@v1.0.0", "model@v1.0.0#2"], "model@v1.0.0", []],
];

for (const [tags, name, keys] of ON_ONE_COMMIT) {
  increases(`${name} of ${tags.join(", ")} on one commit: ${keys.join() || "holds"}`, async () => {
    const judged = await judge(released([], tags), name);
    assert.deepEqual(judged.keys, keys);
    for (const { text, repair } of judged.findings) {
      assert.match(
        text,
        /names the commit that \S+ \([0-9a-f]{7}\) released: one state has two versions/,
      );
      assert.match(repair.join(), /releases\.ignore/);
    }
  });
}

increases(
  "a version that is only being made may not join another on its commit, higher or lower",
  async () => {
    const repository = released(["v1.0.1"]);
    for (const as of ["v1.0.0", "v1.0.2"]) {
      const { keys } = await judgedBy(RULE, repository, "HEAD", { as });
      assert.deepEqual(keys, ["error twoVersions"], as);
    }
  },
);

increases("what has no version is not judged", async () => {
  const repository = released(["model@v1.0.0", "model#prod#1"]);
  assert.match(
    (await judge(repository, "model#prod#1")).notApplicable ?? "",
    /no version of its own/,
  );
  assert.match((await judge(released(["v1.0.0"]), "HEAD")).notApplicable ?? "", /has no version/);
});

increases(
  "notes a release that records nothing new, but not a final of its candidate",
  async () => {
    const again = { second: { files: { "README.md": "words\n" } } };
    const { keys, findings } = await judge(makeReleases(again), "v1.1.0");
    assert.deepEqual(keys, ["note sameState"]);
    assert.match(
      findings[0]!.text,
      /^v1\.1\.0 is recorded as the same state as v1\.0\.0 \([0-9a-f]{7}\): no lock/,
    );
    const final = makeReleases({ ...again, tags: ["v1.0.0-rc.1", "v1.0.0"] });
    assert.deepEqual((await judge(final, "v1.0.0")).keys, []);
    const other = makeReleases({ second: { files: { "metrics.json": "{}\n" } } });
    assert.deepEqual((await judge(other, "v1.1.0")).keys, []);
  },
);

increases(
  "notes a version of an artifact whose content is the same, whatever else changed",
  async () => {
    const artifacts = { model: { path: "model.json" }, raw: { path: "params.yaml" } };
    const repository = createProject();
    commitState(repository, { files: RELEASED, artifacts });
    for (const name of ["model", "raw"]) repository.git("tag", "-a", "-m", "m", `${name}@v1.0.0`);
    commitState(repository, { files: { "metrics.json": "{}\n" }, artifacts });
    for (const name of ["model", "raw"]) repository.git("tag", "-a", "-m", "m", `${name}@v1.1.0`);
    commitState(repository, { files: { "model.json": "[]\n" }, artifacts });
    for (const name of ["model", "raw"]) repository.git("tag", "-a", "-m", "m", `${name}@v1.2.0`);
    const { keys, findings } = await judge(repository, "model@v1.1.0");
    assert.deepEqual(keys, ["note sameState"]);
    assert.match(findings[0]!.text, /: model has the same content\.$/);
    assert.deepEqual((await judge(repository, "model@v1.2.0")).keys, []);
    assert.deepEqual((await judge(repository, "raw@v1.2.0")).keys, ["note sameState"]);
  },
);

increases("the first release has nothing to follow", async () => {
  const judged = await judge(released(["v1.0.0"]), "v1.0.0");
  assert.deepEqual([judged.keys, judged.gaps, judged.notApplicable], [[], [], null]);
});

increases("the release that it was compared with is an input of the report", async () => {
  const repository = released(["v1.0.0"], ["v1.1.0"]);
  const { auditIn } = await import("../../helpers/audit.ts");
  const { inputs } = await auditIn({ directory: repository.directory, revisions: ["v1.1.0"] });
  const digest = repository.git("rev-parse", "v1.0.0");
  assert.deepEqual(
    inputs.filter(({ kind }) => kind === "baseline"),
    [{ kind: "baseline", name: "v1.0.0", digest }],
  );
});

addExample(increases, RULE);
increases.run();
