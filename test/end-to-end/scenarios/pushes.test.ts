// Every way to push that git has, from a main worktree: what arrives, what is said, whether Node.js ran.

import { match, strictEqual } from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { repositoryAt } from "../../helpers/repository.ts";
import { addTags, type Hooked } from "../../helpers/hooked.ts";
import { check, type Scenario } from "./scenario.ts";

const test = suite("end-to-end/scenarios/pushes");

const good = /^v1\.1\.0 passed$/m;
const bad = /^v1\.5\.0 refused: /m;

/** A hook of the server that refuses what it is asked about. */
function refusing(event: string) {
  return ({ server }: Hooked): void => {
    const hook = join(server.directory, "hooks", event);
    mkdirSync(join(server.directory, "hooks"), { recursive: true });
    writeFileSync(hook, "#!/bin/sh\necho the server says no >&2\nexit 1\n");
    chmodSync(hook, 0o755);
  };
}

/** A thousand lightweight tags of the published commit. */
function manyTags(name: (number: number) => string) {
  return (place: Hooked): void => addTags(place, "v1.0.0^{commit}", name);
}

const scenarios: readonly Scenario[] = [
  {
    name: "a tag of a tag: its commit is what counts",
    args: ["push", "origin", "v1.3.0"],
    code: 0,
    changes: ["+tags/v1.3.0"],
    says: /^v1\.3\.0 passed/m,
  },
  {
    name: "a branch with the name of a release goes as the branch that it is",
    args: ["push", "origin", "refs/heads/v1.4.0"],
    code: 0,
    changes: ["+heads/v1.4.0"],
  },
  {
    name: "a tag with the name of a branch is audited",
    args: ["push", "origin", "refs/tags/v1.4.0"],
    code: 0,
    changes: ["+tags/v1.4.0"],
    says: /^v1\.4\.0 passed$/m,
  },
  {
    name: "a name that is a branch and a tag is git's to refuse",
    args: ["push", "origin", "v1.4.0"],
    code: 1,
  },
  {
    name: "several refs that are good",
    args: ["push", "origin", "main", "next", "v1.1.0", "refs/tags/v1.4.0"],
    code: 0,
    changes: ["~heads/main", "+heads/next", "+tags/v1.1.0", "+tags/v1.4.0"],
    says: /^v1\.1\.0 passed$[^]*^v1\.4\.0 passed$/m,
  },
  {
    name: "several refs with one that is bad",
    args: ["push", "origin", "next", "v1.1.0", "v1.5.0"],
    code: 1,
    says: /^v1\.5\.0 refused: [^]*^v1\.1\.0 passed$[^]*Without the tag: git push origin next$/m,
  },
  {
    name: "what is no release is told and let through",
    args: ["push", "origin", "before-refactor"],
    code: 0,
    changes: ["+tags/before-refactor"],
    says: /./,
    audited: true,
  },
  {
    name: "a name that only tries to be one is stopped",
    prepare: ({ quietly }) => quietly("tag", "-a", "-m", "x", "v1.1.0_final", "v1.1.0^{}"),
    args: ["push", "origin", "v1.1.0_final"],
    code: 1,
    says: /tag\/named/,
  },
  {
    name: "a moving name is stopped",
    args: ["push", "origin", "v1.1.0:refs/tags/latest"],
    code: 1,
    says: /tag\/named/,
  },
  {
    name: "--tags",
    args: ["push", "--tags", "origin"],
    code: 1,
    says: bad,
  },
  {
    name: "--follow-tags with a branch that reaches a bad release",
    args: ["push", "--follow-tags", "origin", "main"],
    code: 1,
    says: /^v1\.5\.0 refused: [^]*Without the tag: git push origin main$/m,
  },
  {
    name: "--follow-tags with a branch that reaches good ones",
    args: ["push", "--follow-tags", "origin", "next"],
    code: 0,
    changes: ["+heads/next", "+tags/inner", "+tags/v1.1.0", "+tags/v1.3.0", "+tags/v1.4.0"],
    says: good,
  },
  {
    name: "push.followTags",
    prepare: ({ quietly }) => quietly("config", "push.followTags", "true"),
    args: ["push", "origin", "main"],
    code: 1,
    says: bad,
  },
  {
    name: "--all pushes branches, without Node.js",
    args: ["push", "--all", "origin"],
    code: 0,
    changes: ["~heads/main", "+heads/next", "+heads/v1.4.0"],
  },
  {
    name: "--atomic with a bad one",
    args: ["push", "--atomic", "origin", "main", "v1.5.0"],
    code: 1,
    says: bad,
  },
  {
    name: "--atomic with good ones",
    args: ["push", "--atomic", "origin", "main", "v1.1.0"],
    code: 0,
    changes: ["~heads/main", "+tags/v1.1.0"],
    says: good,
  },
  {
    name: "--dry-run of a bad one is refused",
    args: ["push", "--dry-run", "origin", "v1.5.0"],
    code: 1,
    says: bad,
  },
  {
    name: "--dry-run of a good one pushes nothing",
    args: ["push", "--dry-run", "origin", "v1.1.0"],
    code: 0,
    says: good,
  },
  { name: "--mirror", args: ["push", "--mirror", "origin"], code: 1, says: bad },
  {
    name: "--mirror with good ones",
    prepare: ({ quietly }) => quietly("tag", "-d", "v1.2.0", "v1.5.0"),
    args: ["push", "--mirror", "origin"],
    code: 0,
    changes: [
      "~heads/main",
      "+heads/next",
      "+heads/v1.4.0",
      "+remotes/origin/main",
      "+tags/before-refactor",
      "+tags/inner",
      "+tags/v1.1.0",
      "+tags/v1.3.0",
      "+tags/v1.4.0",
    ],
    says: good,
  },
  {
    name: "--mirror that deletes a release beside a bad one is stopped whole",
    prepare: ({ quietly }) => quietly("tag", "-d", "v1.0.0"),
    args: ["push", "--mirror", "origin"],
    code: 1,
    says: bad,
  },
  {
    name: "--tags with --follow-tags, --atomic and --dry-run together",
    args: ["push", "--tags", "--follow-tags", "--atomic", "--dry-run", "origin", "main"],
    code: 1,
    says: /^v1\.5\.0 refused: [^]*Without the tag: git push origin main$/m,
  },
  {
    name: "--force of a branch goes without Node.js",
    args: ["push", "--force", "origin", "next:main"],
    code: 0,
    changes: ["~heads/main"],
  },
  {
    name: "--force does not force a bad release",
    args: ["push", "--force", "origin", "v1.5.0"],
    code: 1,
    says: bad,
  },
  {
    name: "a moved release without --force is told what it is",
    prepare: ({ quietly }) => quietly("tag", "-f", "-a", "-m", "again", "v1.0.0", "next"),
    args: ["push", "origin", "v1.0.0"],
    code: 1,
    says: /tag\/immutable/,
  },
  {
    name: "--force-with-lease is no way around it",
    prepare: ({ quietly }) => quietly("tag", "-f", "-a", "-m", "again", "v1.0.0", "next"),
    args: ["push", "--force-with-lease", "origin", "+refs/tags/v1.0.0"],
    code: 1,
    says: /tag\/immutable/,
  },
  {
    name: "--delete of a release",
    args: ["push", "--delete", "origin", "v1.0.0"],
    code: 1,
    says: /tag\/immutable/,
  },
  {
    name: "--delete of what is no release",
    prepare: ({ quietly }) => quietly("push", "--quiet", "origin", "before-refactor"),
    args: ["push", "--delete", "origin", "before-refactor"],
    code: 0,
    changes: ["-tags/before-refactor"],
    says: /./,
    audited: true,
  },
  {
    name: "--delete of a branch goes without Node.js",
    prepare: ({ quietly }) => quietly("push", "--quiet", "origin", "next"),
    args: ["push", "--delete", "origin", "next"],
    code: 0,
    changes: ["-heads/next"],
  },
  {
    name: "--prune that would delete a release",
    prepare: ({ quietly }) => quietly("tag", "-d", "v1.0.0", "v1.5.0", "v1.2.0"),
    args: ["push", "--prune", "origin", "refs/tags/v1*:refs/tags/v1*"],
    code: 1,
    says: /tag\/immutable/,
  },
  {
    name: "--no-verify goes, and audit --all finds it",
    args: ["push", "--no-verify", "origin", "v1.5.0"],
    code: 0,
    changes: ["+tags/v1.5.0"],
  },
  {
    name: "what is up to date is not asked about",
    args: ["push", "origin", "v1.0.0", "v1.0.0^{commit}:refs/heads/main"],
    code: 0,
  },
  {
    name: "a branch that is behind is git's to refuse",
    prepare: ({ quietly }) => quietly("push", "--quiet", "origin", "main"),
    args: ["push", "origin", "v1.0.0^{commit}:refs/heads/main"],
    code: 1,
  },
  {
    name: "a bad release beside a branch that git refuses",
    prepare: ({ quietly }) => quietly("push", "--quiet", "origin", "main"),
    args: ["push", "origin", "next:main", "v1.5.0"],
    code: 1,
    says: bad,
  },
  {
    name: "a good release that the server rejects whole",
    prepare: refusing("pre-receive"),
    args: ["push", "origin", "v1.1.0"],
    code: 1,
    says: /^v1\.1\.0 passed$[^]*the server says no/m,
  },
  {
    name: "a good release that the server rejects alone",
    prepare: refusing("update"),
    args: ["push", "origin", "v1.1.0"],
    code: 1,
    says: /^v1\.1\.0 passed$[^]*the server says no/m,
  },
  {
    name: "a commit by its object id as a tag",
    args: ({ quietly }) => ["push", "origin", `${quietly("rev-parse", "next")}:refs/tags/v2.0.0`],
    code: 1,
    says: /v2\.0\.0 is a lightweight tag/,
  },
  {
    name: "an expression with spaces as a tag",
    args: ["push", "origin", "main@{0 days ago}:refs/tags/v2.0.0"],
    code: 1,
    says: /v2\.0\.0 is a lightweight tag/,
  },
  {
    name: "a commit by its message as a tag",
    args: ["push", "origin", ":/a run with:refs/tags/v2.0.0"],
    code: 1,
    says: /v2\.0\.0 is a lightweight tag/,
  },
  {
    name: "a release under another name than its own",
    args: ["push", "origin", "v1.1.0:refs/tags/v2.0.0"],
    code: 1,
    says: /tag\/matches-ref/,
  },
  {
    name: "a release as a branch is no release",
    args: ["push", "origin", "v1.5.0^{commit}:refs/heads/release"],
    code: 0,
    changes: ["+heads/release"],
  },
  {
    name: "a branch whose name looks like a tag's",
    args: ["push", "origin", "main:refs/heads/refs/tags/v9.0.0"],
    code: 0,
    changes: ["+heads/refs/tags/v9.0.0"],
  },
  {
    name: "a push by URL",
    args: ({ server }) => ["push", server.directory, "v1.5.0"],
    code: 1,
    says: bad,
  },
  {
    name: "two push URLs: a refusal keeps both clean",
    prepare: ({ root, quietly }) => {
      quietly("clone", "--quiet", "--bare", join(root, "server.git"), join(root, "second.git"));
      for (const name of ["server.git", "second.git"])
        quietly("remote", "set-url", "--add", "--push", "origin", join(root, name));
    },
    args: ["push", "origin", "v1.5.0"],
    code: 1,
    says: bad,
    after: ({ root }) =>
      strictEqual(repositoryAt(join(root, "second.git")).git("tag", "--list"), "v1.0.0"),
  },
  {
    name: "two push URLs: a good release arrives at both",
    prepare: ({ root, quietly }) => {
      quietly("clone", "--quiet", "--bare", join(root, "server.git"), join(root, "second.git"));
      for (const name of ["server.git", "second.git"])
        quietly("remote", "set-url", "--add", "--push", "origin", join(root, name));
    },
    args: ["push", "origin", "v1.1.0"],
    code: 0,
    changes: ["+tags/v1.1.0"],
    says: good,
    after: ({ root }) =>
      match(repositoryAt(join(root, "second.git")).git("tag", "--list"), /v1\.1\.0/),
  },
  {
    name: "refspecs of the configuration",
    prepare: ({ quietly }) =>
      quietly("config", "remote.origin.push", "refs/tags/v1.5.0:refs/tags/v1.5.0"),
    args: ["push"],
    code: 1,
    says: bad,
  },
  {
    name: "git notes and other refs go without Node.js",
    prepare: ({ quietly }) => quietly("notes", "add", "-m", "a note about refs/tags/v1.5.0"),
    args: ["push", "origin", "refs/notes/*:refs/notes/*", "main:refs/for/review"],
    code: 0,
    changes: ["+for/review", "+notes/commits"],
  },
  {
    name: "1,000 tags that are no releases go",
    prepare: manyTags((number) => `build/${number}`),
    args: ["push", "--quiet", "origin", "refs/tags/build/*:refs/tags/build/*"],
    code: 0,
    changes: Array.from({ length: 1000 }, (_, n) => `+tags/build/${n}`).toSorted(),
    says: /./,
    audited: true,
  },
  {
    name: "1,000 tags with one bad release among them are stopped",
    prepare: manyTags((number) => `build/${number}`),
    args: ["push", "origin", "refs/tags/build/*:refs/tags/build/*", "v1.5.0"],
    code: 1,
    says: bad,
  },
  {
    name: "1,000 releases that are lightweight are stopped, each once",
    prepare: manyTags((number) => `v3.0.${number}`),
    args: ["push", "origin", "refs/tags/v3*:refs/tags/v3*"],
    code: 1,
    says: /^v3\.0\.999 .*refused/m,
  },
];

for (const scenario of scenarios) test(scenario.name, () => check(scenario));

test.run();
