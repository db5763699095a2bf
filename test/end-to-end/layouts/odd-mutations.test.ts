// A release with all that is odd about it, and one thing done to it: each refused by one rule alone, or by none.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { foundBy } from "../../helpers/audit.ts";
import { openMutants, type Mutate } from "../../helpers/layout-mutants.ts";
import { pipeline, stage } from "../../helpers/layout.ts";
import { edit } from "../../helpers/numbered-case.ts";
import type { TestRepository } from "../../helpers/repository.ts";

const mutations = suite("end-to-end/layouts/odd-mutations");

const NFC = "caf\u00e9";
const NFD = "cafe\u0301";

const FILES = {
  ".dvcignore": "*.log\n",
  "data/a/b/c/1.txt": "1\n",
  "data/a/2.txt": "2\n",
  "eu/in.txt": "1\n",
  "us/in.txt": "2\n",
  "eu/params.yaml": "local: 1\n",
  "us/params.yaml": "local: 2\n",
  "conf/deep/p.yaml": "a: {b: [1, {c: null}]}\r\nd.e: 1\r\n",
  "src/code.py": "1\n",
  "src/run.log": "1\n",
  "src/sub/tool.sh": "1\n",
  [`src/${NFC}.txt`]: "1\n",
  "params.yaml":
    "jobs:\n  eu: {dir: eu, lr: 1.0}\n  us: {dir: us, lr: 1e-05}\nbig: 9007199254740993\nkinds: [fast, slow]\nflags: {on: true, n: {1: x}}\n",
  "dvc.yaml": pipeline(
    [
      stage(
        "part",
        "mkdir -p part/x/y && cp data/a/b/c/1.txt part/x/y/1 && cp data/a/2.txt part/x/2",
        "deps: [data/a/b, data/a/2.txt]",
        "outs: [part]",
      ),
      stage(
        "code",
        "ls src > code.txt",
        "deps: [src]",
        "params: [{conf/deep/p.yaml: }, big, flags.n.1]",
        "outs: [code.txt]",
      ),
      stage(
        "git",
        "mkdir -p kept/sub && echo 1 > kept/sub/é.txt && echo 2 > kept/a.txt",
        "deps: [part/x/y]",
        "outs: [{kept: {cache: false}}]",
      ),
      stage(
        "end",
        "cat kept/a.txt > end.json",
        "deps: [kept/a.txt, code.txt, each-eu.txt]",
        "metrics: [{end.json: {cache: false}}]",
      ),
    ],
    "  each:\n    foreach: ${jobs}\n    do:\n      wdir: ${item.dir}\n      cmd: cat in.txt > ../each-${key}.txt && echo ${item.lr}\n      deps: [in.txt]\n      params: [local, {../params.yaml: ['jobs.${key}.lr']}]\n      outs: ['../each-${key}.txt']\n  grid:\n    matrix:\n      job: [eu, us]\n      kind: ${kinds}\n    cmd: cat each-${item.job}.txt > g-${key}.txt\n    deps: ['each-${item.job}.txt']\n    outs:\n    - g-${key}.txt:\n        cache: false\n",
  ),
  "sub/deep/dvc.yaml":
    "stages:\n  s:\n    cmd: mkdir -p out/x && cp ../../end.json out/x/m.bin\n    deps: [../../end.json]\n    outs: [out]\nartifacts:\n  mod: {path: out/x/m.bin, type: model}\n",
};

/** A stage of a lock with something else in it. */
function inStage(name: string, from: string | RegExp, to: string, file = "dvc.lock"): Mutate {
  return (it) => {
    const lock = it.read(file);
    const start = lock.indexOf(`\n  ${name}:\n`) + 1;
    assert.ok(start > 0, name);
    const next = /\n {2}\S/.exec(lock.slice(start + 1))?.index;
    const end = next === undefined ? lock.length : start + 1 + next;
    const before = lock.slice(start, end);
    const after = before.replace(from, to);
    assert.notEqual(after, before, `${name}: ${String(from)}`);
    it.write(file, lock.slice(0, start) + after + lock.slice(end));
  };
}

const path = (it: TestRepository, name: string): string => join(it.directory, name);
const OTHER = "0123456789abcdef0123456789abcdef";
const sumOf = (name: string): RegExp =>
  new RegExp(`(path: ${name}\\n\\s+hash: md5\\n\\s+md5: )\\w{32}`);

const MUTATIONS: Readonly<Record<string, readonly [mutate: Mutate, ...refusedBy: string[]]>> = {
  "nothing is done": [() => {}],
  "a file that .dvcignore names is changed": [(it) => it.write("src/run.log", "2\n")],
  "a file gets the executable bit": [(it) => chmodSync(path(it, "src/sub/tool.sh"), 0o755)],
  "an empty directory appears in a dep": [(it) => mkdirSync(path(it, "src/none"))],
  "a file beside the deps appears": [(it) => it.write("data.txt", "x\n")],
  "a param is spelled otherwise": [(it) => edit(it, "params.yaml", "lr: 1e-05", "lr: 0.00001")],
  "a params file gets LF": [
    (it) => it.write("conf/deep/p.yaml", "a: {b: [1, {c: null}]}\nd.e: 1\n"),
  ],
  "a comment is put into dvc.yaml": [(it) => it.write("dvc.yaml", `# x\n${it.read("dvc.yaml")}`)],
  "the lock gets CRLF": [
    (it) => it.write("dvc.lock", it.read("dvc.lock").replaceAll("\n", "\r\n")),
  ],
  "a file deep in a dep is changed": [
    (it) => it.write("src/sub/tool.sh", "2\n"),
    "lock/deps-match differs",
  ],
  "a file of a dep is renamed": [
    (it) => renameSync(path(it, "src/code.py"), path(it, "src/Code.py")),
    "lock/deps-match differs",
  ],
  "a file of a dep is spelled in another normal form": [
    (it) => renameSync(path(it, `src/${NFC}.txt`), path(it, `src/${NFD}.txt`)),
  ],
  "a file of a dep becomes a link to the same bytes": [
    (it) => {
      rmSync(path(it, "src/code.py"));
      it.write("code.py", "1\n");
      symlinkSync("../code.py", path(it, "src/code.py"));
    },
  ],
  "a file of a dep becomes a link to other bytes": [
    (it) => {
      rmSync(path(it, "src/code.py"));
      it.write("code.py", "2\n");
      symlinkSync("../code.py", path(it, "src/code.py"));
    },
    "lock/deps-match differs",
  ],
  "a nested DVC project appears in a dep": [(it) => it.write("src/other/.dvc/config", "")],
  "a file of a git-kept directory is changed": [
    (it) => it.write("kept/sub/é.txt", "2\n"),
    "lock/outs-match differs",
  ],
  "a file of a git-kept directory that the next stage reads is changed": [
    (it) => it.write("kept/a.txt", "3\n"),
    "lock/outs-match differs",
  ],
  "a file is put into a git-kept directory": [
    (it) => it.write("kept/more.txt", "2\n"),
    "lock/outs-match differs",
  ],
  "the param of one item is changed": [
    (it) => edit(it, "us/params.yaml", "local: 2", "local: 3"),
    "lock/params-match differs",
  ],
  "a templated value that is a param, too, is changed": [
    (it) => edit(it, "params.yaml", "lr: 1.0", "lr: 2.0"),
    "lock/commands-match differs",
    "lock/params-match differs",
  ],
  "a number changes in its last digit": [
    (it) => edit(it, "params.yaml", "9007199254740993", "9007199254740992"),
    "lock/params-match differs",
  ],
  "an item is added to a matrix": [
    (it) => edit(it, "params.yaml", "[fast, slow]", "[fast, slow, new]"),
    "lock/covers-pipeline neverRun",
  ],
  "an item is taken from a matrix": [(it) => edit(it, "params.yaml", "[fast, slow]", "[fast]")],
  "a null in a wholly tracked file becomes false": [
    (it) => edit(it, "conf/deep/p.yaml", "null", "false"),
    "lock/params-match differs",
  ],
  "the dep inside of a cached directory is another": [
    inStage("git", /md5: \w{32}\.dir/, `md5: ${OTHER}.dir`),
    "lock/chain-holds broken",
  ],
  "a stage of a matrix read something else": [
    inStage("grid@us-slow", sumOf("each-us.txt"), `$1${OTHER}`),
    "lock/chain-holds broken",
  ],
  "data deep in an added directory is another for its reader": [
    inStage("part", sumOf("data/a/2.txt"), `$1${OTHER}`),
    "lock/chain-holds broken",
  ],
  "another directory was added": [
    (it) => edit(it, "data.dvc", /md5: \w{32}\.dir/, `md5: ${OTHER}.dir`),
  ],
  "the stage in the sub-directory read something else": [
    inStage("s", sumOf("../../end.json"), `$1${OTHER}`, "sub/deep/dvc.lock"),
    "lock/chain-holds broken",
  ],
  "the metric is edited, and the stage that reads it is not run": [
    (it) => it.write("end.json", "3\n"),
    "lock/outs-match differs",
  ],
  "the artifact lies where its directory has nothing": [
    (it) => edit(it, "sub/deep/dvc.yaml", "path: out/x/m.bin", "path: out/x/n.bin"),
    "artifact/resolves missing",
  ],
  "the working directory of a stage is another": [
    (it) => edit(it, "params.yaml", "us: {dir: us", "us: {dir: eu"),
    "lock/params-match differs",
    "lock/deps-match differs",
  ],
  "two outs of a stage are exchanged": [
    (it) => {
      const [fast, slow] = ["eu-fast", "us-fast"].map((name) => it.read(`g-${name}.txt`));
      it.write("g-eu-fast.txt", slow!);
      it.write("g-us-fast.txt", fast!);
    },
    "lock/outs-match differs",
    "lock/outs-match differs",
  ],
};

const audited = openMutants(
  mutations,
  {
    files: FILES,
    prepare: async ({ dvc }) => {
      await dvc("add", "data");
      await dvc("repro", "--all-pipelines");
    },
  },
  "sub/deep=mod@v1.0.0",
);

for (const [name, [mutate, ...refusedBy]] of Object.entries(MUTATIONS)) {
  mutations(name, async () => {
    const release = await audited(mutate);
    const texts = release.findings.map(({ level, rule, text }) => `${level} ${rule} ${text}`);
    assert.deepEqual(foundBy(release), refusedBy, texts.join("\n"));
  });
}

mutations.run();
