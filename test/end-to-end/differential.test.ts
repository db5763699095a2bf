// Our reading of dvc.yaml and of params against DVC's own, on generated cases: they must agree.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import { dvcEnvironment } from "../helpers/dvc.ts";

const differential = suite("end-to-end/differential");
const CASES = 500;

differential(`agrees with DVC on ${CASES} generated cases`, () => {
  // Another seed a day: over time CI sees many more cases than these.
  const seed = Math.floor(Date.now() / 86_400_000);
  const args = ["dist/scripts/differential.js", "--cases", String(CASES), "--seed", String(seed)];
  const child = spawnSync(process.execPath, args, { env: dvcEnvironment(), encoding: "utf8" });
  assert.match(
    child.stdout,
    new RegExp(`^${CASES} cases, 0 disagreements$`, "m"),
    `seed ${seed}\n${child.stdout}${child.stderr}`,
  );
  assert.equal(child.status, 0);
});

differential.run();
