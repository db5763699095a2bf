// What both hooks must never stop, slow down with Node.js, or comment on, though bad releases are there.

import { deepStrictEqual, doesNotMatch, ok, strictEqual } from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { addTags, hooked, runGitIn, type Hooked } from "../../helpers/hooked.ts";
import { repositoryAt } from "../../helpers/repository.ts";

const test = suite("end-to-end/scenarios/untouched");

/** Lightweight releases of a state that was never run: none of them would survive an audit. */
const badName = (number: number): string => `v7.0.${number}`;

interface Passing {
  readonly name: string;
  readonly prepare?: (place: Hooked) => unknown;
  readonly run: readonly (readonly string[])[];
  readonly after?: (place: Hooked) => unknown;
}

function serverWithBadTags(place: Hooked): void {
  place.quietly("push", "--quiet", "origin", "main");
  const { server, environment } = place;
  const git = (...args: string[]) => runGitIn(server.directory, environment, args);
  addTags({ git, quietly: (...args) => server.git(...args) }, "main", badName);
}

function localBadTags(place: Hooked): void {
  addTags(place, "main", badName);
}

/** The same loose, so that there is something to pack. */
function looseTags({ directory, quietly }: Hooked): void {
  const oid = quietly("rev-parse", "main");
  const input = Array.from({ length: 100 }, (_, n) => `create refs/tags/${badName(n)} ${oid}`);
  const commands = join(directory, "../commands");
  repositoryAt(join(directory, "..")).write("commands", `${input.join("\n")}\n`);
  quietly("-c", `alias.feed=!git update-ref --stdin <'${commands}'`, "feed");
}

function tagCount(expected: number) {
  return ({ quietly }: Hooked): void =>
    strictEqual(quietly("tag", "--list", "v7.*").split("\n").filter(Boolean).length, expected);
}

function commits(number: number) {
  return ({ quietly }: Hooked): void => {
    quietly("checkout", "--quiet", "-b", "topic", "v1.0.0^{commit}");
    for (let n = 0; n < number; n += 1)
      quietly("commit", "--quiet", "--allow-empty", "-m", `commit ${n}`);
  };
}

function serverMoved(place: Hooked): void {
  serverWithBadTags(place);
  place.server.git("tag", "-f", "v1.0.0", "main");
}

const passing: readonly Passing[] = [
  {
    name: "a fetch of 1,000 tags",
    prepare: serverWithBadTags,
    run: [["fetch", "--quiet", "origin"]],
    after: tagCount(1000),
  },
  {
    name: "a fetch of 1,000 tags at once",
    prepare: serverWithBadTags,
    run: [["fetch", "--quiet", "--atomic", "--tags", "origin"]],
    after: tagCount(1000),
  },
  {
    name: "a fetch that leaves no FETCH_HEAD",
    prepare: serverWithBadTags,
    run: [["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "origin", "tag", "v7.0.1"]],
    after: tagCount(1),
  },
  {
    name: "a fetch that gives tags another name",
    prepare: serverWithBadTags,
    run: [["fetch", "--quiet", "--no-tags", "origin", "refs/tags/v7.0.1:refs/tags/v7.9.1"]],
    after: tagCount(1),
  },
  {
    name: "a fetch that moves a release",
    prepare: serverMoved,
    run: [["fetch", "--quiet", "--force", "--no-tags", "origin", "+refs/tags/v1*:refs/tags/v1*"]],
    after: ({ quietly }) => strictEqual(quietly("cat-file", "-t", "v1.0.0"), "commit"),
  },
  {
    name: "a fetch that prunes 1,000 tags",
    prepare: localBadTags,
    run: [["fetch", "--quiet", "--prune", "--prune-tags", "origin"]],
    after: tagCount(0),
  },
  {
    name: "a pull that brings bad releases",
    prepare: serverWithBadTags,
    run: [["pull", "--quiet", "--tags", "origin", "main"]],
    after: tagCount(1000),
  },
  {
    name: "git remote update",
    prepare: serverWithBadTags,
    run: [["remote", "update"]],
    after: tagCount(1000),
  },
  {
    name: "git remote add -f",
    prepare: serverWithBadTags,
    run: [["remote", "add", "-f", "other", "../server.git"]],
    after: tagCount(1000),
  },
  {
    name: "a fetch of a bundle",
    prepare: (place) => {
      serverWithBadTags(place);
      place.server.git("bundle", "create", "../all.bundle", "--all");
    },
    run: [["fetch", "--quiet", "../all.bundle", "refs/tags/*:refs/tags/*"]],
    after: tagCount(1000),
  },
  { name: "git pack-refs of bad releases", prepare: looseTags, run: [["pack-refs", "--all"]] },
  {
    name: "git gc",
    prepare: looseTags,
    run: [["gc", "--quiet"]],
    after: (place) => {
      tagCount(100)(place);
      ok(!existsSync(join(place.directory, ".git/refs/tags/v7.0.1")), "they are packed");
    },
  },
  {
    name: "git maintenance",
    prepare: looseTags,
    run: [["maintenance", "run", "--task=pack-refs", "--task=gc"]],
    after: tagCount(100),
  },
  {
    name: "the deletion of a local tag",
    run: [
      ["tag", "-d", "v1.5.0"],
      ["update-ref", "-d", "refs/tags/v1.2.0"],
    ],
    after: ({ quietly }) => strictEqual(quietly("tag", "--list", "v1.5.0", "v1.2.0"), ""),
  },
  {
    name: "a rebase of 50 commits",
    prepare: commits(50),
    run: [["rebase", "--quiet", "--force-rebase", "next"]],
    after: ({ quietly }) => strictEqual(quietly("rev-list", "--count", "next..topic"), "50"),
  },
  {
    name: "commit, amend, reset",
    run: [
      ["commit", "--quiet", "--allow-empty", "-m", "about refs/tags/v9.0.0"],
      ["commit", "--quiet", "--allow-empty", "--amend", "-m", "again"],
      ["reset", "--quiet", "--hard", "HEAD~1"],
    ],
  },
  {
    name: "stash",
    prepare: ({ directory }) => repositoryAt(directory).write("params.yaml", "lr: 0.9\n"),
    run: [
      ["stash", "push", "--quiet"],
      ["stash", "pop", "--quiet"],
    ],
    after: ({ directory }) =>
      strictEqual(readFileSync(join(directory, "params.yaml"), "utf8"), "lr: 0.9\n"),
  },
  {
    name: "branches, checkouts, merges",
    run: [
      ["branch", "v9.0.0"],
      ["branch", "refs/tags/v9.0.0"],
      ["checkout", "--quiet", "-b", "tags/v9.0.0", "next"],
      ["merge", "--quiet", "-m", "v9.0.0", "-s", "ours", "main"],
      ["checkout", "--quiet", "--detach", "v1.0.0"],
      ["branch", "-m", "next", "v9.9.9"],
    ],
  },
  {
    name: "notes, bisect, symbolic refs, worktrees",
    run: [
      ["notes", "add", "-m", "v9.0.0"],
      ["bisect", "start", "main", "v1.0.0"],
      ["bisect", "reset"],
      ["symbolic-ref", "refs/heads/current", "refs/heads/main"],
      ["worktree", "add", "--quiet", "../linked"],
      ["worktree", "remove", "../linked"],
    ],
  },
  {
    name: "cherry-pick and revert",
    prepare: ({ directory, quietly }) => {
      quietly("checkout", "--quiet", "-b", "topic");
      repositoryAt(directory).write("notes.txt", "v9.0.0\n");
      quietly("add", "notes.txt");
      quietly("commit", "--quiet", "-m", "notes");
      quietly("checkout", "--quiet", "main");
    },
    run: [
      ["cherry-pick", "topic"],
      ["revert", "--no-edit", "HEAD"],
    ],
  },
  {
    name: "a tag that is made again as it is",
    run: [["tag", "-f", "v1.2.0", "v1.2.0"]],
  },
];

for (const { name, prepare, run, after } of passing) {
  test(`${name} passes untouched`, () => {
    const place = hooked();
    prepare?.(place);
    for (const args of run) {
      const { code, stderr } = place.git(...args);
      strictEqual(code, 0, `git ${args.join(" ")}\n${stderr}`);
      doesNotMatch(stderr, /tagproof:|refused|hook/i);
    }
    strictEqual(place.startedNode(), false, "no Node.js");
    after?.(place);
  });
}

test("a clone whose template or configuration carries the hooks passes untouched", () => {
  const place = hooked();
  serverWithBadTags(place);
  const { root, directory, environment } = place;
  const hooks = join(directory, ".git/hooks");
  cpSync(hooks, join(root, "template/hooks"), { recursive: true });
  const ways = [[`--template=${join(root, "template")}`], ["-c", `core.hooksPath=${hooks}`]];
  for (const [n, way] of ways.entries()) {
    const target = join(root, `clone-${n}`);
    const args = ["clone", "--quiet", ...way, join(root, "server.git"), target];
    const { code, stderr } = runGitIn(directory, environment, args);
    deepStrictEqual([code, stderr], [0, ""]);
    strictEqual(repositoryAt(target).git("tag", "--list", "v7.*").split("\n").length, 1000);
  }
  strictEqual(place.startedNode(), false);
});

test("a push into a repository that has the client's hooks is the receiver's to judge", () => {
  const place = hooked();
  const { root, environment, quietly } = place;
  quietly("clone", "--quiet", "--no-tags", "--bare", ".", join(root, "second.git"));
  const { code, stderr } = runGitIn(join(root, "second.git"), environment, [
    "push",
    "--quiet",
    join(root, "work/.git"),
    "main:refs/tags/v8.0.0",
  ]);
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(quietly("tag", "--list", "v8.0.0"), "v8.0.0");
  strictEqual(place.startedNode(), false);
});

test.run();
