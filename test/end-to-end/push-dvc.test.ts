// Pushes of a repository that real DVC made, where the hook asks DVC.

import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { createPipelineRepository, dvcEnvironment } from "../helpers/dvc.ts";
import { pushFrom, wire } from "../helpers/push.ts";

const push = suite("end-to-end/push-dvc");

push("git's own variables confuse neither git nor DVC, whose answer the policy requires", () => {
  const repository = createPipelineRepository();
  repository.write(".tagproofrc", "dvc: {status: required}\n");
  repository.commit("DVC has to answer");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const environment = dvcEnvironment();
  wire(repository, environment);
  const linked = join(temporaryDirectory(), "linked");
  repository.git("worktree", "add", "--quiet", "--detach", linked, "v1.0.0");
  const first = pushFrom(linked, ["origin", "v1.0.0"], environment);
  assert.deepEqual([first.code, first.arrived], [0, ["v1.0.0"]], first.stderr);
  repository.git("push", "--quiet", "--no-verify", "origin", ":refs/tags/v1.0.0");
  const second = pushFrom(repository.directory, ["origin", "v1.0.0"], environment);
  assert.deepEqual([second.code, second.arrived], [0, ["v1.0.0"]], second.stderr);
  repository.git("tag", "-a", "-m", "released", "v1.0.1");
  const withoutDvc = pushFrom(repository.directory, ["origin", "v1.0.1"]);
  assert.equal(withoutDvc.code, 1, "the same push without DVC shows that it was asked");
  assert.match(withoutDvc.stderr, /no dvc was found/);
});

push.run();
