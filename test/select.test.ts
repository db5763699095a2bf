import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { openRepository, type Repository } from "../lib/git/open.ts";
import { selectNamed, selectTags, selectUpdates, type Selection } from "../lib/select.ts";
import { policyOf } from "./helpers/engine.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "./helpers/repository.ts";

const select = suite("select");

const policy = { ...policyOf(), releases: { ...policyOf().releases, ignore: ["nightly-*"] } };

/** Three commits: v1.0.0 at the first, v1.1.0 and more at the second, none at the third. */
function history(): TestRepository {
  const repository = createRepository();
  repository.commit("one");
  repository.git("tag", "-a", "-m", "one", "v1.0.0");
  repository.commit("two");
  for (const name of ["v1.1.0", "model@v1.1.0", "nightly-2", "latest", "before-refactor"]) {
    repository.git("tag", "-a", "-m", "two", name);
  }
  repository.git("tag", "v1.1.1");
  repository.commit("three");
  return repository;
}

async function within<Result>(
  { directory }: Pick<TestRepository, "directory">,
  use: (repository: Repository) => Promise<Result>,
): Promise<Result> {
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    return await use(repository);
  } finally {
    await repository.close();
  }
}

const shared = history();
const namesOf = ({ releases }: Selection): string[] => releases.map(({ name }) => name);

function tags(which: { all?: boolean; since?: string }, from = shared): Promise<Selection> {
  return within(from, (repository) =>
    selectTags(repository, policy, { all: which.all ?? false, since: which.since ?? null }),
  );
}

function named(names: readonly string[], as: string | null = null): Promise<Selection> {
  return within(shared, (repository) => selectNamed(repository, policy, names, as));
}

select("the releases at HEAD, and what is passed over in words", async () => {
  assert.deepEqual(await tags({}), { releases: [], notices: [] });
  const there = join(temporaryDirectory(), "clone");
  shared.git("clone", "--quiet", "--branch", "v1.1.0", shared.directory, there);
  const at = await tags({}, { ...shared, directory: there });
  assert.deepEqual(namesOf(at), ["latest", "v1.1.0", "v1.1.1", "model@v1.1.0"]);
  assert.deepEqual(at.notices, [
    "before-refactor: not a release: not audited",
    "nightly-2: not audited, releases.ignore has nightly-*",
  ]);
});

select("every release", async () => {
  const { releases } = await tags({ all: true });
  assert.deepEqual(
    releases.map(({ ref, candidate }) => [ref, candidate]),
    ["latest", "v1.0.0", "v1.1.0", "v1.1.1", "model@v1.1.0"].map((name) => [
      `refs/tags/${name}`,
      false,
    ]),
  );
  assert.equal(releases[0]?.nearMiss === null, false, "a failed try is a release to judge");
  assert.equal(releases[4]?.naming.artifact, "model");
  assert.equal(releases[1]?.oid, shared.git("rev-parse", "v1.0.0"), "the tag object");
});

select("in the order in which people count, artifact by artifact", async () => {
  const many = createRepository();
  many.commit("one");
  const names = ["v10.0.0", "v9.0.0", "v9.0.0-rc.1", "b@v2.0.0", "a@v1.10.0", "a@v1.9.0", "newest"];
  for (const name of names) many.git("tag", "-a", "-m", name, name);
  const plain = ["newest", "v9.0.0-rc.1", "v9.0.0", "v10.0.0"];
  const expected = [...plain, "a@v1.9.0", "a@v1.10.0", "b@v2.0.0"];
  assert.deepEqual(namesOf(await tags({ all: true }, many)), expected);
});

const after = ["latest", "v1.1.0", "v1.1.1", "model@v1.1.0"];

const SINCE: readonly (readonly [since: string, expected: readonly string[]])[] = [
  ["v1.0.0", after],
  ["main~2", after],
  ["v1.1.0", []],
  ["main", []],
];

for (const [since, expected] of SINCE) {
  select(`releases since ${since}`, async () => {
    assert.deepEqual(namesOf(await tags({ since })), expected);
  });
}

select("since: one process for any number of tags, and in doubt more releases", async () => {
  const many = history();
  const side = many.git("commit-tree", "-m", "unrelated", "HEAD^{tree}");
  many.git("tag", "-a", "-m", "side", "v9.0.0", side);
  many.git("tag", "-a", "-m", "tree", "v9.0.1", "HEAD^{tree}");
  for (let index = 0; index < 20; index += 1) many.git("tag", `v0.${index}.0`, "main~2");
  const before = await within(many, async (repository) => {
    const selection = await selectTags(repository, policy, { all: false, since: "main" });
    assert.deepEqual(namesOf(selection), ["v9.0.0", "v9.0.1"]);
    return repository.statistics.processes;
  });
  assert.ok(before <= 5, `${before} processes`);
  many.write(".git/refs/tags/v9.0.2", `${"1".repeat(40)}\n`);
  const doubtful = await tags({ since: "main" }, many);
  assert.ok(namesOf(doubtful).includes("v9.0.2"));
  const shallow = join(temporaryDirectory(), "shallow");
  many.git(
    "clone",
    "--quiet",
    "--depth",
    "1",
    "--branch",
    "v1.1.0",
    `file://${shared.directory}`,
    shallow,
  );
  assert.deepEqual(namesOf(await tags({ since: "HEAD" }, { ...many, directory: shallow })), after);
});

select("a tag by its name, by its full name, before a branch of the same name", async () => {
  const both = history();
  both.git("branch", "v1.0.0", "main");
  for (const name of ["v1.0.0", "tags/v1.0.0", "refs/tags/v1.0.0"]) {
    const { releases } = await within(both, (repository) =>
      selectNamed(repository, policy, [name], null),
    );
    assert.deepEqual(
      releases.map(({ ref, name: short, oid, candidate }) => [ref, short, oid, candidate]),
      [["refs/tags/v1.0.0", "v1.0.0", both.git("rev-parse", "refs/tags/v1.0.0"), false]],
    );
  }
});

const REVISIONS = ["main", "HEAD~1", "refs/heads/main", "nightly-2", "before-refactor"];

select("a revision, and a tag that is no release, as a candidate", async () => {
  for (const name of REVISIONS) {
    const { releases } = await named([name]);
    const [release] = releases;
    assert.deepEqual([release?.ref, release?.name, release?.candidate], [null, name, true], name);
    assert.equal(release?.oid, shared.git("rev-parse", `${name}^{commit}`));
    assert.equal(release.naming.grammar, "none");
  }
});

select("several, in the order that was asked", async () => {
  assert.deepEqual(namesOf(await named(["v1.1.0", "main", "v1.0.0"])), [
    "v1.1.0",
    "main",
    "v1.0.0",
  ]);
});

select("--as: the name that a revision would get, good or bad", async () => {
  const good = (await named(["main"], "model@v2.0.0")).releases[0]!;
  const { name, ref, candidate, nearMiss, naming } = good;
  assert.deepEqual([name, ref, candidate, nearMiss], ["model@v2.0.0", null, true, null]);
  assert.deepEqual([naming.artifact, naming.version], ["model", "v2.0.0"]);
  for (const as of ["latest", "whatever", "nightly-3"]) {
    const bad = (await named(["v1.0.0"], as)).releases[0]!;
    assert.notEqual(bad.nearMiss, null, as);
    assert.equal(bad.oid, shared.git("rev-parse", "v1.0.0^{commit}"));
  }
});

for (const name of [
  "v9.9.9",
  "refs/tags/v9.9.9",
  "HEAD^{tree}",
  "HEAD:none",
  "",
  "a\nb",
  "--all",
  "0".repeat(40),
]) {
  select(`knows no ${JSON.stringify(name)}`, async () => {
    await assert.rejects(named([name]), { name: "AuditError", code: "unknown-revision" });
    await assert.rejects(tags({ since: name }), { code: "unknown-revision" });
    await assert.rejects(named([name], "v2.0.0"), { code: "unknown-revision" });
  });
}

select("a repository without a commit has no release at HEAD, and none at all", async () => {
  const empty = createRepository();
  await assert.rejects(tags({}, empty), { code: "unknown-revision", message: /no commit yet/ });
  assert.deepEqual(await tags({ all: true }, empty), { releases: [], notices: [] });
});

select("of a push: the tags, by the receiver's name and the object that is sent", () => {
  const update = (ref: string, newOid: string | null) =>
    ({
      ref,
      newOid,
      oldOid: null,
      localRef: "x",
      kind: newOid === null ? "delete" : "create",
    }) as const;
  const oid = "1".repeat(40);
  const updates = [
    update("refs/heads/v1.0.0", oid),
    update("refs/tags/v1.0.0", oid),
    update("refs/tags/v0.9.0", null),
    update("refs/tags/before-refactor", oid),
    update("refs/notes/refs/tags/v3.0.0", oid),
  ];
  const { releases, notices } = selectUpdates(updates, policy);
  assert.deepEqual(
    releases.map((release) => [release.ref, release.oid, release.update]),
    [
      ["refs/tags/v1.0.0", oid, updates[1]],
      ["refs/tags/v0.9.0", null, updates[2]],
    ],
  );
  assert.deepEqual(notices, ["before-refactor: not a release: not audited"]);
});

select.run();
