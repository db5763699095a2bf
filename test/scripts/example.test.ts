// The example repository that end-to-end tests and the demo share: it is what it says it is.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { parse } from "yaml";
import { createPipelineRepository, runDvc, runGto } from "../helpers/dvc.ts";

const example = suite("scripts/example");

interface Manifest {
  release: string;
  files: { path: string; role: string; size: number; sha256: string }[];
}

example("is a clean checkout of one commit, and DVC agrees with its lock", () => {
  const repository = createPipelineRepository();
  assert.equal(repository.git("status", "--porcelain"), "");
  assert.equal(repository.git("rev-list", "--count", "HEAD"), "1");
  assert.deepEqual(JSON.parse(repository.dvc("status", "--no-updates", "--json")), {});
});

example("records four stages and the data in its lock", () => {
  const repository = createPipelineRepository();
  const lock = parse(repository.read("dvc.lock")) as { stages: Record<string, unknown> };
  assert.deepEqual(Object.keys(lock.stages).toSorted(), [
    "evaluate",
    "prepare",
    "publish",
    "train",
  ]);
  assert.match(repository.read("data/raw.csv.dvc"), /md5: [0-9a-f]{32}/);
});

example("publishes a bundle that git tracks and its manifest describes", () => {
  const repository = createPipelineRepository();
  const tracked = repository.git("ls-files", "publish").split("\n");
  const names = ["manifest.json", "metrics.json", "model.json", "params.yaml", "review.md"];
  assert.deepEqual(
    tracked,
    names.map((name) => `publish/v1/${name}`),
  );
  const manifest = JSON.parse(repository.read("publish/v1/manifest.json")) as Manifest;
  assert.equal(manifest.release, "v1");
  assert.deepEqual(
    manifest.files.map((file) => file.path).toSorted(),
    names.filter((name) => name !== "manifest.json"),
  );
  for (const file of manifest.files) {
    const bytes = readFileSync(join(repository.directory, "publish/v1", file.path));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256);
    assert.equal(bytes.length, file.size);
  }
});

example("has metrics that depend on the threshold", () => {
  const repository = createPipelineRepository();
  const before = JSON.parse(repository.read("metrics.json")) as Record<string, number>;
  repository.write(
    "params.yaml",
    repository.read("params.yaml").replace("threshold: 0.5", "threshold: 0.65"),
  );
  assert.match(repository.dvc("status", "--no-updates"), /decision\.threshold/);
  repository.dvc("repro", "--quiet", "evaluate");
  const after = JSON.parse(repository.read("metrics.json")) as Record<string, number>;
  assert.equal(before["threshold"], 0.5);
  assert.equal(after["threshold"], 0.65);
  assert.notEqual(after["recall"], before["recall"]);
});

example("keeps its data in a remote, so that a clone can restore it", () => {
  const repository = createPipelineRepository();
  assert.ok(existsSync(join(repository.storage, "files", "md5")));
  const clone = join(repository.storage, "..", "clone");
  repository.git("clone", "--quiet", repository.directory, clone);
  runDvc(clone, "pull", "--quiet");
  assert.ok(existsSync(join(clone, "data/raw.csv")));
  assert.deepEqual(JSON.parse(runDvc(clone, "status", "--no-updates", "--json")), {});
});

example("declares an artifact that GTO can release and promote", () => {
  const { directory, git } = createPipelineRepository();
  runGto(directory, "register", "default-risk");
  runGto(directory, "assign", "default-risk", "--version", "v0.0.1", "--stage", "prod");
  assert.deepEqual(git("tag", "--list").split("\n").toSorted(), [
    "default-risk#prod#1",
    "default-risk@v0.0.1",
  ]);
  assert.match(runGto(directory, "show", "--json"), /"default-risk"[\s\S]*"v0\.0\.1"/);
});

example("gives every caller a copy of its own", () => {
  const [one, other] = [createPipelineRepository(), createPipelineRepository()];
  one.write("params.yaml", "train: {}\n");
  assert.match(other.read("params.yaml"), /threshold: 0\.5/);
  assert.notEqual(one.directory, other.directory);
  assert.equal(one.git("rev-parse", "HEAD"), other.git("rev-parse", "HEAD"));
});

example.run();
