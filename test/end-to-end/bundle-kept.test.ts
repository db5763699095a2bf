// A bundle that DVC keeps is judged by the same rules: from the cache, from a local remote, or as far as the records go.

import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import type { ReleaseReport, Report } from "../../lib/report.ts";
import { auditIn, foundBy } from "../helpers/audit.ts";
import { dvcEnvironment } from "../helpers/dvc.ts";
import { policyFile } from "../helpers/judged.ts";
import {
  createKeptBundle,
  KEEPINGS,
  objectOf,
  tamper,
  withoutRemote,
} from "../helpers/kept-bundle.ts";
import { isolatedEnvironment } from "../helpers/repository.ts";

const kept = suite("end-to-end/bundle-kept");

async function auditHere(
  directory: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Report & { release: ReleaseReport }> {
  const config = policyFile({ dvc: { status: "off" } });
  const environment = { ...isolatedEnvironment(), ...more };
  const report = await auditIn({ directory, config, revisions: ["v1.0.0"], environment });
  const [release] = report.releases;
  assert.ok(release);
  return { ...report, release };
}

/** `rule: reason` of the gaps, but for the one that counts all outs outside of git. */
function gapsIn(release: ReleaseReport, about: RegExp): string[] {
  return release.notVerified
    .filter(({ rule, reason }) => rule !== "lock/outs-match" && about.test(reason))
    .map(({ rule, reason, blocking }) => `${blocking ? "blocking " : ""}${rule}: ${reason}`);
}

/** The rules that a complete bundle is judged by. */
const JUDGED = [
  "bundle/complete",
  "bundle/from-lock",
  "metrics/match-params",
  "metrics/describe-model",
  "manifest/present",
  "manifest/lists-model",
  "manifest/complete",
  "manifest/digests-match",
  "manifest/names-release",
];

for (const keeping of KEEPINGS) {
  kept(
    `${keeping}: the same verdict from the cache, from the remote, and with gaps without`,
    async () => {
      const { repository, clone } = createKeptBundle(keeping);
      const full = await auditHere(repository.directory);
      assert.deepEqual(foundBy(full.release), []);
      assert.equal(full.release.verdict, "passed");
      assert.deepEqual(gapsIn(full.release, /publish\/v1/), []);
      assert.deepEqual(
        JUDGED.filter((rule) => !new Set<string>(full.release.rulesRun).has(rule)),
        [],
      );
      assert.deepEqual(
        full.inputs.map(({ kind, name }) => `${kind} ${name}`),
        ["dvc-cache ."],
      );

      const cloned = clone("clone");
      const remote = await auditHere(cloned.directory);
      assert.deepEqual(
        remote.inputs.map(({ kind, name }) => `${kind} ${name}`),
        ["dvc-remote storage"],
      );
      assert.deepEqual(
        { ...remote.release, notices: [] },
        { ...full.release, notices: [] },
        "the place where the bytes came from changes nothing",
      );

      withoutRemote(repository);
      const bare = await auditHere(cloned.directory);
      assert.deepEqual(foundBy(bare.release), []);
      assert.equal(bare.release.verdict, "passed");
      assert.deepEqual(bare.inputs, []);
      const gaps = gapsIn(bare.release, /publish\/v1/);
      assert.ok(gaps.length > 0);
      assert.deepEqual(
        gaps.filter((gap) => gap.startsWith("blocking")),
        [],
      );
    },
  );
}

kept("a directory that nobody can look into is a gap for every rule, never a pass", async () => {
  const { repository, clone } = createKeptBundle("directory");
  const cloned = clone("clone");
  withoutRemote(repository);
  const { release } = await auditHere(cloned.directory);
  const gaps = new Set<string>(release.notVerified.map(({ rule }) => rule));
  const expected = [
    "bundle/complete",
    "bundle/from-lock",
    "manifest/present",
    "metrics/match-params",
    "metrics/describe-model",
  ];
  assert.deepEqual(
    expected.filter((rule) => !gaps.has(rule)),
    [],
  );
});

kept(
  "other params in a kept bundle are found, and only noted where they are not at hand",
  async () => {
    const { repository, clone } = createKeptBundle("directory", ({ read, write }) => {
      const script = read("src/publish.py");
      write(
        "src/publish.py",
        script.replace(
          'with open("metrics.json"',
          [
            'with open(f"{TARGET}/params.yaml", "w", encoding="utf-8") as target:',
            '    target.write("decision:\\n  threshold: 0.9\\n")',
            "",
            'with open("metrics.json"',
          ].join("\n"),
        ),
      );
    });
    const here = await auditHere(repository.directory);
    assert.deepEqual(foundBy(here.release), ["metrics/match-params otherRun"]);
    const [finding] = here.release.findings;
    assert.ok(finding?.text.includes("promotes decision.threshold = 0.9,"), finding?.text);
    const cloned = clone("clone");
    const remote = await auditHere(cloned.directory);
    assert.deepEqual(remote.release.findings, here.release.findings);
    withoutRemote(repository);
    const without = await auditHere(cloned.directory);
    assert.deepEqual([without.release.verdict, foundBy(without.release)], ["passed", []]);
  },
);

kept(
  "a number that was edited before dvc add is refused, and the repair names the .dvc file",
  async () => {
    const { repository } = createKeptBundle("pointer");
    const { git, dvc, read, write, commit } = repository;
    dvc("unprotect", "publish/v1");
    write("publish/v1/metrics.json", read("publish/v1/metrics.json").replace(/0\.\d+/, "0.99"));
    dvc("add", "--quiet", "publish/v1");
    git("tag", "-d", "v1.0.0");
    commit("publish v1 once more");
    git("tag", "-a", "v1.0.0", "-m", "v1.0.0");
    const { release } = await auditHere(repository.directory);
    assert.deepEqual(foundBy(release), ["bundle/from-lock unrecorded"]);
    const repairs = release.findings.flatMap(({ repair }) => repair).join("\n");
    assert.match(
      repairs,
      /run: dvc add publish\/v1, commit dvc\.lock and publish\/v1\.dvc, run: dvc push, and tag/,
    );
  },
);

kept("an object that was changed is told and is no evidence", async () => {
  const { repository, clone } = createKeptBundle("files");
  const metrics = repository.read("publish/v1/metrics.json");
  const cloned = clone("clone");
  tamper(objectOf(repository.storage, metrics), (text) => text.replace(/0\.\d+/, "0.99"));
  const { release } = await auditHere(cloned.directory);
  assert.deepEqual([release.verdict, foundBy(release)], ["passed", []]);
  const told = release.notices.filter((notice) => notice.includes("is not what its name says"));
  assert.equal(told.length, 1);
  assert.ok(told[0]?.includes("the DVC remote storage"), told[0]);
  assert.deepEqual(gapsIn(release, /metrics\.json is outside of git.*sha256/).length, 1);
});

kept("the cache is asked first, and a changed object in it gives way to the remote's", async () => {
  const { repository } = createKeptBundle("files");
  const metrics = repository.read("publish/v1/metrics.json");
  tamper(objectOf(join(repository.directory, ".dvc/cache"), metrics), () => "{}");
  const { release, inputs } = await auditHere(repository.directory);
  assert.deepEqual(gapsIn(release, /metrics\.json.*sha256/), []);
  assert.deepEqual(
    inputs.map(({ kind }) => kind),
    ["dvc-cache", "dvc-remote"],
  );
  assert.ok(release.notices.some((notice) => notice.includes("the DVC cache")));
});

kept("a changed object is told although dvc status, asked after it, removes it", async () => {
  const { repository } = createKeptBundle("files");
  const object = objectOf(
    join(repository.directory, ".dvc/cache"),
    repository.read("publish/v1/metrics.json"),
  );
  tamper(object, () => "{}");
  const { releases } = await auditIn({
    directory: repository.directory,
    revisions: ["v1.0.0"],
    environment: dvcEnvironment(),
  });
  assert.ok(releases[0]?.notices.some((notice) => notice.includes("the DVC cache is not what")));
  assert.equal(existsSync(object), false, "DVC did remove it");
});

kept("a linked worktree and a bare repository look where they can", async () => {
  const { repository } = createKeptBundle("directory");
  const linked = join(repository.directory, "..", "linked");
  repository.git("worktree", "add", "--quiet", linked, "v1.0.0");
  rmSync(repository.storage, { recursive: true });
  const there = await auditHere(linked);
  assert.deepEqual(
    there.inputs.map(({ kind }) => kind),
    ["dvc-cache"],
  );
  assert.deepEqual(gapsIn(there.release, /publish\/v1/), []);
  const bare = join(repository.directory, "..", "bare.git");
  repository.git("clone", "--quiet", "--bare", repository.directory, bare);
  assert.deepEqual((await auditHere(bare)).inputs, [], "its config names a relative path");
});

kept("in a bare repository the machine names the places, and never the pushed commit", async () => {
  const { repository } = createKeptBundle("directory", ({ dvc, storage }) => {
    dvc("remote", "modify", "--quiet", "storage", "url", storage);
  });
  const bare = join(repository.directory, "..", "bare.git");
  repository.git("clone", "--quiet", "--bare", repository.directory, bare);
  assert.deepEqual((await auditHere(bare)).inputs, []);
  const machine = temporaryDirectory();
  const config = `[core]\n    remote = storage\n['remote "storage"']\n    url = ${repository.storage}\n`;
  writeFileSync(join(machine, "config"), config);
  const { release, inputs } = await auditHere(bare, { DVC_GLOBAL_CONFIG_DIR: machine });
  assert.deepEqual(
    inputs.map(({ kind, name }) => `${kind} ${name}`),
    ["dvc-remote storage"],
  );
  assert.deepEqual(gapsIn(release, /publish\/v1/), []);
});

kept.run();
