// The installed bundle reads every format without node_modules, and never runs those of the checkout.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { createRepository, isolatedEnvironment } from "../helpers/repository.ts";

const bundle = suite("end-to-end/bundle");

const FILES = {
  "params.yaml": "train: {lr: 0.1, layers: [1, 2]}\n",
  "params.toml": "[train]\nlr = 0.1\n",
  "params.py": "LR = 0.1\n",
};

function lockOf(md5: string): string {
  return [
    "schema: '2.0'",
    "stages:",
    "  train:",
    "    cmd: ./train",
    "    deps:",
    `    - {path: code.sh, hash: md5, md5: '${md5}', size: 5}`,
    "    params:",
    "      params.yaml: {train.lr: 0.1}",
    "      params.py: {LR: 0.1}",
    "      params.toml: {train.lr: 0.1}",
    "",
  ].join("\n");
}

const PIPELINE = [
  "stages:",
  "  train:",
  "    cmd: ./train",
  "    deps: [code.sh]",
  "    params: [train.lr, {params.toml: [train.lr]}, {params.py: [LR]}]",
  "",
].join("\n");

bundle("reads flow style, TOML and Python, and leaves the checkout's packages alone", () => {
  const repository = createRepository();
  for (const [path, text] of Object.entries(FILES)) repository.write(path, text);
  repository.write("code.sh", "code\n");
  repository.write(".dvc/config", "");
  repository.write("dvc.yaml", PIPELINE);
  repository.write("dvc.lock", lockOf(createHash("md5").update("code\n").digest("hex")));
  for (const name of ["yaml", "smol-toml", "@lezer/python", "typescript", "execa", "picomatch"]) {
    const trap = `require("node:fs").writeFileSync(${JSON.stringify(join(repository.directory, "trapped"))}, "")`;
    repository.write(`node_modules/${name}/index.js`, trap);
    repository.write(
      `node_modules/${name}/package.json`,
      `{"name": "${name}", "main": "index.js"}`,
    );
  }
  repository.commit("release");
  repository.git("tag", "-a", "v1.0.0", "-m", "release");
  const home = join(repository.directory, ".git", "tagproof");
  cpSync("dist/bundle", home, { recursive: true });
  const audit = [join(home, "tagproof.cjs"), "audit", "v1.0.0", "--format", "json"];
  const child = spawnSync(process.execPath, audit, {
    cwd: repository.directory,
    env: isolatedEnvironment({ HOME: temporaryDirectory() }),
    encoding: "utf8",
  });
  assert.equal(child.status, 0, child.stderr + child.stdout);
  const { releases } = JSON.parse(child.stdout) as {
    releases: { rulesRun: string[]; findings: { key: string }[] }[];
  };
  assert.deepEqual(
    releases[0]?.findings.map(({ key }) => key),
    ["first"],
    "a note",
  );
  assert.ok(releases[0]?.rulesRun.includes("lock/params-match"));
  assert.equal(existsSync(join(repository.directory, "trapped")), false);
});

bundle.run();
