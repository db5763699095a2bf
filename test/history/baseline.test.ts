// Which release is the baseline: real histories, drawn in a few words each.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { assert as assertProperty, asyncProperty, array, integer, record } from "fast-check";
import { suite } from "uvu";
import type { Available } from "../../lib/evidence.ts";
import { openRepository } from "../../lib/git/open.ts";
import { openBaselines, type FoundBaseline } from "../../lib/history/baseline.ts";
import type { Policy } from "../../lib/policy.ts";
import type { Release } from "../../lib/release.ts";
import { selectNamed, selectTags, selectUpdates } from "../../lib/select.ts";
import { policyOf } from "../helpers/engine.ts";
import { drawHistory } from "../helpers/history.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const baseline = suite("history/baseline");

type Place = Pick<TestRepository, "directory">;
type Answer = Available<FoundBaseline>;

interface Asked {
  readonly as?: string;
  readonly policy?: Policy;
  readonly environment?: NodeJS.ProcessEnv;
}

/** The answers for releases, all asked of one search. */
async function findAll(
  { directory }: Place,
  select: Parameters<typeof findWith>[1],
  asked: Asked = {},
): Promise<Map<string, Answer>> {
  return findWith(directory, select, asked);
}

async function findWith(
  directory: string,
  select: (
    repository: Awaited<ReturnType<typeof openRepository>>,
    policy: Policy,
  ) => Promise<readonly Release[]>,
  { policy = policyOf(), environment = isolatedEnvironment() }: Asked,
): Promise<Map<string, Answer>> {
  const repository = await openRepository(directory, environment);
  try {
    const releases = await select(repository, policy);
    const search = openBaselines(repository, policy, releases);
    const answers = new Map<string, Answer>();
    for (const release of releases) {
      const commit = await repository.reader.info(`${release.oid ?? ""}^{commit}`);
      if (commit.state === "present")
        answers.set(release.name, await search.find(release, commit.oid));
    }
    return answers;
  } finally {
    await repository.close();
  }
}

/** `kinship name`, `none`, or why there is no answer. */
function told(answer: Answer | undefined): string {
  if (answer === undefined) return "not asked";
  if (answer.state !== "present") return `${answer.state}: ${answer.reason}`;
  const { nearest } = answer.value;
  return nearest === null ? "none" : `${nearest.kinship} ${nearest.release.name}`;
}

async function found(place: Place, name: string, asked: Asked = {}): Promise<string> {
  const answers = await findAll(
    place,
    async (repository, policy) =>
      (await selectNamed(repository, policy, [name], asked.as ?? null)).releases,
    asked,
  );
  return told(answers.get(asked.as ?? name));
}

/** By one search over all tags, as `audit --all` asks. */
async function foundForAll(place: Place): Promise<Record<string, string>> {
  const answers = await findAll(
    place,
    async (repository, policy) =>
      (await selectTags(repository, policy, { all: true, since: null })).releases,
  );
  return Object.fromEntries([...answers].map(([name, answer]) => [name, told(answer)]));
}

const CASES: Readonly<
  Record<string, readonly [history: readonly string[], answers: Readonly<Record<string, string>>]>
> = {
  "a straight line, and a revision at its end": [
    ["a: [v1.0.0]", "b: a", "c: b [~v1.1.0]", "d: c [v2.0.0]", "e: d"],
    {
      "v1.0.0": "none",
      "v1.1.0": "ancestor v1.0.0",
      "v2.0.0": "ancestor v1.1.0",
      e: "ancestor v2.0.0",
      b: "ancestor v1.0.0",
    },
  ],
  "a hotfix of an old version is compared with that one, merged back or not": [
    ["a: [v1.0.0]", "b: a [v2.0.0]", "h: a [v1.0.1]", "m: h b", "c: m [v2.1.0]"],
    { "v1.0.1": "ancestor v1.0.0", "v2.0.0": "ancestor v1.0.0", "v2.1.0": "ancestor v2.0.0" },
  ],
  "after a criss-cross, the higher of both sides": [
    ["a: [v1.0.0]", "b: a [v1.1.0]", "c: a [v1.2.0]", "d: b c", "e: c b", "f: d e [v1.3.0]"],
    { "v1.3.0": "ancestor v1.2.0", d: "ancestor v1.2.0", e: "ancestor v1.2.0" },
  ],
  "a version that goes back stands on what it follows": [
    ["a: [v2.0.0]", "b: a [v1.9.0]"],
    { "v1.9.0": "ancestor v2.0.0" },
  ],
  "of several versions on one commit, the highest": [
    ["a: [v1.0.0-rc.1 v1.0.0 v1]", "b: a [v1.1.0]"],
    { "v1.1.0": "ancestor v1", "v1.0.0": "same-commit v1.0.0-rc.1", "v1.0.0-rc.1": "none" },
  ],
  "a final on its candidate's commit is compared with what the candidate was": [
    ["a: [v1.0.0]", "b: a [v1.1.0-rc.1]", "c: b [v1.1.0-rc.2 v1.1.0]"],
    { "v1.1.0": "ancestor v1.1.0-rc.1", "v1.1.0-rc.2": "ancestor v1.1.0-rc.1" },
  ],
  "release branches that are never merged back": [
    [
      "a:",
      "r1: a [v1.0.0]",
      "b: a",
      "r2: b [v1.1.0]",
      "h: r1 [v1.0.1]",
      "c: b",
      "r3: c [v2.0.0-rc.1 v2.0.0]",
      "d: c",
    ],
    {
      "v1.0.0": "none",
      "v1.0.1": "ancestor v1.0.0",
      "v1.1.0": "merge-base v1.0.1",
      "v2.0.0": "merge-base v1.1.0",
      "v2.0.0-rc.1": "merge-base v1.1.0",
      d: "merge-base v2.0.0",
    },
  ],
  "a branch that parted early, after a later one was released": [
    ["a:", "b: a", "c: b", "r1: c [v1.0.0]", "s1: b [v2.0.0]", "t1: a [v3.0.0]", "o: [v0.1.0]"],
    {
      "v1.0.0": "unrelated v0.1.0",
      "v2.0.0": "merge-base v1.0.0",
      "v3.0.0": "merge-base v2.0.0",
    },
  ],
  "an orphan branch is unrelated to what has a lower version, and earlier than what has a higher one":
    [
      ["a: [v1.0.0]", "b: a [v1.1.0]", "o: [v2.0.0-rc.1 v2.0.0]", "p: [v0.1.0]"],
      {
        "v2.0.0": "unrelated v1.1.0",
        "v2.0.0-rc.1": "unrelated v1.1.0",
        "v1.0.0": "unrelated v0.1.0",
        "v0.1.0": "none",
      },
    ],
  "histories that were joined": [
    ["a: [v1.0.0]", "o:", "m: o a", "c: m [v1.1.0]"],
    { "v1.1.0": "ancestor v1.0.0" },
  ],
  "lines of their own: artifacts of GTO, plain tags, names around a version": [
    [
      "a: [model@v1.0.0 other@v3.0.0 v9]",
      "b: a [other@v3.1.0 x/dvc@v1.0.0]",
      "c: b [model@v1.1.0 v10]",
    ],
    {
      "model@v1.0.0": "none",
      "model@v1.1.0": "ancestor model@v1.0.0",
      "other@v3.1.0": "ancestor other@v3.0.0",
      "x/dvc@v1.0.0": "none",
      v10: "ancestor v9",
      c: "ancestor v9",
    },
  ],
  "stages of GTO are compared as what they assign, and are no baselines": [
    [
      "a: [model@v1.0.0 model#dev#1]",
      "b: a [model#prod#2]",
      "c: b [model@v1.1.0 model#prod#3]",
      "d: c [model@v2.0.0 model@v2.0.0! model@v1.5.0]",
      "e: d [model@v1.6.0]",
    ],
    {
      "model#dev#1": "none",
      "model#prod#2": "ancestor model@v1.0.0",
      "model#prod#3": "ancestor model@v1.0.0",
      "model@v1.1.0": "ancestor model@v1.0.0",
      "model@v1.6.0": "ancestor model@v1.5.0",
    },
  ],
};

for (const [why, [history, answers]] of Object.entries(CASES)) {
  baseline(why, async () => {
    const repository = drawHistory(history);
    const seen: Record<string, string> = {};
    for (const name of Object.keys(answers)) seen[name] = await found(repository, name);
    assert.deepEqual(seen, answers);
    const all = await foundForAll(repository);
    const tags = Object.keys(answers).filter((name) => name in all);
    assert.deepEqual(
      tags.map((name) => [name, all[name]]),
      tags.map((name) => [name, answers[name]]),
      "asked all at once",
    );
  });
}

baseline("a revision has no artifact where every release names one", async () => {
  const repository = drawHistory(["a: [model@v1.0.0]", "b: a"]);
  assert.match(await found(repository, "b"), /^not-applicable: a revision without a name/);
  assert.equal(await found(repository, "b", { as: "model@v1.1.0" }), "ancestor model@v1.0.0");
  assert.equal(await found(drawHistory(["a: []", "b: a"]), "b"), "none");
});

baseline(
  "a release is never its own baseline: by name, by object, or by what it was before",
  async () => {
    const repository = drawHistory(["a: [v1.0.0]", "b: a"]);
    const [old, here] = ["v1.0.0", "b"].map((name) => repository.git("rev-parse", name));
    assert.equal(await found(repository, "b", { as: "v1.0.0" }), "none");
    repository.git("update-ref", "refs/tags/v0.9.0", old!);
    repository.git("tag", "-f", "-a", "-m", "moved", "v1.0.0", here!);
    assert.equal(await found(repository, "v0.9.0"), "none", "nor is what it was copied from");
    const moved = repository.git("rev-parse", "v1.0.0");
    const update = {
      ref: "refs/tags/v1.0.0",
      localRef: null,
      newOid: moved,
      oldOid: old!,
      kind: "move",
    } as const;
    const answers = await findAll(
      repository,
      async (_, policy) => selectUpdates([update], policy).releases,
    );
    assert.equal(told(answers.get("v1.0.0")), "none");
  },
);

baseline("tags of a push that the ref store has not yet, and none that it takes away", async () => {
  const repository = drawHistory(["a: [v1.0.0]", "b: a [v1.1.0]", "c: b [v1.2.0]"]);
  const oids = ["v1.0.0", "v1.1.0", "v1.2.0"].map((name) => repository.git("rev-parse", name));
  repository.git("tag", "-d", "v1.1.0", "v1.2.0");
  const updates = (kind: "create" | "delete", names: readonly number[]) =>
    names.map((index) => ({
      ref: `refs/tags/v1.${index}.0`,
      localRef: null,
      newOid: kind === "create" ? oids[index]! : null,
      oldOid: kind === "create" ? null : oids[index]!,
      kind,
    }));
  const push = [...updates("create", [1, 2])];
  const answers = await findAll(
    repository,
    async (_, policy) => selectUpdates(push, policy).releases,
  );
  assert.deepEqual(
    [...answers].map(([name, answer]) => [name, told(answer)]),
    [
      ["v1.1.0", "ancestor v1.0.0"],
      ["v1.2.0", "ancestor v1.1.0"],
    ],
  );
  const less = [...updates("create", [2]), ...updates("delete", [0])];
  const without = await findAll(
    repository,
    async (_, policy) => selectUpdates(less, policy).releases,
  );
  assert.equal(told(without.get("v1.2.0")), "none");
});

baseline("tags of tags, on trees, of names that are none, and of what is ignored", async () => {
  const repository = drawHistory(["a: [v1.0.0]", "b: a [v1.1.0]", "c: b"]);
  repository.git("tag", "-a", "-m", "nested", "v1.0.1", "v1.1.0");
  repository.git("tag", "-d", "v1.1.0");
  repository.git("tag", "-a", "-m", "a tree", "v1.0.9", "b^{tree}");
  repository.git("tag", "v1.0.8", "b^{tree}");
  repository.git("tag", "v1.0.7_final", "c");
  repository.git("tag", "before-refactor", "c");
  assert.equal(await found(repository, "c", { as: "v1.2.0" }), "ancestor v1.0.1");
  const policy = policyOf();
  const ignoring = { ...policy, releases: { ...policy.releases, ignore: ["v1.0.1"] } };
  assert.equal(await found(repository, "c", { as: "v1.2.0", policy: ignoring }), "ancestor v1.0.0");
});

baseline("others are all releases of the artifact but the release itself", async () => {
  const repository = drawHistory([
    "a: [v1.0.0]",
    "b: a [v1.1.0 v1.1.0-rc.1]",
    "c: b [v2.0.0 m@v1.0.0]",
  ]);
  const answers = await findAll(repository, async (open, policy) => {
    const { releases } = await selectNamed(open, policy, ["v1.1.0"], null);
    return releases;
  });
  const answer = answers.get("v1.1.0");
  assert.ok(answer?.state === "present");
  assert.deepEqual(
    answer.value.others.map(({ release, commit }) => [release.name, commit]),
    [
      ["v1.0.0", "a"],
      ["v1.1.0-rc.1", "b"],
      ["v2.0.0", "c"],
    ].map(([name, branch]) => [name, repository.git("rev-parse", branch!)]),
  );
});

baseline(
  "a shallow history is a gap where it would be needed, and none where it is not",
  async () => {
    const repository = drawHistory([
      "a: [v1.0.0]",
      "b: a",
      "c: b [v1.1.0]",
      "d: c",
      "e: d [v1.2.0]",
    ]);
    repository.git("update-ref", "refs/heads/main", "e");
    const shallow = (depth: number): Place => {
      const directory = join(temporaryDirectory(), "clone");
      const from = `file://${repository.directory}`;
      repository.git("clone", "-q", "--bare", "--branch=main", `--depth=${depth}`, from, directory);
      return { directory };
    };
    const gap =
      /^unavailable: .*the history is shallow: git fetch --unshallow --tags brings the rest$/;
    assert.match(await found(shallow(2), "v1.2.0"), gap);
    assert.equal(await found(shallow(3), "v1.2.0"), "ancestor v1.1.0");
    assert.match(await found(shallow(3), "v1.1.0"), gap);
    assert.equal(await found(shallow(5), "v1.2.0"), "ancestor v1.1.0");
    const answers = await findAll(shallow(1), async (open, policy) => {
      return (await selectNamed(open, policy, ["v1.2.0"], null)).releases;
    });
    const answer = answers.get("v1.2.0");
    assert.ok(answer?.state === "unavailable" && answer.blocking);
  },
);

baseline(
  "a merge of which one side is cut off is a gap, whatever the other side shows",
  async () => {
    const repository = drawHistory([
      "a: [v2.0.0]",
      "b: a",
      "h: [v1.0.1]",
      "m: h b",
      "c: m [v1.9.0]",
    ]);
    const lost = repository.git("rev-parse", "b");
    rmSync(join(repository.directory, ".git/objects", lost.slice(0, 2), lost.slice(2)));
    const answer = await found(repository, "v1.9.0");
    assert.match(
      answer,
      new RegExp(`^unavailable: .*the commit ${lost.slice(0, 12)} of the history is missing`),
    );
  },
);

baseline("a release whose object is not here is a gap", async () => {
  const repository = drawHistory(["a: [v1.0.0]", "b: a [v1.1.0]", "c: b [v1.2.0]"]);
  const lost = repository.git("rev-parse", "v1.1.0");
  rmSync(join(repository.directory, ".git/objects", lost.slice(0, 2), lost.slice(2)));
  assert.match(await found(repository, "v1.2.0"), /^unavailable: .*what v1\.1\.0 names is missing/);
});

baseline("replaced and grafted histories are read as they were written", async () => {
  const repository = drawHistory(["a: [v1.0.0]", "b: a [v1.1.0]", "c: b [v1.2.0]", "x:"]);
  repository.git("replace", "--graft", "c", "x");
  assert.equal(await found(repository, "v1.2.0"), "ancestor v1.1.0");
});

baseline("a sha256 repository", async () => {
  const repository = drawHistory(
    ["a: [v1.0.0]", "b: a [v1.1.0]", "r: a [v1.0.1]"],
    createRepository("--object-format=sha256"),
  );
  assert.deepEqual(await foundForAll(repository), {
    "v1.0.0": "none",
    "v1.0.1": "ancestor v1.0.0",
    "v1.1.0": "ancestor v1.0.0",
  });
});

baseline("a long history is one walk and one list, however many releases it has", async () => {
  const repository = createRepository();
  const count = 5000;
  const lines: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    lines.push(
      `commit refs/heads/main\nmark :${index}\ncommitter A <a@b> ${index} +0000\ndata 0\n`,
    );
    if (index % 5 === 0) lines.push(`reset refs/tags/v0.${index}.0\nfrom :${index}\n\n`);
  }
  const options = { cwd: repository.directory, env: isolatedEnvironment() };
  execFileSync("git", ["fast-import", "--quiet"], { ...options, input: lines.join("") });
  const open = await openRepository(repository.directory, isolatedEnvironment());
  const policy = policyOf();
  const { releases } = await selectTags(open, policy, { all: true, since: null });
  const search = openBaselines(open, policy, releases);
  const read = open.statistics.objects;
  const answers = new Map<string, string>();
  for (const release of releases) {
    answers.set(release.name, told(await search.find(release, release.oid ?? "")));
  }
  const { objects, processes } = open.statistics;
  await open.close();
  assert.equal(answers.size, count / 5);
  for (let index = 10; index <= count; index += 5) {
    assert.equal(answers.get(`v0.${index}.0`), `ancestor v0.${index - 5}.0`);
  }
  assert.equal(answers.get("v0.5.0"), "none");
  assert.ok(objects - read <= count, `${objects - read} objects`);
  assert.ok(processes <= 4, `${processes} processes`);
  const first = await found(repository, "main", { as: "model@v1.0.0" });
  assert.equal(first, "none");
});

/** Random histories: each commit has up to two earlier parents, some are released. */
const histories = array(
  record({
    left: integer({ min: 0, max: 12 }),
    right: integer({ min: 0, max: 12 }),
    version: integer({ min: 0, max: 9 }),
  }),
  { minLength: 2, maxLength: 12 },
);

baseline(
  "asked alone or all at once, the answer is the same, and git agrees on the kinship",
  async () => {
    await assertProperty(
      asyncProperty(histories, async (commits) => {
        const taken = new Set<number>();
        const lines = commits.map(({ left, right, version }, index) => {
          const parents = [...new Set([left, right])].filter((parent) => parent < index);
          const isNew = version > 0 && !taken.has(version);
          taken.add(version);
          return `c${index}: ${parents.map((parent) => `c${parent}`).join(" ")} [${isNew ? `v${version}` : ""}]`;
        });
        const repository = drawHistory(lines);
        const all = await foundForAll(repository);
        for (const [name, answer] of Object.entries(all)) {
          assert.equal(await found(repository, name), answer, `${name}\n${lines.join("\n")}`);
          agree(repository, name, answer, Object.keys(all));
        }
      }),
      { numRuns: 12 },
    );
  },
);

function agree(
  repository: TestRepository,
  name: string,
  answer: string,
  all: readonly string[],
): void {
  const [kinship = "", other = ""] = answer.split(" ");
  const isAncestor = (left: string): boolean => gitSays(repository, "--is-ancestor", left, name);
  const lower = all.filter((each) => Number(each.slice(1)) < Number(name.slice(1)));
  const ancestors = all.filter((each) => each !== name && isAncestor(each));
  if (kinship === "ancestor") assert.ok(ancestors.includes(other));
  else assert.deepEqual(ancestors, [], answer);
  if (kinship === "merge-base") assert.ok(gitSays(repository, other, name));
  if (kinship === "unrelated" || kinship === "none") {
    assert.ok(
      lower.every((each) => !gitSays(repository, each, name)),
      answer,
    );
    assert.equal(lower.length > 0, kinship === "unrelated");
  }
}

function gitSays(repository: TestRepository, ...args: string[]): boolean {
  try {
    repository.git("merge-base", ...args);
    return true;
  } catch {
    return false;
  }
}

baseline.run();
