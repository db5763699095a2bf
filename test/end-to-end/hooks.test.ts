// The installed hooks as they ship, in a repository that real DVC made: git push, git tag, a server.

import { match, ok, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { bundleDirectory } from "../../scripts/build/bundle.ts";
import { installHooks } from "../../hooks/install/index.ts";
import {
  createPipelineRepository,
  dvcEnvironment,
  type PipelineRepository,
} from "../helpers/dvc.ts";

const test = suite("end-to-end/hooks");

interface Ran {
  readonly status: number | null;
  readonly stderr: string;
}

function git(directory: string, ...args: string[]): Ran {
  const { status, stderr } = spawnSync("git", args, {
    cwd: directory,
    env: dvcEnvironment(),
    encoding: "utf8",
  });
  return { status, stderr };
}

async function install(directory: string, ...hooks: string[]): Promise<void> {
  const { wired } = await installHooks({
    directory,
    environment: dvcEnvironment(),
    hooks,
    dryRun: false,
    version: "0.1.0",
    node: process.execPath,
    bundleDirectory: bundleDirectory(process.cwd()),
  });
  ok(wired);
}

interface Published {
  readonly repository: PipelineRepository;
  readonly server: string;
  readonly git: (...args: string[]) => Ran;
}

function published(): Published {
  const repository = createPipelineRepository();
  const server = join(temporaryDirectory(), "server.git");
  repository.git("init", "--quiet", "--bare", "--initial-branch=main", server);
  repository.git("remote", "add", "origin", server);
  repository.git("push", "--quiet", "origin", "main");
  return { repository, server, git: (...args) => git(repository.directory, ...args) };
}

function spoil({ repository }: Published): void {
  repository.write("params.yaml", repository.read("params.yaml").replace("lr: 0.1", "lr: 0.2"));
  repository.commit("another rate");
}

test("git tag: a good release is made, a bad one is not, in any form", async () => {
  const work = published();
  await install(work.repository.directory, "pre-push", "pre-tag");
  const good = work.git("tag", "-a", "v1.0.0", "-m", "one");
  strictEqual(good.status, 0, good.stderr);
  match(good.stderr, /v1\.0\.0 passed/);
  strictEqual(work.git("tag", "before-refactor").status, 0);
  spoil(work);
  for (const args of [
    ["tag", "-a", "v1.1.0", "-m", "fix fetch bug"],
    ["tag", "-f", "-a", "v1.0.0", "-m", "again"],
    ["update-ref", "refs/tags/v1.2.0", "HEAD"],
  ]) {
    const { status, stderr } = work.git(...args);
    ok(status !== 0, args.join(" "));
    match(stderr, /refused/, args.join(" "));
    ok(stderr.split("\n").every((line) => line.length <= 80));
  }
  strictEqual(work.git("rev-parse", "-q", "--verify", "v1.1.0").status, 1);
  strictEqual(work.repository.git("rev-parse", "v1.0.0^{commit}~0").length, 40);
});

test("git tag: a release may be made again before it is published", async () => {
  const work = published();
  await install(work.repository.directory, "pre-tag", "pre-push");
  strictEqual(work.git("tag", "-a", "v1.0.0", "-m", "one").status, 0);
  const again = work.git("tag", "-f", "-a", "v1.0.0", "-m", "a better message");
  strictEqual(again.status, 0, again.stderr);
  const push = work.git("push", "origin", "v1.0.0");
  strictEqual(push.status, 0, push.stderr);
});

test("git push: a published release is neither moved nor deleted; a near miss may go", async () => {
  const work = published();
  work.repository.git("tag", "-a", "v1.0.0", "-m", "one");
  work.repository.git("tag", "-a", "v1.0.0_final", "-m", "oops");
  work.repository.git("push", "--quiet", "origin", "v1.0.0", "v1.0.0_final");
  await install(work.repository.directory, "pre-push");
  const before = work.repository.git("rev-parse", "v1.0.0");
  const removed = work.git("push", "origin", ":refs/tags/v1.0.0");
  strictEqual(removed.status, 1);
  match(removed.stderr, /tag\/immutable/);
  match(removed.stderr, new RegExp(before.slice(0, 12)));
  work.repository.git("tag", "-f", "-a", "v1.0.0", "-m", "another");
  const after = work.repository.git("rev-parse", "v1.0.0");
  const moved = work.git("push", "--force", "origin", "v1.0.0");
  strictEqual(moved.status, 1);
  for (const oid of [before, after]) match(moved.stderr, new RegExp(oid.slice(0, 12)));
  strictEqual(work.git("push", "origin", ":refs/tags/v1.0.0_final").status, 0);
  strictEqual(work.git("push", "origin", "main").status, 0);
});

test("waivers: one tag and one rule, on the command line only, shown and recorded", async () => {
  const work = published();
  await install(work.repository.directory, "pre-push");
  spoil(work);
  work.repository.git("tag", "-a", "v1.1.0", "-m", "v1.1.0");
  const waive = (text: string) => ["-c", `tagproof.waive=${text}`, "push", "origin", "v1.1.0"];
  const useless = [
    "v1.2.0 lock/params-match: another tag",
    "v1.1.0 lock/outs-match: another rule",
    "v1.1.0 inconclusive: it is not",
    "v1.1.0 crash: it did not",
    "v1.1.0 lock/params-match:",
    "v1.1.0 lock/params: no such rule",
    "* lock/params-match: all tags",
  ];
  for (const text of useless) ok(work.git(...waive(text)).status !== 0, text);
  work.repository.git("config", "tagproof.waive", "v1.1.0 lock/params-match: for good");
  const inFile = work.git("push", "origin", "v1.1.0");
  strictEqual(inFile.status, 1);
  match(
    inFile.stderr.replaceAll(/\s+/g, " "),
    /tagproof\.waive of the local configuration is ignored/,
  );
  const good = work.git(...waive("v1.1.0 lock/params-match: agreed in #41"));
  strictEqual(good.status, 0, good.stderr);
  match(good.stderr, /v1\.1\.0 passed with 1 waiver/);
  match(good.stderr, /waived +lock\/params-match: agreed in #41 \(.*<.*>\)/);
  const ledger = readFileSync(
    join(work.repository.directory, ".git/tagproof/ledger.jsonl"),
    "utf8",
  );
  const lines = ledger.trimEnd().split("\n");
  strictEqual(lines.length, 1);
  match(lines[0]!, /"tag":"v1\.1\.0".*"rule":"lock\/params-match","reason":"agreed in #41"/);
});

test("waivers: a published release may be deleted by one", async () => {
  const work = published();
  work.repository.git("tag", "-a", "v1.0.0", "-m", "one");
  work.repository.git("push", "--quiet", "origin", "v1.0.0");
  await install(work.repository.directory, "pre-push");
  const waiver = "tagproof.waive=v1.0.0 tag/immutable: it holds a secret";
  const { status, stderr } = work.git("-c", waiver, "push", "origin", ":refs/tags/v1.0.0");
  strictEqual(status, 0, stderr);
  match(stderr, /it holds a secret/);
});

test("a server: refuses by its own policy, whatever is pushed with the tag", async () => {
  const work = published();
  await install(work.server, "pre-receive");
  work.repository.git("tag", "-a", "v1.0.0", "-m", "one");
  const good = work.git("push", "origin", "v1.0.0");
  strictEqual(good.status, 0, good.stderr);
  match(good.stderr, /remote: v1\.0\.0 passed/);
  spoil(work);
  work.repository.write(".tagproofrc", "extends: adopt\n");
  work.repository.commit("weaken the policy");
  work.repository.git("tag", "-a", "v1.1.0", "-m", "two");
  const bad = work.git(
    "-c",
    "tagproof.policy=main:.tagproofrc",
    "push",
    "origin",
    "main",
    "v1.1.0",
  );
  strictEqual(bad.status, 1);
  match(bad.stderr, /remote: v1\.1\.0 refused/);
  match(bad.stderr, /lock\/params-match/);
  ok(
    bad.stderr
      .split("\n")
      .filter((line) => line.startsWith("remote:"))
      .every((line) => line.trimEnd().length <= 80),
    bad.stderr,
  );
  strictEqual(work.repository.git("ls-remote", "origin", "v1.1.0"), "");
  const alone = work.git("push", "--force", "origin", "main~1:refs/tags/v1.0.0");
  match(alone.stderr, /tag\/immutable/);
  strictEqual(work.git("push", "origin", ":refs/tags/v1.0.0").status, 1);
  strictEqual(work.git("push", "origin", "main").status, 0, "a branch goes");
  const now = work.git("push", "origin", "v1.1.0");
  strictEqual(now.status, 0, "the default branch's policy is the server's from now on");
});

test("a server: a policy that its configuration names comes before the default branch's", async () => {
  const work = published();
  await install(work.server, "pre-receive");
  spoil(work);
  work.repository.git("checkout", "--quiet", "-b", "rules");
  work.repository.write("policy.yaml", "extends: adopt\n");
  work.repository.commit("the policy");
  work.repository.git("push", "--quiet", "origin", "rules");
  work.repository.git("tag", "-a", "v1.1.0", "-m", "two", "main");
  strictEqual(work.git("push", "origin", "v1.1.0").status, 1);
  git(work.server, "config", "tagproof.policy", "rules:policy.yaml");
  const { status, stderr } = work.git("push", "origin", "v1.1.0");
  strictEqual(status, 0, stderr);
  git(work.server, "config", "tagproof.policy", "rules:gone.yaml");
  work.repository.git("tag", "-a", "v1.2.0", "-m", "three", "main~1");
  strictEqual(work.git("push", "origin", "v1.2.0").status, 1, "a broken policy stops a tag");
  strictEqual(work.git("push", "origin", "main").status, 0, "and no branch");
});

test.run();
