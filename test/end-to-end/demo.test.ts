// The demo of the README: a good push passes, the deceptive one is refused for its reason, the repair passes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { dvcEnvironment } from "../helpers/dvc.ts";

const demo = suite("end-to-end/demo");

function run(...options: string[]): { output: string; left: string[]; directory: string } {
  const directory = join(temporaryDirectory(), "tmp");
  mkdirSync(directory);
  const child = spawnSync(process.execPath, ["dist/scripts/demo.js", ...options], {
    env: dvcEnvironment({ TMPDIR: directory }),
    encoding: "utf8",
  });
  assert.equal(child.status, 0, child.stderr);
  return { output: `${child.stdout}\n${child.stderr}`, left: readdirSync(directory), directory };
}

demo("shows the refusal that a user sees, its repair, and leaves nothing behind", () => {
  const { output, left } = run();
  assert.match(output, /^v1\.0\.0 passed$/m);
  assert.match(output, /^v1\.1\.0 refused: its metrics come from another run than its params$/m);
  const words = output.replaceAll(/\s+/g, " ");
  assert.match(
    words,
    /publish\/v1\/metrics\.json was measured with decision\.threshold = 0\.65 \(stage evaluate, dvc\.lock:\d+\)/,
  );
  assert.match(
    words,
    /this release promotes decision\.threshold = 0\.5 \(publish\/v1\/params\.yaml:5\)/,
  );
  assert.match(words, /They are the metrics of [0-9a-f]{7} \(\d{4}-\d\d-\d\d, "threshold 0\.65"\)/);
  assert.match(output, /git push origin main$/m);
  assert.match(output, /^v1\.1\.0 passed$/m);
  assert.deepEqual(
    left.filter((name) => name.startsWith("tagproof-demo")),
    [],
  );
});

demo("keeps the repository when asked", () => {
  const { left, directory } = run("--keep");
  const [kept = ""] = left.filter((name) => name.startsWith("tagproof-demo"));
  assert.ok(existsSync(join(directory, kept, "repository", ".git", "hooks", "pre-push")));
});

demo.run();
