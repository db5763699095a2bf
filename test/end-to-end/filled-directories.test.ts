// A directory that a stage reads and that others write into: what DVC hashes of it is what is put together here.

import assert from "node:assert/strict";
import { suite } from "uvu";
import type { ReleaseReport } from "../../lib/report.ts";
import { auditTag } from "../helpers/audit.ts";
import { dvcEnvironment, runDvc } from "../helpers/dvc.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";

const filled = suite("end-to-end/filled-directories");

const STAGES = {
  files: "mkdir -p data/all/sub && cp raw.txt data/all/sub/b.csv",
  directory: "mkdir -p data/all/d/x && cp raw.txt data/all/d/x/1 && touch data/all/d/left.tmp",
  empty: "mkdir -p data/all/empty",
  numbers: "cp raw.txt data/all/m.txt",
};

const OUTS = {
  files: "data/all/sub/b.csv",
  directory: "data/all/d",
  empty: "data/all/empty",
  numbers: "data/all/m.txt: {cache: false}",
};

/** Outs of each kind, data of a pointer file, files of git, ignored ones and a repository of its own in one directory. */
function ran(): TestRepository {
  const repository = createRepository();
  const { directory, write } = repository;
  runDvc(directory, "init", "--quiet");
  write("raw.txt", "one\n");
  write(".dvcignore", "*.tmp\n");
  write("data/all/left.tmp", "ignored\n");
  write("data/all/keep.txt", "kept\n");
  write("data/all/nested/.dvc/config", "");
  write("data/all/nested/file", "of another repository\n");
  write("data/all/\u00e9 1.csv", "added\n");
  runDvc(directory, "add", "--quiet", "data/all/\u00e9 1.csv");
  const stages = Object.entries(STAGES).map(([name, command]) => {
    const out = OUTS[name as keyof typeof OUTS];
    return `  ${name}:\n    cmd: ${command}\n    deps: [raw.txt]\n    outs:\n    - ${out}\n`;
  });
  write(
    "dvc.yaml",
    `stages:\n${stages.join("")}  train:\n    cmd: ls data/all > model.txt\n    deps: [data/all]\n    outs:\n    - model.txt: {cache: false}\n`,
  );
  runDvc(directory, "repro", "--quiet");
  return repository;
}

function release(repository: TestRepository, name: string): Promise<ReleaseReport> {
  repository.commit(name);
  repository.git("tag", "-a", "-m", name, name);
  return auditTag(repository.directory, name, dvcEnvironment());
}

filled("passes what DVC hashed, and refuses it where one out was made again since", async () => {
  const repository = ran();
  const good = await release(repository, "v1.0.0");
  assert.equal(good.verdict, "passed");
  assert.deepEqual(
    good.findings.filter(({ level }) => level !== "note").map(({ text }) => text),
    [],
  );
  assert.deepEqual(good.notVerified, []);
  repository.write(
    "dvc.yaml",
    repository.read("dvc.yaml").replace("cp raw.txt data/all/sub", "wc raw.txt > data/all/sub"),
  );
  runDvc(repository.directory, "repro", "--quiet", "files");
  const stale = await release(repository, "v1.1.0");
  assert.deepEqual(
    stale.findings.filter(({ level }) => level !== "note").map(({ rule, key }) => `${rule} ${key}`),
    ["lock/chain-holds filledElse"],
  );
});

filled.run();
