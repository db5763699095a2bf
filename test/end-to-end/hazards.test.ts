// The ways to fool a release gate that concern git, hooks and the installer, each by its number. A gate
// that reads names, the environment or the folder that it stands in fails them.

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { hooked, runGitIn, type Hooked } from "../helpers/hooked.ts";
import { runProgram, type ProgramRun } from "../helpers/program.ts";
import { isolatedEnvironment, repositoryAt } from "../helpers/repository.ts";

const test = suite("end-to-end/hazards");

function tagproof({ directory, environment }: Hooked, ...words: string[]): ProgramRun {
  return runProgram(directory, words, environment);
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function has({ published }: Hooked, ref: string): boolean {
  return published().some((line) => line.startsWith(`${ref} `));
}

test("hazard 1: a tag that was moved and forced is refused with both objects and both dates", () => {
  const place = hooked();
  const { git, quietly, environment, directory } = place;
  const before = quietly("rev-parse", "v1.0.0");
  const later = { ...environment, GIT_COMMITTER_DATE: "2026-04-01T10:00:00Z" };
  const hooks = "core.hooksPath=/dev/null";
  runGitIn(directory, later, ["-c", hooks, "tag", "-f", "-a", "-m", "x", "v1.0.0", "next"]);
  const { code, stderr } = git("push", "--force", "origin", "v1.0.0");
  strictEqual(code, 1);
  const after = quietly("rev-parse", "v1.0.0");
  const said = flat(stderr);
  ok(said.includes(`${before.slice(0, 12)} (2026-03-02)`), said);
  ok(said.includes(`${after.slice(0, 12)} (2026-04-01)`), said);
});

test("hazard 2: a name that was deleted in one push is not used again in the next", () => {
  const place = hooked();
  const { git, quietly } = place;
  strictEqual(git("push", "origin", ":refs/tags/v1.0.0").code, 1);
  strictEqual(git("push", "--no-verify", "origin", ":refs/tags/v1.0.0").code, 0);
  const onOld = ["-p", "v1.0.0^{commit}", "-m", "another state"];
  const other = quietly("commit-tree", "next^{tree}", ...onOld);
  quietly("tag", "-f", "-a", "-m", "another", "v1.0.0", other);
  const { code, stderr } = git("push", "origin", "v1.0.0");
  strictEqual(code, 1, stderr);
  match(flat(stderr), /v1\.0\.0 was published as/);
  const waiver = "tagproof.waive=v1.0.0 tag/immutable: nobody had it";
  strictEqual(git("-c", waiver, "push", "origin", "v1.0.0").code, 0);
});

test("hazard 2: a name that went out from here is told of when another object gets it", () => {
  const place = hooked();
  const { git, quietly } = place;
  strictEqual(git("push", "origin", "v1.1.0").code, 0);
  const first = quietly("rev-parse", "v1.1.0").slice(0, 12);
  strictEqual(git("push", "--no-verify", "origin", ":refs/tags/v1.1.0").code, 0);
  doesNotMatch(git("push", "--dry-run", "origin", "v1.1.0").stderr, /went out/, "the same object");
  quietly("tag", "-f", "-a", "-m", "made again", "v1.1.0", "v1.1.0^{}");
  const { code, stderr } = git("push", "origin", "v1.1.0");
  strictEqual(code, 0, "it may never have arrived");
  match(
    flat(stderr),
    new RegExp(`v1\\.1\\.0 went out as ${first} on [-0-9]{10} and is not there now`),
  );
});

test("hazard 3: a mirror deletes tags unseen, and install and doctor say so", () => {
  const place = hooked();
  const { git, quietly } = place;
  quietly("config", "remote.origin.mirror", "true");
  quietly("tag", "-d", "v1.0.0", "v1.2.0", "v1.5.0");
  strictEqual(git("push", "origin").code, 0, "git asks no hook about the deletion");
  ok(!has(place, "refs/tags/v1.0.0"));
  match(tagproof(place, "doctor").stdout, /warning +mirror +a push to origin deletes tags/);
  tagproof(place, "uninstall");
  match(flat(tagproof(place, "install").stdout), /a push to origin deletes tags there/);
});

test("hazard 4: what a push calls its own side does not matter", () => {
  const { git, quietly } = hooked();
  const oid = quietly("rev-parse", "v1.5.0");
  for (const source of [oid, "v1.5.0^{}", "HEAD", "@", "main@{0}", "refs/heads/main"]) {
    const { code, stderr } = git("push", "origin", `${source}:refs/tags/v1.7.0`);
    strictEqual(code, 1, source);
    match(stderr, /^v1\.7\.0 refused/m, source);
  }
});

test("hazard 5: lightweight, nested without end, of a tree, of a blob: told as what it is", () => {
  const { git, quietly } = hooked();
  quietly("tag", "nested-0", "v1.1.0");
  for (let n = 1; n <= 8; n += 1) quietly("tag", "-a", "-m", "x", `nested-${n}`, `nested-${n - 1}`);
  quietly("tag", "-a", "-m", "x", "v1.7.0", "nested-8");
  const cases: readonly (readonly [string, RegExp])[] = [
    ["next", /v1\.7\.0 is a lightweight tag/],
    ["next^{tree}", /names a tree, not a commit/],
    ["next:params.yaml", /names a blob, not a commit/],
    ["refs/tags/v1.7.0", /8 deep or more/],
  ];
  for (const [source, says] of cases) {
    const { code, stderr } = git("push", "origin", `${source}:refs/tags/v1.7.0`);
    strictEqual(code, 1, source);
    match(stderr, says, source);
  }
});

test("hazard 6: a good tag object under another name is refused", () => {
  const { git } = hooked();
  const { code, stderr } = git("push", "origin", "v1.1.0:refs/tags/v1.7.0");
  strictEqual(code, 1);
  match(flat(stderr), /under v1\.7\.0 says that it is v1\.1\.0/);
});

test("hazard 8: a policy that is weakened in the tagged commit is told, and judges nothing", () => {
  const place = hooked();
  const { git, quietly, directory, server, environment } = place;
  const { code } = runProgram(server.directory, ["install", "--server", "."], environment);
  strictEqual(code, 0);
  quietly("checkout", "--quiet", "main");
  repositoryAt(directory).write(".tagproofrc", "extends: adopt\n");
  quietly("add", ".tagproofrc");
  quietly("commit", "--quiet", "-m", "weaken it");
  quietly("tag", "-a", "-m", "x", "v1.7.0");
  const { code: pushed, stderr } = git("push", "--no-verify", "origin", "main", "v1.7.0");
  strictEqual(pushed, 1);
  match(stderr, /remote: v1\.7\.0 refused/);
  match(
    flat(stderr.replaceAll(/^remote: /gm, "")),
    /the tagged commit carries another policy in \.tagproofrc: it is not used, the audit goes by recommended/,
  );
});

test("hazard 10: a configuration that is a program is not run", () => {
  const place = hooked();
  const { git, directory } = place;
  const work = repositoryAt(directory);
  const trap = 'require("node:fs").writeFileSync("trapped", ""); module.exports = {};\n';
  for (const name of ["tagproof.config.js", "tagproof.config.cjs", ".tagproofrc.js"])
    work.write(name, trap);
  work.write("node_modules/yaml/index.js", trap);
  work.write("package.json", '{ "name": "x", "type": "module" }\n');
  const { code, stderr } = git("push", "origin", "v1.1.0");
  strictEqual(code, 1);
  match(flat(stderr), /JavaScript is refused: a policy is data/);
  ok(!existsSync(join(directory, "trapped")));
  work.write(".tagproofrc", "extends: ./tagproof.config.js\n");
  strictEqual(git("push", "origin", "v1.5.0").code, 1, "a preset's name, never a file");
  ok(!existsSync(join(directory, "trapped")));
});

test("hazard 11: nothing of the audited repository is executed, not even a dvc that git tracks", () => {
  const place = hooked();
  const { git, quietly, directory } = place;
  const work = repositoryAt(directory);
  const trap = `#!/bin/sh\n: >'${directory}/trapped'\necho '{}'\n`;
  for (const path of [".venv/bin/dvc", "dvc", "venv/bin/dvc"]) {
    work.write(path, trap);
    chmodSync(join(directory, path), 0o755);
  }
  work.write("dvc.yaml", work.read("dvc.yaml").replace("python train.py", "touch trapped"));
  work.write("dvc.lock", work.read("dvc.lock").replace("python train.py", "touch trapped"));
  work.write("params.yaml", "lr: 0.5\n");
  quietly("add", "--all");
  quietly("commit", "--quiet", "-m", "traps");
  const environment = { ...place.environment, PATH: `.:${place.environment["PATH"]}` };
  runGitIn(directory, environment, ["tag", "-a", "-m", "x", "v1.8.0"]);
  git("tag", "-a", "-m", "x", "v1.9.0");
  ok(!existsSync(join(directory, "trapped")));
});

const odd = [
  "v1$(id)",
  "v1;id",
  "v1`id`",
  "v1|id",
  "v1&id",
  "v1'\"id",
  "v1.0.0%0aERR",
  "v1.0.0$(id)",
];

test("hazard 12: names that a shell would run are text, and are told as text", () => {
  const place = hooked();
  const { git, quietly, root } = place;
  for (const name of odd) {
    quietly("update-ref", `refs/tags/${name}`, "v1.1.0");
    const { stderr } = git("push", "origin", `refs/tags/${name}:refs/tags/${name}`);
    doesNotMatch(stderr, /uid=|not found|syntax error/i, name);
    doesNotMatch(stderr.replaceAll(root, ""), /^ERR/m, name);
  }
  quietly("update-ref", "refs/tags/-v1.0.0", "v1.1.0");
  const { code, stderr } = git("push", "origin", "refs/tags/-v1.0.0:refs/tags/-v1.0.0");
  strictEqual(code, 1, stderr);
  strictEqual(tagproof(place, "audit", "--all").code, 1);
});

const hidden = {
  "zero width": "v1.0.0\u200B",
  "right to left": "v1.\u202E0.0",
  "a soft hyphen": "v1.0\u00AD.0",
};

test("hazard 13: invisible characters are shown, never printed, and the name is refused", () => {
  const place = hooked();
  const { git, quietly } = place;
  for (const [what, name] of Object.entries(hidden)) {
    quietly("update-ref", `refs/tags/${name}`, "v1.1.0");
    const { code, stderr } = git("push", "--porcelain", "origin", `refs/tags/${name}`);
    strictEqual(code, 1, `${what}\n${stderr}`);
    match(stderr, /\\u\{/, what);
    const ours = stderr.split("\n").filter((line) => !/^(?:To|error:|hint:|!) /.test(line));
    doesNotMatch(ours.join("\n"), /[\u200B\u202E\u00AD\u001B]/, what);
  }
});

test("hazard 14: look-alikes of a version are refused, and the real name is shown", () => {
  const { git, quietly } = hooked();
  for (const name of ["v1․0․0", "ⅴ1.0.0", "v１.0.0", "ѵ1.0.0"]) {
    quietly("update-ref", `refs/tags/${name}`, "v1.1.0");
    const { code, stderr } = git("push", "origin", `refs/tags/${name}`);
    strictEqual(code, 1, name);
    match(stderr, /tag\/named/, name);
  }
});

test("hazard 25: in a SHA-256 repository objects have 64 digits, and so has the zero", () => {
  const place = hooked("a SHA-256 repository");
  const { git } = place;
  strictEqual(git("push", "origin", "v1.5.0").code, 1);
  strictEqual(git("push", "origin", ":refs/tags/v1.0.0").code, 1);
  strictEqual(git("push", "origin", "v1.1.0").code, 0);
  const { stdout } = tagproof(place, "audit", "v1.1.0", "--format", "json");
  match(stdout, /"oid": ?"[0-9a-f]{64}"/);
});

test("hazard 26: what is audited is what is sent, though the name moves meanwhile", () => {
  const place = hooked();
  const { git, quietly, home, published } = place;
  const sent = quietly("rev-parse", "v1.1.0");
  // The hook of before runs after ours: it is as late as anything can move a tag.
  const hook = join(home, "../hooks/pre-push.tagproof-previous");
  writeFileSync(
    hook,
    "#!/bin/sh\ncat >/dev/null\ngit update-ref refs/tags/v1.1.0 refs/heads/main\n",
  );
  chmodSync(hook, 0o755);
  rmSync(join(home, "../hooks/reference-transaction"));
  strictEqual(git("push", "origin", "v1.1.0").code, 0);
  ok(quietly("rev-parse", "v1.1.0") !== sent, "it moved");
  ok(published().includes(`refs/tags/v1.1.0 ${sent}`));
  const bad = quietly("rev-parse", "v1.5.0");
  quietly("tag", "-f", "-a", "-m", "a good one", "v1.5.0", "next");
  const { code, stderr } = git("push", "origin", `${bad}:refs/tags/v1.5.0`);
  strictEqual(code, 1, "not by its name");
  match(stderr, /lr = 0\.7/);
  strictEqual(git("push", "origin", "v1.5.0").code, 0, "which would have passed");
});

test("hazard 28: an object that replaces another is not what is pushed", () => {
  const { git, quietly } = hooked();
  quietly("replace", "v1.5.0^{commit}", "next");
  for (let packed = 0; packed < 2; packed += 1) {
    const { code, stderr } = git("push", "origin", "v1.5.0");
    strictEqual(code, 1);
    match(flat(stderr), /lr = 0\.7.*refs\/replace has objects/);
    quietly("pack-refs", "--all");
  }
});

test("hazard 29: a graft is not heeded, and told", () => {
  const { git, quietly, home } = hooked();
  mkdirSync(join(home, "../info"), { recursive: true });
  writeFileSync(join(home, "../info/grafts"), `${quietly("rev-parse", "v1.5.0^{commit}")}\n`);
  const { code, stderr } = git("push", "origin", "v1.5.0");
  strictEqual(code, 1);
  match(flat(stderr), /info\/grafts changes the history here/);
});

test("hazard 30: in a shallow clone nothing is guessed, in a partial one nothing is fetched", () => {
  const place = hooked();
  const { root, server, environment, quietly } = place;
  quietly("push", "--quiet", "origin", "main", "v1.1.0", "v1.5.0");
  server.git("config", "uploadpack.allowFilter", "true");
  const url = `file://${server.directory}`;
  for (const [name, option] of [
    ["shallow", "--depth=1"],
    ["partial", "--filter=blob:none"],
  ] as const) {
    const directory = join(root, name);
    quietly("clone", "--quiet", "--no-checkout", option, "--branch=v1.5.0", url, directory);
    const clone = { ...place, directory };
    strictEqual(tagproof(clone, "install").code, 0);
    repositoryAt(directory).git("remote", "set-url", "origin", "/nonexistent");
    const { code, stdout } = tagproof(clone, "audit", "v1.5.0");
    strictEqual(code, name === "partial" ? 3 : 1, stdout);
    doesNotMatch(stdout, /They are|fatal/);
    repositoryAt(directory).git("remote", "set-url", "origin", url);
    const args = ["push", "origin", "v1.5.0^{}:refs/tags/v1.7.0"];
    strictEqual(runGitIn(directory, environment, args).code, 1);
  }
});

test("hazard 32: git's own variables of another place lead nowhere", () => {
  const place = hooked("a linked worktree");
  const { root, directory, git } = place;
  const elsewhere = join(root, "elsewhere");
  repositoryAt(root).git("init", "--quiet", elsewhere);
  const traps = {
    GIT_INDEX_FILE: join(elsewhere, "index"),
    GIT_QUARANTINE: "1",
    GIT_REPLACE_REF_BASE: "refs/heads/",
    GIT_NAMESPACE: "other",
    GIT_PREFIX: "nowhere/",
  };
  const environment = isolatedEnvironment(traps);
  strictEqual(runGitIn(directory, environment, ["push", "origin", "v1.5.0"]).code, 1);
  strictEqual(git("push", "origin", "v1.1.0").code, 0);
  const main = repositoryAt(join(root, "work"));
  strictEqual(main.git("config", "core.bare"), "false");
  strictEqual(main.git("status", "--porcelain"), "");
});

test("hazard 33: no variable turns the gate off, and a waiver without a reason is none", () => {
  const { git, directory, published, quietly } = hooked();
  const switches = {
    TAGPROOF: "0",
    TAGPROOF_SKIP: "1",
    SKIP_TAGPROOF: "1",
    SKIP: "tagproof",
    HUSKY: "0",
    LEFTHOOK: "0",
    CI: "1",
    NODE_OPTIONS: "--require=/nonexistent.cjs",
    NODE_ENV: "production",
    DEBUG: "*",
  };
  const environment = isolatedEnvironment(switches);
  const { code } = runGitIn(directory, environment, ["push", "origin", "v1.5.0"]);
  strictEqual(code, 1);
  for (const waiver of ["v1.5.0 lock/params-match:", "* lock/params-match: why", "1", "true"])
    strictEqual(git("-c", `tagproof.waive=${waiver}`, "push", "origin", "v1.5.0").code, 1, waiver);
  quietly("config", "tagproof.waive", "v1.5.0 lock/params-match: for ever");
  strictEqual(git("push", "origin", "v1.5.0").code, 1);
  ok(!published().some((line) => line.includes("v1.5.0")));
});

test("hazard 34: a hook that is gone, not executable or replaced is the doctor's to tell", () => {
  const cases: Readonly<Record<string, (hook: string) => void>> = {
    gone: (hook) => rmSync(hook),
    "not executable": (hook) => chmodSync(hook, 0o644),
    replaced: (hook) => writeFileSync(hook, "#!/bin/sh\nexit 0\n"),
  };
  for (const [name, damage] of Object.entries(cases)) {
    const place = hooked();
    damage(join(place.home, "../hooks/pre-push"));
    strictEqual(place.git("push", "origin", "v1.5.0").code, 0, "git does not mind");
    const { code, stdout } = tagproof(place, "doctor");
    strictEqual(code, 1, name);
    match(stdout, /error +pre-push/, name);
    strictEqual(tagproof(place, "audit", "--all").code, 1, "and audit --all finds the release");
  }
});

test("hazard 35: a gate that cannot run stops releases and nothing else", () => {
  const damages: Readonly<Record<string, (place: Hooked) => void>> = {
    "no bundle": ({ home }) => rmSync(join(home, "pre-push.cjs")),
    "an empty bundle": ({ home }) => writeFileSync(join(home, "pre-push.cjs"), ""),
    "a bundle that throws": ({ home }) =>
      writeFileSync(join(home, "pre-push.cjs"), 'throw new Error("x");\n'),
    "a broken policy": ({ directory }) =>
      repositoryAt(directory).write(".tagproofrc", "no: [such\n"),
  };
  for (const [name, damage] of Object.entries(damages)) {
    const place = hooked();
    damage(place);
    strictEqual(place.git("push", "origin", "main").code, 0, name);
    strictEqual(place.git("push", "origin", "v1.1.0").code, 1, name);
    ok(!has(place, "refs/tags/v1.1.0"), name);
  }
});

test("hazard 36: a failure is one in every format, and in the exit code", () => {
  const place = hooked();
  for (const format of ["text", "json", "ndjson", "sarif", "junit", "github", "markdown"]) {
    const { code, stdout } = tagproof(place, "audit", "v1.5.0", "--format", format);
    strictEqual(code, 1, format);
    ok(stdout.includes("v1.5.0"), format);
  }
});

test("hazard 37: ten thousand writes of refs start no Node.js", () => {
  const place = hooked();
  const { git, quietly, directory } = place;
  const oid = quietly("rev-parse", "main");
  const lines = Array.from({ length: 10_000 }, (_, n) => `create refs/heads/b/${n} ${oid}\n`);
  repositoryAt(directory).write("../commands", lines.join(""));
  strictEqual(git("-c", "alias.feed=!git update-ref --stdin <../commands", "feed").code, 0);
  strictEqual(place.startedNode(), false);
});

test("hazard 40: a forged date changes no verdict", () => {
  const { git, quietly, environment, directory } = hooked();
  for (const [date, name, at, code] of [
    ["1970-01-01T00:00:01Z", "v1.7.0", "main", 128],
    ["2099-12-31T00:00:00Z", "v1.8.0", "main", 128],
    ["1970-01-01T00:00:01Z", "v1.9.0", "next", 0],
  ] as const) {
    const forged = { ...environment, GIT_COMMITTER_DATE: date };
    const ran = runGitIn(directory, forged, ["tag", "-a", "-m", "x", name, at]);
    strictEqual(ran.code, code, `${date}\n${ran.stderr}`);
  }
  strictEqual(git("push", "origin", "v1.9.0").code, 0);
  deepStrictEqual(quietly("tag", "--list", "v1.7.0", "v1.8.0"), "");
});

test.run();
