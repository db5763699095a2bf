// The command line on what it cannot work with: one clear error, the right exit code, no stack.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { createProject, lockNow } from "../helpers/pipeline.ts";
import { runProgram, type ProgramRun } from "../helpers/program.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";
import { pathOf } from "../hooks/shells.ts";

const bad = suite("end-to-end/bad-input");

function released(): TestRepository {
  const repository = createProject();
  repository.write("model.json", "{}\n");
  lockNow(repository, [{ name: "train", outs: ["model.json"] }]);
  repository.commit("a run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return repository;
}

/** One error: its first line names the program, further ones are indented; no stack, nothing on stdout. */
function assertError(run: ProgramRun, code: number, ...says: readonly RegExp[]): void {
  assert.equal(run.code, code, run.stderr + run.stdout);
  assert.equal(run.stdout, "");
  assert.match(run.stderr, /^tagproof: \S/);
  assert.equal(run.stderr.match(/^tagproof: /gm)?.length, 1, run.stderr);
  assert.doesNotMatch(run.stderr, /^\s+at |node:internal|\[object|undefined|this is a bug/m);
  for (const pattern of says) assert.match(run.stderr.replaceAll(/\s+/g, " "), pattern);
}

const shared = released();

bad("is fine where nothing is wrong", () => {
  const { code, stdout, stderr } = runProgram(shared.directory, ["audit"]);
  assert.deepEqual([code, stderr], [0, ""], stdout);
  assert.match(stdout, /^v1\.0\.0 passed$/m);
});

bad("not a repository", () => {
  const directory = temporaryDirectory();
  const here = new RegExp(
    `${directory.split("/").at(-1)}.*not.*git repository|not a git repository`,
    "i",
  );
  assertError(runProgram(directory, ["audit"]), 2, here);
  assertError(runProgram(directory, ["install"]), 2, here);
});

const POLICIES: readonly (readonly [why: string, file: string, text: string, ...says: RegExp[]])[] =
  [
    [
      "an unknown key",
      ".tagproofrc",
      "extends: strict\nrelases: {}\n",
      /\.tagproofrc:2: /,
      /relases/,
      /releases/,
    ],
    [
      "an unknown key in JSON",
      ".tagproofrc.json",
      '{\n  "bundel": {}\n}\n',
      /\.tagproofrc\.json:2: /,
      /bundle/,
    ],
    [
      "an unknown key in TOML",
      "pyproject.toml",
      "[tool.tagproof]\nextend = 1\n",
      /pyproject\.toml:2: /,
      /extends/,
    ],
    [
      "an unknown key in package.json",
      "package.json",
      '{"tagproof": {\n"rule": {}}}\n',
      /package\.json:2: /,
      /rules/,
    ],
    [
      "an unknown rule",
      ".tagproofrc.yaml",
      "rules:\n  lock/outs-mach: error\n",
      /\.tagproofrc\.yaml:2: /,
      /lock\/outs-match/,
    ],
    [
      "an unknown level",
      ".tagproofrc",
      "rules:\n  lock/outs-match: eror\n",
      /\.tagproofrc:2: /,
      /error/,
    ],
    ["an unknown preset", ".tagproofrc", "extends: strickt\n", /\.tagproofrc:1: /, /strict/],
    [
      "a value of another kind",
      ".tagproofrc",
      "releases:\n  ignore: 5\n",
      /\.tagproofrc:2: /,
      /releases\.ignore/,
    ],
    ["YAML that is cut off", ".tagproofrc", "rules:\n  a: [1,\n", /\.tagproofrc:\d+: /],
    ["JSON that is cut off", ".tagproofrc.json", '{"rules": {', /\.tagproofrc\.json:1: /],
    [
      "conflict markers",
      ".tagproofrc",
      "<<<<<<< HEAD\nextends: strict\n=======\n>>>>>>> b\n",
      /\.tagproofrc:1: /,
    ],
    ["a key twice", ".tagproofrc", "extends: strict\nextends: adopt\n", /\.tagproofrc:2: /],
  ];

for (const [why, file, text, ...says] of POLICIES) {
  bad(`a policy with ${why}`, () => {
    const repository = createRepository();
    repository.write(file, text);
    repository.commit("first");
    assertError(runProgram(repository.directory, ["audit"]), 2, ...says);
  });
}

bad("two mistakes of a policy at once, each with its line", () => {
  const repository = createRepository();
  repository.write(".tagproofrc", "relases: {}\nrules:\n  lock/outs-mach: error\n");
  repository.commit("first");
  const run = runProgram(repository.directory, ["audit"]);
  assertError(run, 2, /\.tagproofrc:1: .*\.tagproofrc:3: /);
});

bad("a policy that cannot be read", () => {
  const repository = createRepository();
  repository.commit("first");
  const { directory } = repository;
  assertError(runProgram(directory, ["audit", "--config", "none.yaml"]), 2, /none\.yaml/);
  assertError(
    runProgram(directory, ["audit", "--config", "/dev/null"]),
    2,
    /\/dev\/null is no regular file/,
  );
  assertError(runProgram(directory, ["audit", "--config", "."]), 2);
  symlinkSync("nowhere", join(directory, ".tagproofrc"));
  assertError(runProgram(directory, ["audit"]), 2, /\.tagproofrc is a symbolic link to nothing/);
});

const NAMES: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [["audit", "v9.9.9"], /v9\.9\.9 is neither a tag nor a revision/],
  [["audit", "refs/tags/v9.9.9"], /v9\.9\.9 is neither a tag nor a revision/],
  [["audit", "v1.0.0", "nothere"], /nothere is neither/],
  [["audit", "--since", "nothere"], /nothere is neither/],
  [["audit", "nothere", "--as", "v2.0.0"], /nothere is neither/],
  [["audit", "HEAD:model.json"], /HEAD:model\.json is neither/],
  [["audit", ""], /an empty name is neither/],
  [["audit", "a\nb"], /neither/],
  [["audit", "deadbeef".repeat(5)], /neither/],
  [["audit", "--format", "jsno"], /no format jsno.*json/],
  [["audit", "--formt", "json"], /--formt/],
  [["audti"], /audti.*audit/],
  [["audit", "--all", "v1.0.0"], /--all/],
  [["audit", "--output", "no/such/place.json"], /cannot be written to no\/such\/place\.json/],
  [["audit", "--output", "."], /cannot be written to \./],
  [["explain", "lock/outs-mach"], /lock\/outs-match/],
  [["install", "--hooks", "pre-psh"], /pre-psh.*pre-push/],
];

for (const [words, says] of NAMES) {
  bad(`tagproof ${words.map((word) => JSON.stringify(word)).join(" ")}`, () => {
    assertError(runProgram(shared.directory, words), 2, says);
  });
}

bad("a repository without a commit", () => {
  const { directory } = createRepository();
  assertError(runProgram(directory, ["audit"]), 2, /no commit yet/);
  assertError(runProgram(directory, ["audit", "main"]), 2, /main is neither/);
  const all = runProgram(directory, ["audit", "--all"]);
  assert.equal(all.code, 0, all.stderr);
});

bad("no git on PATH", () => {
  const environment = isolatedEnvironment({ PATH: temporaryDirectory() });
  assertError(
    runProgram(shared.directory, ["audit"], environment),
    2,
    /git.*PATH|git.*not found|no git/i,
  );
});

/** A `git` that answers as one of long ago: it repeats the options that it does not know. */
function oldGit(version: string): string {
  const directory = temporaryDirectory();
  const script = [
    "#!/bin/sh",
    'case "$*" in',
    `*--version*) echo "git version ${version}" ;;`,
    "*rev-parse*) printf 'false\\nfalse\\n--show-object-format\\n.git\\n%s/.git\\n\\n' \"$PWD\" ;;",
    "*) exit 129 ;;",
    "esac",
  ];
  writeFileSync(join(directory, "git"), `${script.join("\n")}\n`);
  chmodSync(join(directory, "git"), 0o755);
  return directory;
}

bad("a git that is too old", () => {
  for (const version of ["2.17.1", "2.29.3", "1.8.3.1"]) {
    const environment = isolatedEnvironment({ PATH: oldGit(version) });
    const run = runProgram(shared.directory, ["audit"], environment);
    assertError(run, 2, new RegExp(version.replaceAll(".", "\\.")), /2\.30/);
  }
});

bad("no DVC where the policy requires its answer: inconclusive", () => {
  const repository = released();
  repository.write(".tagproofrc", "dvc: {status: required}\n");
  const environment = isolatedEnvironment({ PATH: pathOf("git") });
  const { code, stdout, stderr } = runProgram(repository.directory, ["audit"], environment);
  assert.deepEqual([code, stderr], [3, ""], stdout);
  assert.match(stdout, /v1\.0\.0/);
  assert.match(stdout.replaceAll(/\s+/g, " "), /workspace\/clean.*no dvc was found on PATH/);
  repository.write(".tagproofrc", "dvc: {status: auto}\n");
  assert.equal(runProgram(repository.directory, ["audit"], environment).code, 0);
});

bad("nothing to prove, and nothing to audit: said, exit 0", () => {
  const repository = createRepository();
  repository.write("README.md", "no DVC here\n");
  repository.commit("first");
  const none = runProgram(repository.directory, ["audit"]);
  assert.equal(none.code, 0, none.stderr);
  assert.match(none.stdout, /no release/i);
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  const empty = runProgram(repository.directory, ["audit"]);
  assert.equal(empty.code, 0, empty.stderr);
  assert.match(
    empty.stdout.replaceAll(/\s+/g, " "),
    /v1\.0\.0.*no DVC project and no artifact at this commit/,
  );
});

const STDIN: readonly (readonly [input: string, code: number, says: RegExp])[] = [
  ["", 0, /^$/],
  ["garbage\n", 0, /^$/],
  ["\u0000\u0001\u00FF\n\n\n", 0, /^$/],
  ["refs/heads/main 1 refs/heads/main 2\n", 0, /^$/],
  [
    "refs/tags/v1 nonsense refs/tags/v1 nonsense\n",
    1,
    /^tagproof: git's list of refs cannot be read/,
  ],
  [
    `refs/tags/v1 ${"1".repeat(39)} refs/tags/v1 ${"0".repeat(40)}\n`,
    1,
    /line 1 is not a ref update/,
  ],
  [`x ${"1".repeat(40)} refs/tags/v1.0.0 ${"0".repeat(40)}`, 1, /v1\.0\.0/],
];

bad("garbage on the standard input of the hook stops tags and nothing else", () => {
  const repository = released();
  assert.equal(runProgram(repository.directory, ["install", "--hooks", "pre-push"]).code, 0);
  const hook = join(repository.directory, ".git/hooks/pre-push");
  assert.ok(existsSync(hook));
  for (const [input, code, says] of STDIN) {
    const { status, stderr, stdout } = spawnSync(hook, ["origin", "/nowhere"], {
      cwd: repository.directory,
      env: isolatedEnvironment(),
      input,
      encoding: "utf8",
    });
    const isRefused = status !== 0;
    assert.deepEqual([isRefused, stdout], [code !== 0, ""], `${JSON.stringify(input)} ${stderr}`);
    assert.match(stderr, says, JSON.stringify(input));
    assert.doesNotMatch(stderr, /^\s+at |node:internal/m);
  }
});

bad("a directory that is gone or is inside of .git", () => {
  mkdirSync(join(shared.directory, ".git/inner"), { recursive: true });
  const inner = runProgram(join(shared.directory, ".git/inner"), ["audit", "v1.0.0"]);
  assert.equal(inner.code, 0, inner.stderr);
});

bad.run();
