// Every way in which a person makes a tag, under the pre-tag hook and the real audit.

import { strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { repositoryAt } from "../../helpers/repository.ts";
import type { Hooked } from "../../helpers/hooked.ts";
import { check, type Scenario } from "./scenario.ts";

const test = suite("end-to-end/scenarios/tags");

const bad = /^v1\.7\.0 refused/m;

function exists(name: string, type: "tag" | "commit" | "" = "tag") {
  return ({ git }: Hooked): void =>
    strictEqual(git("cat-file", "-t", `refs/tags/${name}`).stdout.trim(), type);
}

const gone = exists("v1.7.0", "");

/** A file in the working tree, for what reads its commands from one. */
function file(path: string, content: (place: Hooked) => string) {
  return (place: Hooked): void => repositoryAt(place.directory).write(path, content(place));
}

const scenarios: readonly Scenario[] = [
  {
    name: "a lightweight release",
    args: ["tag", "v1.7.0", "next"],
    code: 128,
    says: /v1\.7\.0 is a lightweight tag/,
    after: gone,
  },
  {
    name: "a tag without a version",
    args: ["tag", "before-lunch"],
    code: 0,
    says: /./,
    audited: true,
    after: exists("before-lunch", "commit"),
  },
  {
    name: "a moving name",
    args: ["tag", "-a", "-m", "x", "latest", "next"],
    code: 128,
    says: /tag\/named/,
    after: exists("latest", ""),
  },
  {
    name: "a message that names another command",
    args: ["tag", "-a", "-m", "/usr/bin/gitfetch\n\ngit fetch", "v1.7.0"],
    code: 128,
    says: bad,
    after: gone,
  },
  {
    name: "options before the command",
    args: ["-C", ".", "-c", "user.name=fetch", "--no-pager", "tag", "-a", "-m", "x", "v1.7.0"],
    code: 128,
    says: bad,
    after: gone,
  },
  {
    name: "an alias",
    args: ["-c", "alias.release=tag -a -m x", "release", "v1.7.0"],
    code: 128,
    says: bad,
    after: gone,
  },
  {
    name: "an alias of a shell",
    args: ["-c", "alias.release=!git tag -a -m x", "release", "v1.7.0"],
    code: 128,
    says: bad,
    after: gone,
  },
  {
    name: "a tag of a bad tag",
    args: ["tag", "-a", "-m", "x", "v1.7.0", "v1.5.0"],
    code: 128,
    says: bad,
    after: gone,
  },
  {
    name: "a release that is moved to what was never run",
    args: ["tag", "-f", "-a", "-m", "x", "v1.1.0", "main"],
    code: 128,
    says: /^v1\.1\.0 refused/m,
    after: ({ quietly }) => strictEqual(quietly("rev-list", "-1", "v1.1.0", "^main"), ""),
  },
  {
    name: "update-ref",
    args: ["update-ref", "refs/tags/v1.7.0", "main"],
    code: 128,
    says: bad,
    after: gone,
  },
  {
    name: "a batch of update-ref goes whole or not at all",
    prepare: file("../commands", ({ quietly }) =>
      ["branch-one", "branch-two"]
        .map((name) => `create refs/heads/${name} ${quietly("rev-parse", "main")}\n`)
        .concat(`create refs/tags/v1.7.0 ${quietly("rev-parse", "v1.5.0")}\n`)
        .join(""),
    ),
    args: ["-c", "alias.feed=!git update-ref --stdin <../commands", "feed"],
    code: 128,
    says: bad,
    after: (place) => {
      gone(place);
      strictEqual(place.quietly("branch", "--list", "branch-*"), "");
    },
  },
  {
    name: "a batch that deletes tags before it makes one",
    prepare: file("../commands", ({ quietly }) =>
      ["before-refactor", "v1.1.0", "v1.2.0", "v1.3.0", "inner"]
        .map((name) => `delete refs/tags/${name}\n`)
        .concat(`create refs/tags/v1.7.0 ${quietly("rev-parse", "v1.5.0")}\n`)
        .join(""),
    ),
    args: ["-c", "alias.feed=!git update-ref --stdin <../commands", "feed"],
    code: 128,
    says: bad,
    after: (place) => {
      gone(place);
      strictEqual(place.quietly("tag", "--list", "v1.[123].0"), "v1.1.0\nv1.2.0\nv1.3.0");
    },
  },
  {
    name: "a symbolic ref is not seen here, and the push finds what it leads to",
    prepare: ({ quietly }) => quietly("symbolic-ref", "refs/tags/v1.7.0", "refs/tags/v1.5.0"),
    args: ["push", "origin", "refs/tags/v1.7.0:refs/tags/v1.7.0"],
    code: 1,
    says: /v1\.7\.0 refused/,
  },
  {
    name: "an import is told and let through: the push stops it",
    prepare: file(
      "../stream",
      ({ quietly }) => `reset refs/tags/v1.7.0\nfrom ${quietly("rev-parse", "main")}\n\n`,
    ),
    args: ["-c", "alias.feed=!git fast-import --quiet <../stream", "feed"],
    code: 0,
    says: /v1\.7\.0 refused[^]*Not stopped/,
    after: exists("v1.7.0", "commit"),
  },
  {
    name: "a push into the same repository is seen by pre-push",
    args: ["push", ".", "main:refs/tags/v1.7.0"],
    code: 1,
    says: bad,
    after: gone,
  },
  {
    name: "npm version",
    prepare: (place) => {
      file("package.json", () => '{ "name": "x", "version": "1.6.0" }\n')(place);
      place.quietly("add", "package.json");
      place.quietly("commit", "--quiet", "-m", "a package");
    },
    args: [
      "-c",
      "alias.bump=!npm version 1.7.0 --offline --no-update-notifier --logs-max=0 --cache=../npm",
      "bump",
    ],
    code: 128,
    says: /v1\.7\.0 refused/,
    after: gone,
  },
  {
    name: "a waiver lets one rule of one tag pass",
    // One commit has one version.
    prepare: ({ quietly }) => quietly("tag", "-d", "v1.5.0"),
    args: [
      "-c",
      "tagproof.waive=v1.7.0 lock/params-match: agreed in #41",
      "tag",
      "-a",
      "-m",
      "x",
      "v1.7.0",
    ],
    code: 0,
    says: /^v1\.7\.0 passed with 1 waiver/m,
    after: exists("v1.7.0"),
  },
];

for (const scenario of scenarios) test(scenario.name, () => check(scenario));

test.run();
