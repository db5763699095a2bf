// Real pushes through the hook that `tagproof install` wired: what arrives at the remote, and what is said.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { createProject, lockNow } from "../helpers/pipeline.ts";
import { pushFrom, wire, type Pushed, type Work } from "../helpers/push.ts";
import { isolatedEnvironment, type TestRepository } from "../helpers/repository.ts";
import { launchText, launchWithoutNode, pathOf } from "../hooks/shells.ts";

const push = suite("end-to-end/push");

/** A pipeline by hand with a good release `v1.0.0`, and after it a bad one, `v1.1.0`. */
function released(format = "sha1"): TestRepository {
  const repository = createProject(`--object-format=${format}`);
  repository.write("params.yaml", "lr: 0.1\n");
  repository.write("model.json", '{"weight": 1}\n');
  const params = { "params.yaml": { lr: 0.1 } };
  lockNow(repository, [{ name: "train", params, outs: ["model.json"] }]);
  repository.commit("a run");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  repository.write("params.yaml", "lr: 0.2\n");
  repository.commit("not a run");
  repository.git("tag", "-a", "-m", "released", "v1.1.0");
  return repository;
}

function work(format = "sha1", environment = isolatedEnvironment()): Work {
  return wire(released(format), environment, format);
}

/** A refusal in words for people: no stack, no word of Node.js about a module. */
function assertPlain({ stderr }: Pushed): void {
  assert.doesNotMatch(stderr, /\n\s+at (?:async |file:|\S+ \()|node:internal|\[object|undefined/);
}

for (const format of ["sha1", "sha256"]) {
  push(`${format}: a good tag passes, a bad one is refused and nothing arrives`, () => {
    const { push: go } = work(format);
    const good = go("origin", "v1.0.0");
    assert.deepEqual([good.code, good.arrived], [0, ["v1.0.0"]], good.stderr);
    assert.match(good.stderr, /^v1\.0\.0 passed$/m);
    const bad = go("origin", "v1.1.0");
    assert.deepEqual([bad.code, bad.arrived], [1, ["v1.0.0"]]);
    assert.match(bad.stderr, /^v1\.1\.0 refused: /m);
    assert.match(bad.stderr, /lr = 0\.2/);
    assert.match(bad.stderr, /repair {2}/);
    assertPlain(bad);
  });
}

push("a mixed push is refused whole, and the command that it shows sends the branch", () => {
  const { push: go, repository } = work();
  const mixed = go("origin", "main", "v1.0.0", "v1.1.0");
  assert.deepEqual([mixed.code, mixed.arrived], [1, []]);
  assert.match(mixed.stderr, /^v1\.0\.0 passed$/m);
  const command = /Without the tag: git (push origin main)$/m.exec(mixed.stderr)?.[1];
  assert.ok(command, mixed.stderr);
  repository.git(...command.split(" "));
  assert.deepEqual(go("origin", "main").arrived, ["main"]);
  assert.deepEqual(go("origin", "main", "v1.0.0").arrived, ["main", "v1.0.0"]);
});

push("--tags, --follow-tags and a mirror are judged like names", () => {
  for (const args of [
    ["--tags", "origin"],
    ["--follow-tags", "origin", "main"],
    ["--mirror", "origin"],
  ]) {
    const { code, arrived, stderr } = work().push(...args);
    assert.deepEqual([code, arrived], [1, []], args.join(" "));
    assert.match(stderr, /^v1\.1\.0 refused/m, args.join(" "));
  }
});

push("what is no release is not audited, and can be deleted", () => {
  const { push: go, repository } = work();
  repository.git("tag", "before-refactor");
  assert.deepEqual(go("origin", "before-refactor").arrived, ["before-refactor"]);
  const { code, arrived } = go("origin", ":refs/tags/before-refactor");
  assert.deepEqual([code, arrived], [0, []]);
});

push("judges the object that is sent and the name that it gets", () => {
  const { push: go, repository } = work();
  const object = repository.git("rev-parse", "v1.0.0");
  const commit = repository.git("rev-parse", "v1.0.0^{commit}");
  const cases: readonly (readonly [refspec: string, code: number, says: RegExp])[] = [
    [`${commit}:refs/tags/v3.0.0`, 1, /tag\/annotated[^]*v3\.0\.0 is a lightweight tag/],
    [`${object}:refs/tags/v3.0.0`, 1, /under v3\.0\.0 says that it is v1\.0\.0/],
    [`${object}:refs/tags/latest`, 1, /tag\/named/],
    ["v1.1.0:refs/tags/v1.0.0", 1, /v1\.0\.0 refused/],
    [`HEAD^{tree}:refs/tags/v3.0.0`, 1, /names a tree, not a commit/],
    [`${object}:refs/tags/v1.0.0`, 0, /^v1\.0\.0 passed$/m],
  ];
  for (const [refspec, code, says] of cases) {
    const pushed = go("origin", refspec);
    assert.equal(pushed.code, code, `${refspec}\n${pushed.stderr}`);
    assert.match(pushed.stderr, says, refspec);
    assertPlain(pushed);
  }
  assert.deepEqual(go("origin", "main").arrived, ["main", "v1.0.0"]);
});

push("a local tag of the same name changes nothing about what is sent", () => {
  const { push: go, repository } = work();
  const bad = repository.git("rev-parse", "v1.1.0^{commit}");
  repository.git("tag", "-f", "-a", "-m", "moved", "v1.0.0", bad);
  assert.equal(go("origin", "v1.0.0").code, 1);
  assert.deepEqual(go("origin", "v1.0.0").arrived, []);
});

function programIn(home: string): string {
  return join(home, readdirSync(home).find((name) => name.startsWith("program-")) ?? "");
}

/** Everything that can break around a push, and what a refused tag is told. */
const BROKEN: Readonly<Record<string, readonly [break_: (work: Work) => void, says: RegExp]>> = {
  "a broken rc file": [
    ({ repository }) => repository.write(".tagproofrc", "relases: {}\n"),
    /\.tagproofrc:1: .*relases.*releases/,
  ],
  "an rc file that is no YAML": [
    ({ repository }) => repository.write(".tagproofrc", "rules:\n  - [\n"),
    /\.tagproofrc:\d+: /,
  ],
  "an empty bundle": [
    ({ home }) => truncateSync(join(home, "pre-push.cjs")),
    /damaged[^]*tagproof install/,
  ],
  "a bundle that is cut off": [
    ({ home }) => truncateSync(join(home, "pre-push.cjs"), 700),
    /damaged[^]*tagproof install/,
  ],
  "a bundle without its program": [
    ({ home }) => rmSync(programIn(home)),
    /damaged[^]*tagproof install/,
  ],
  "a bundle whose program is cut off": [
    ({ home }) => truncateSync(programIn(home), 100_000),
    /damaged[^]*tagproof install/,
  ],
  "a bundle that is gone": [({ home }) => rmSync(home, { recursive: true }), /not fully installed/],
  "a recorded Node.js that is something else": [
    ({ home }) => writeFileSync(join(home, "node"), "/bin/true\n"),
    /v1\.1\.0 refused/,
  ],
};

for (const [why, [breakIt, says]] of Object.entries(BROKEN)) {
  push(`${why}: branches go through, tags are refused in clear words`, () => {
    const broken = work();
    breakIt(broken);
    const branch = broken.push("origin", "main", "main:refs/heads/refs/tags/v9");
    assert.deepEqual([branch.code, branch.stderr], [0, ""]);
    const tag = broken.push("origin", "v1.1.0", "main:next");
    assert.deepEqual([tag.code, tag.arrived], [1, branch.arrived], tag.stderr);
    assert.match(tag.stderr, says);
    assert.match(tag.stderr, /Without the tag: git push origin /);
    assertPlain(tag);
  });
}

push("no Node.js anywhere: branches go through, tags are refused in clear words", () => {
  const broken = work();
  const launch = join(broken.home, "launch.sh");
  assert.equal(readFileSync(launch, "utf8"), launchText, "what install wrote");
  writeFileSync(launch, launchWithoutNode);
  writeFileSync(join(broken.home, "node"), "/nonexistent/node\n");
  const environment = isolatedEnvironment({ PATH: pathOf("git", "git-receive-pack", "cat", "sh") });
  const { directory } = broken.repository;
  const branch = pushFrom(directory, ["origin", "main"], environment);
  assert.deepEqual([branch.code, branch.stderr, branch.arrived], [0, "", ["main"]]);
  const tag = pushFrom(directory, ["origin", "v1.0.0"], environment);
  assert.deepEqual([tag.code, tag.arrived], [1, ["main"]]);
  assert.match(tag.stderr, /found no Node\.js to audit a tag with[^]*Install Node\.js/);
});

push("works without Node.js on PATH, by the recorded one", () => {
  const { repository } = work();
  const environment = isolatedEnvironment({ PATH: pathOf("git", "git-receive-pack", "cat", "sh") });
  const bad = pushFrom(repository.directory, ["origin", "v1.1.0"], environment);
  assert.deepEqual([bad.code, bad.arrived], [1, []]);
  assert.match(bad.stderr, /v1\.1\.0 refused/);
  assert.equal(pushFrom(repository.directory, ["origin", "v1.0.0"], environment).code, 0);
});

push("holds in a linked worktree, from a subdirectory and with --git-dir", () => {
  const { repository } = work();
  const linked = join(temporaryDirectory(), "linked");
  repository.git("worktree", "add", "--quiet", "--detach", linked, "v1.0.0");
  repository.write("src/deep/file.txt", "x");
  const places = [linked, join(linked, ".dvc"), join(repository.directory, "src/deep")];
  for (const place of places) {
    const { code, stderr } = pushFrom(place, ["origin", "v1.1.0"]);
    assert.equal(code, 1, place);
    assert.match(stderr, /v1\.1\.0 refused/, place);
  }
  const outside = spawnSync(
    "git",
    [
      `--git-dir=${repository.directory}/.git`,
      `--work-tree=${repository.directory}`,
      "push",
      "-q",
      "origin",
      "v1.1.0",
    ],
    { cwd: temporaryDirectory(), env: isolatedEnvironment(), encoding: "utf8" },
  );
  assert.equal(outside.status, 1);
  assert.match(outside.stderr, /v1\.1\.0 refused/);
  assert.deepEqual(pushFrom(linked, ["origin", "v1.0.0"]).arrived, ["v1.0.0"]);
});

push.run();
