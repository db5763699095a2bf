// Listings of DVC's cache: real DVC writes them, and a listing with another hash is no evidence.

import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { readListing } from "../../../lib/dvc/store/cache.ts";
import { auditTag, foundBy } from "../../helpers/audit.ts";
import {
  createPipelineRepository,
  dvcEnvironment,
  type PipelineRepository,
} from "../../helpers/dvc.ts";

const cache = suite("dvc/store/cache");

/** A stage that writes a directory, and one that reads a single file of it. */
function withDirectory(): PipelineRepository {
  const repository = createPipelineRepository();
  repository.write(
    "dir/dvc.yaml",
    [
      "stages:",
      "  make:",
      "    cmd: mkdir -p out && echo 1 > out/a.txt && cat seed.txt > out/b.txt",
      "    deps: [seed.txt]",
      "    outs: [out]",
      "  read:",
      "    cmd: cat out/b.txt > read.txt",
      "    deps: [out/b.txt]",
      "    outs: [{read.txt: {cache: false}}]",
      "",
    ].join("\n"),
  );
  repository.write("dir/seed.txt", "one\n");
  repository.dvc("repro", "--quiet", "dir/dvc.yaml");
  return repository;
}

function hashOf(repository: PipelineRepository): string {
  return /md5: (\w+\.dir)/.exec(repository.read("dir/dvc.lock"))?.[1] ?? "";
}

cache("reads what DVC wrote, and nothing else", async () => {
  const repository = withDirectory();
  const hash = hashOf(repository);
  const listing = await readListing(repository.directory, hash);
  assert.deepEqual(
    listing?.map(({ path }) => path),
    ["a.txt", "b.txt"],
  );
  assert.equal(await readListing(repository.directory, `${"0".repeat(32)}.dir`), null);
  assert.equal(await readListing(repository.directory, "../../etc/passwd.dir"), null);
  const file = join(repository.directory, ".dvc/cache/files/md5", hash.slice(0, 2), hash.slice(2));
  chmodSync(file, 0o644);
  writeFileSync(file, '[{"md5": "00000000000000000000000000000000", "relpath": "a.txt"}]');
  assert.equal(await readListing(repository.directory, hash), null);
});

cache("compares a file inside of a cached directory with what the stage read", async () => {
  const repository = withDirectory();
  repository.commit("one");
  repository.git("tag", "-a", "v1.0.0", "-m", "good");
  const good = await auditTag(repository.directory, "v1.0.0", dvcEnvironment());
  assert.deepEqual(foundBy(good), []);
  repository.write("dir/seed.txt", "two\n");
  repository.dvc("repro", "--quiet", "--single-item", "dir/dvc.yaml:make");
  repository.commit("two");
  repository.git("tag", "-a", "v1.1.0", "-m", "bad");
  const bad = await auditTag(repository.directory, "v1.1.0");
  assert.deepEqual(foundBy(bad), ["lock/chain-holds broken"]);
  assert.ok(bad.findings[0]?.text.includes("dir/out/b.txt"), bad.findings[0]?.text);
});

cache.run();
