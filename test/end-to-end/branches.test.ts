// Real pushes of release branches through the installed hooks: only what a release tag names arrives.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { createProject, lockNow } from "../helpers/pipeline.ts";
import { runProgram } from "../helpers/program.ts";
import { pushFrom, wire, type Work } from "../helpers/push.ts";
import { isolatedEnvironment, type TestRepository } from "../helpers/repository.ts";

const branches = suite("end-to-end/branches");

const POLICY = "releases:\n  branches: ['release/*']\n";

/** `v1.0.0` is a good release; HEAD has no name. */
function released(policy = POLICY): TestRepository {
  const repository = createProject();
  repository.write(".tagproofrc", policy);
  repository.write("params.yaml", "lr: 0.1\n");
  repository.write("model.json", '{"weight": 1}\n');
  const params = { "params.yaml": { lr: 0.1 } };
  lockNow(repository, [{ name: "train", params, outs: ["model.json"] }]);
  repository.commit("a run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  repository.write("notes.txt", "more\n");
  repository.commit("notes");
  return repository;
}

function pushAll({ push }: Pick<Work, "push">): void {
  const nameless = push("origin", "HEAD:refs/heads/release/1");
  assert.deepEqual([nameless.code, nameless.arrived], [1, []], nameless.stderr);
  assert.match(nameless.stderr, /^this push refused: a release branch would stand at a commit/m);
  assert.match(nameless.stderr, /release\/1 would stand at [0-9a-f]{12}/);
  assert.match(nameless.stderr, /repair {2}tag the commit/);
  assert.deepEqual(push("origin", "HEAD:refs/heads/work").arrived, ["work"]);
  const both = push("origin", "v1.0.0^{commit}:refs/heads/release/1", "v1.0.0");
  assert.deepEqual([both.code, both.arrived], [0, ["release/1", "work", "v1.0.0"]], both.stderr);
  const moved = push("origin", "HEAD:refs/heads/release/1");
  assert.equal(moved.code, 1, "moved to what has no name");
}

branches("pre-push: from a plain repository", () => pushAll(wire(released())));

branches("pre-push: from a linked worktree, whose hooks are the repository's", () => {
  const work = wire(released());
  const linked = join(temporaryDirectory(), "linked");
  work.repository.git("worktree", "add", "--quiet", "--detach", linked);
  pushAll({ push: (...args) => pushFrom(linked, args) });
});

branches("pre-push: where core.hooksPath leads elsewhere, and from a directory below", () => {
  const repository = released();
  repository.git("config", "core.hooksPath", "tools/hooks");
  const work = wire(repository);
  assert.ok(existsSync(join(repository.directory, "tools/hooks/pre-push")));
  repository.write("deep/er/file", "");
  pushAll({ push: (...args) => pushFrom(join(repository.directory, "deep/er"), args) });
  assert.ok(existsSync(join(work.home, "branches")));
});

branches("a tag that is only here is told, and stops nothing", () => {
  const { push } = wire(released());
  const { code, stderr, arrived } = push("origin", "v1.0.0^{commit}:refs/heads/release/1");
  assert.deepEqual([code, arrived], [0, ["release/1"]]);
  assert.match(stderr, /release\/1 is v1\.0\.0 here, and this push does not bring v1\.0\.0/);
});

branches("a waiver lets a nameless commit through, and is recorded", () => {
  const { repository, home } = wire(released());
  const waiver = "tagproof.waive=release/1 release/named: agreed in #41";
  repository.git("-c", waiver, "push", "--quiet", "origin", "HEAD:refs/heads/release/1");
  assert.ok(existsSync(join(home, "ledger.jsonl")));
});

branches(
  "what the policy says is written down by install alone, and doctor sees that it is old",
  () => {
    const { repository, push, home } = wire(released("releases: {}\n"));
    assert.equal(existsSync(join(home, "branches")), false);
    repository.write(".tagproofrc", POLICY);
    repository.commit("policy");
    assert.equal(push("origin", "HEAD:refs/heads/release/1").code, 0, "not looked at yet");
    assert.match(runProgram(repository.directory, ["doctor"]).stdout, /releases\.branches changed/);
    assert.equal(runProgram(repository.directory, ["install", "--hooks", "pre-push"]).code, 0);
    assert.doesNotMatch(runProgram(repository.directory, ["doctor"]).stdout, /releases\.branches/);
    assert.equal(push("origin", "HEAD:refs/heads/release/2").code, 1);
    repository.write(".tagproofrc", "releases: {}\n");
    assert.equal(runProgram(repository.directory, ["install", "--hooks", "pre-push"]).code, 0);
    assert.equal(existsSync(join(home, "branches")), false, "and taken away again");
  },
);

branches(
  "a broken policy keeps no branch from going, and install says what it does not know",
  () => {
    const { repository, push } = wire(released());
    repository.write(".tagproofrc", "relases: {}\n");
    const pushed = push("origin", "HEAD:refs/heads/release/1");
    assert.deepEqual([pushed.code, pushed.arrived], [0, ["release/1"]]);
    assert.match(pushed.stderr, /relases/);
    const { code, stdout } = runProgram(repository.directory, ["install", "--hooks", "pre-push"]);
    assert.equal(code, 0);
    assert.match(stdout, /The policy cannot be read/);
  },
);

branches("pre-receive: the server asks the same, and knows which tags it has", () => {
  const repository = released();
  const server = join(temporaryDirectory(), "server.git");
  repository.git("init", "--quiet", "--bare", "--initial-branch=main", server);
  repository.git("remote", "add", "origin", server);
  repository.git("push", "--quiet", "origin", "main");
  const install = runProgram(server, ["install", "--server", server]);
  assert.equal(install.code, 0, install.stderr);
  const push = (...args: string[]) => pushFrom(repository.directory, args, isolatedEnvironment());
  const early = push("origin", "v1.0.0^{commit}:refs/heads/release/1");
  assert.equal(early.code, 1, "the server does not have the tag");
  assert.match(early.stderr, /release\/1 would stand at/);
  assert.equal(push("origin", "v1.0.0").code, 0);
  const late = push("origin", "v1.0.0^{commit}:refs/heads/release/1");
  assert.deepEqual([late.code, late.stderr], [0, ""]);
  assert.equal(push("origin", "HEAD:refs/heads/release/1").code, 1);
  assert.equal(push("origin", "HEAD:refs/heads/work").code, 0);
});

branches.run();
