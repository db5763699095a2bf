// Releases of a repository that real DVC made: the good one passes, each bad one is refused by its rule.

import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditIn, auditTag, foundBy } from "../helpers/audit.ts";
import {
  createPipelineRepository,
  dvcEnvironment,
  type PipelineRepository,
} from "../helpers/dvc.ts";

const release = suite("end-to-end/release");

function edit(repository: PipelineRepository, path: string, from: string, to: string): void {
  const before = repository.read(path);
  assert.ok(before.includes(from), `${path} holds ${from}`);
  repository.write(path, before.replace(from, to));
}

function tag(repository: PipelineRepository, name: string): void {
  repository.git("tag", "-a", name, "-m", `release ${name}`);
}

interface Case {
  readonly name: string;
  readonly tag?: string;
  readonly make: (repository: PipelineRepository) => void;
  /** `rule key` of each error, and what its sentence must hold. */
  readonly expected: readonly string[];
  readonly says: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "a param changed after the run",
    make: (repository) => edit(repository, "params.yaml", "lr: 0.1", "lr: 0.2"),
    expected: ["lock/params-match differs"],
    says: ["params.yaml says train.lr = 0.2", "stage train ran with train.lr = 0.1", "dvc.lock:"],
  },
  {
    name: "a metric edited by hand",
    make: (repository) => edit(repository, "metrics.json", '"threshold": 0.5', '"threshold": 0.7'),
    expected: ["lock/outs-match differs"],
    says: ["metrics.json is not what stage evaluate wrote"],
  },
  {
    name: "code changed after the run",
    make: (repository) => repository.write("src/train.py", `${repository.read("src/train.py")}\n`),
    expected: ["lock/deps-match differs"],
    says: ["src/train.py changed after stage train ran"],
  },
  {
    name: "a stage that was not rerun",
    make: (repository) => {
      edit(repository, "params.yaml", "lr: 0.1", "lr: 0.3");
      repository.dvc("repro", "--quiet", "--single-item", "train");
    },
    expected: ["lock/chain-holds broken"],
    says: [
      "Stages evaluate and publish read models/model.json",
      "stage train records it as",
      "evaluate and publish were not run on what is released",
    ],
  },
  {
    name: "metrics copied from another run",
    make: (repository) => {
      const kept = join(temporaryDirectory(), "metrics.json");
      edit(repository, "params.yaml", "threshold: 0.5", "threshold: 0.65");
      repository.dvc("repro", "--quiet");
      repository.commit("threshold 0.65");
      copyFileSync(join(repository.directory, "publish/v1/metrics.json"), kept);
      edit(repository, "params.yaml", "threshold: 0.65", "threshold: 0.5");
      repository.dvc("repro", "--quiet");
      repository.commit("back to threshold 0.5");
      copyFileSync(kept, join(repository.directory, "publish/v1/metrics.json"));
    },
    expected: ["lock/outs-match differs"],
    says: ["publish/v1/metrics.json is not what stage publish wrote", '"threshold 0.65"'],
  },
  {
    name: "params of another run beside the metrics",
    make: (repository) => {
      edit(repository, "params.yaml", "threshold: 0.5", "threshold: 0.65");
      repository.dvc("repro", "--quiet");
      repository.commit("threshold 0.65");
      edit(repository, "params.yaml", "threshold: 0.65", "threshold: 0.5");
      edit(repository, "publish/v1/params.yaml", "threshold: 0.65", "threshold: 0.5");
    },
    expected: ["metrics/match-params otherRun"],
    says: [
      "publish/v1/metrics.json was measured with decision.threshold = 0.65 (stage evaluate, dvc.lock:",
      "this release promotes decision.threshold = 0.5 (publish/v1/params.yaml:5)",
      '"threshold 0.65"',
    ],
  },
  {
    name: "a lock with conflict markers",
    make: (repository) =>
      repository.write(
        "dvc.lock",
        `<<<<<<< HEAD\n${repository.read("dvc.lock")}=======\n>>>>>>> other\n`,
      ),
    expected: ["lock/readable malformed"],
    says: ["dvc.lock:1 cannot be read", "merge conflict markers"],
  },
  {
    name: "a missing lock",
    make: (repository) => repository.git("rm", "--quiet", "dvc.lock"),
    expected: ["lock/present absent"],
    says: ["dvc.yaml declares 4 stages, but dvc.lock is not in the commit"],
  },
  {
    name: "a stage that was declared and never run",
    make: (repository) =>
      edit(
        repository,
        "dvc.yaml",
        "stages:\n",
        "stages:\n  extra:\n    cmd: echo extra > extra.txt\n    outs:\n    - extra.txt\n",
      ),
    expected: ["lock/covers-pipeline neverRun"],
    says: ["dvc.yaml declares stage extra, but dvc.lock does not know it"],
  },
  {
    name: "a dep that was added and never read",
    make: (repository) =>
      edit(
        repository,
        "dvc.yaml",
        "      - src/prepare.py\n",
        "      - src/prepare.py\n      - src/params.py\n",
      ),
    expected: ["lock/covers-pipeline unrecorded"],
    says: ["dvc.lock does not record 1 dep that stage prepare declares: src/params.py"],
  },
  {
    name: "a command that was changed and not run",
    make: (repository) =>
      edit(repository, "dvc.yaml", "cmd: python3 src/train.py", "cmd: python3 src/train.py --fast"),
    expected: ["lock/commands-match differs"],
    says: [
      "Stage train is declared as `python3 src/train.py --fast` (dvc.yaml:",
      "`python3 src/train.py` was run (dvc.lock:",
    ],
  },
  {
    name: "an artifact that leads nowhere",
    make: (repository) =>
      edit(repository, "dvc.yaml", "path: publish/v1/model.json", "path: publish/v2/model.json"),
    expected: ["artifact/resolves missing"],
    says: ["The artifact default-risk is publish/v2/model.json (dvc.yaml:"],
  },
  {
    name: "an out of two stages",
    make: (repository) => {
      repository.write(
        "copy.dvc",
        "outs:\n- md5: 0123456789abcdef0123456789abcdef\n  hash: md5\n  path: metrics.json\n",
      );
    },
    expected: ["lock/outs-match differs", "lock/graph-valid duplicate"],
    says: ["metrics.json is written by stage evaluate and copy.dvc"],
  },
];

for (const { name, make, expected, says } of CASES) {
  release(`refuses ${name}`, async () => {
    const repository = createPipelineRepository();
    make(repository);
    repository.commit("the change");
    tag(repository, "v1.1.0");
    const here = await auditTag(repository.directory, "v1.1.0", dvcEnvironment());
    assert.deepEqual(foundBy(here), expected);
    assert.equal(here.verdict, "failed");
    for (const words of says) {
      assert.ok(
        here.findings.some(({ text }) => text.includes(words)),
        `${words}\n${here.findings.map(({ text }) => text).join("\n")}`,
      );
    }
    repository.git("checkout", "--quiet", "HEAD~1");
    const elsewhere = await auditTag(repository.directory, "v1.1.0");
    assert.deepEqual(foundBy(elsewhere), expected, "from another checkout");
  });
}

release("refuses a tag object that was pushed under another name", async () => {
  const repository = createPipelineRepository();
  tag(repository, "v1.0.0");
  repository.git("update-ref", "refs/tags/v1.0.1", "refs/tags/v1.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "v1.0.1")), [
    "tag/matches-ref nameDiffers",
  ]);
});

release("refuses a bundle whose metrics no stage wrote, outside of the pipeline", async () => {
  const repository = createPipelineRepository();
  for (const name of ["metrics.json", "params.yaml", "manifest.json", "model.json", "review.md"]) {
    repository.write(`publish/v2/${name}`, repository.read(`publish/v1/${name}`));
  }
  edit(repository, "publish/v2/manifest.json", '"release": "v1"', '"release": "v2"');
  edit(repository, "publish/v2/metrics.json", '"threshold": 0.5', '"threshold": 0.6');
  repository.commit("publish v2 by hand");
  tag(repository, "v2.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "v2.0.0")), [
    "bundle/from-lock unrecorded",
  ]);
});

release("tells what the working tree has and the tag has not", async () => {
  const repository = createPipelineRepository();
  tag(repository, "v1.0.0");
  edit(repository, "params.yaml", "lr: 0.1", "lr: 0.2");
  const report = await auditTag(repository.directory, "v1.0.0", dvcEnvironment());
  assert.deepEqual(foundBy(report), []);
  assert.deepEqual(foundBy(report, "warning"), ["workspace/clean notInTag"]);
  assert.equal(report.verdict, "passed");
});

release("refuses an import that was edited by hand", async () => {
  const source = createPipelineRepository();
  const repository = createPipelineRepository();
  repository.dvc("import", "--quiet", source.directory, "params.yaml", "--out", "imported.yaml");
  repository.commit("import");
  tag(repository, "v1.0.0");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "v1.0.0")), []);
  edit(repository, "imported.yaml.dvc", "path: params.yaml", "path: other.yaml");
  repository.commit("edit");
  tag(repository, "v1.0.1");
  assert.deepEqual(foundBy(await auditTag(repository.directory, "v1.0.1")), [
    "lock/imports-pinned edited",
  ]);
});

const NAMES: readonly (readonly [name: string, expected: string, lightweight: boolean])[] = [
  ["v1.0.0", "tag/annotated lightweight", true],
  ["latest", "tag/named nearMiss", false],
  ["v1.2.0_final", "tag/named nearMiss", false],
];

for (const [name, expected, lightweight] of NAMES) {
  release(`refuses the ${lightweight ? "lightweight " : ""}tag ${name}`, async () => {
    const repository = createPipelineRepository();
    if (lightweight) repository.git("tag", name);
    else tag(repository, name);
    assert.deepEqual(foundBy(await auditTag(repository.directory, name)), [expected]);
  });
}

release("passes a good release, whatever is checked out, from everywhere", async () => {
  const repository = createPipelineRepository();
  tag(repository, "v1.0.0");
  const first = await auditTag(repository.directory, "v1.0.0", dvcEnvironment());
  assert.equal(first.verdict, "passed", JSON.stringify(first.findings));
  assert.ok(first.rulesRun.includes("workspace/clean"), "dvc status was asked");
  edit(repository, "params.yaml", "lr: 0.1", "lr: 0.9");
  repository.commit("work goes on");
  const clone = join(temporaryDirectory(), "clone");
  repository.git("clone", "--quiet", repository.directory, clone);
  const bare = join(temporaryDirectory(), "bare.git");
  repository.git("clone", "--quiet", "--bare", repository.directory, bare);
  const linked = join(temporaryDirectory(), "linked");
  repository.git("worktree", "add", "--quiet", linked, "main~1");
  const places = [repository.directory, clone, bare, linked, join(repository.directory, "src")];
  const reports = await Promise.all(places.map((directory) => auditTag(directory, "v1.0.0")));
  for (const [index, report] of reports.entries()) {
    assert.equal(report.verdict, "passed", `${places[index]}: ${JSON.stringify(report.findings)}`);
    const gitOnly = ({ rulesRun, findings, notVerified }: typeof report) => ({
      rules: rulesRun.filter((rule) => rule !== "workspace/clean"),
      findings,
      gaps: notVerified.filter((gap) => gap.rule !== "workspace/clean" && !isKept(gap)),
    });
    assert.deepEqual(gitOnly(report), gitOnly(reports[0] ?? report), places[index]);
    // The clone and the bare one have no cache: there the outs are known by their hashes alone.
    const isClone = [clone, bare].includes(places[index] ?? "");
    assert.equal(report.notVerified.filter(isKept).length, isClone ? 1 : 0, places[index]);
  }
});

function isKept({ rule, reason }: { readonly rule: string; readonly reason: string }): boolean {
  return rule === "lock/outs-match" && reason.includes("known by the recorded hash alone");
}

release(
  "starts at most five git processes for one release, a refused one with its origin included",
  async () => {
    const repository = createPipelineRepository();
    tag(repository, "v1.0.0");
    edit(repository, "params.yaml", "threshold: 0.5", "threshold: 0.65");
    repository.dvc("repro", "--quiet");
    repository.commit("threshold 0.65");
    edit(repository, "publish/v1/params.yaml", "threshold: 0.65", "threshold: 0.5");
    repository.commit("promote");
    tag(repository, "v1.1.0");
    for (const name of ["v1.0.0", "v1.1.0"]) {
      const call = { directory: repository.directory, environment: dvcEnvironment() };
      const { stats, verdict } = await auditIn({ ...call, revisions: [name] });
      assert.equal(verdict, name === "v1.0.0" ? "passed" : "failed");
      assert.ok(stats.processes >= 2 && stats.processes <= 5, `${name}: ${stats.processes}`);
    }
  },
);

release("says in a shallow clone that it cannot know where a stray file came from", async () => {
  const repository = createPipelineRepository();
  edit(repository, "params.yaml", "threshold: 0.5", "threshold: 0.65");
  repository.dvc("repro", "--quiet");
  repository.commit("threshold 0.65");
  const stray = repository.read("publish/v1/metrics.json");
  edit(repository, "params.yaml", "threshold: 0.65", "threshold: 0.5");
  repository.dvc("repro", "--quiet");
  repository.commit("back");
  repository.write("publish/v1/metrics.json", stray);
  repository.commit("promote");
  tag(repository, "v1.1.0");
  const clone = join(temporaryDirectory(), "shallow");
  const url = `file://${repository.directory}`;
  repository.git("clone", "--quiet", "--depth", "1", "--branch", "v1.1.0", url, clone);
  const [finding] = (await auditTag(clone, "v1.1.0")).findings;
  assert.equal(finding?.origin, null);
  assert.match(finding?.text ?? "", /Where it came from is not known: .*shallow/);
});

release("says that a repository without DVC has nothing to prove", async () => {
  const repository = createPipelineRepository();
  repository.git(
    "rm",
    "-r",
    "--quiet",
    ".dvc",
    "dvc.yaml",
    "dvc.lock",
    "data/raw.csv.dvc",
    ".dvcignore",
  );
  repository.commit("no more DVC");
  tag(repository, "v2.0.0");
  const report = await auditIn({ directory: repository.directory, revisions: ["v2.0.0"] });
  assert.equal(report.verdict, "not-applicable");
  assert.match(
    report.releases[0]?.notices.join(" ") ?? "",
    /no DVC project and no artifact at this commit/,
  );
});

release.run();
