// What is read of a review: texts of every place, what trailers name, and experiments of DVC.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { readRefusals } from "../../config/refusals.ts";
import type { ExperimentLink } from "../../lib/review-facts.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { readTree } from "../../lib/git/read-tree.ts";
import { readNotes } from "../../lib/gather/review-texts.ts";
import { linkExperiments, listExperiments } from "../../lib/history/experiment.ts";
import { resolveBaseline } from "../../lib/history/review-baseline.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const review = suite("gather/review");

async function inside<Value>(
  { directory }: Pick<TestRepository, "directory">,
  use: (repository: Repository) => Promise<Value>,
): Promise<Value> {
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    return await use(repository);
  } finally {
    await repository.close();
  }
}

function history(...initArguments: string[]): { repository: TestRepository; commits: string[] } {
  const repository = createRepository(...initArguments);
  const commits = ["one", "two", "three"].map((text) => {
    repository.write("dvc.lock", `${text}\n`);
    return repository.commit(text);
  });
  return { repository, commits };
}

for (const format of ["sha1", "sha256"]) {
  review(`${format}: finds git notes on commits and tags`, async () => {
    const { repository, commits } = history(`--object-format=${format}`);
    const [first = "", , last = ""] = commits;
    repository.git("tag", "-a", "-m", "released", "v1.0.0");
    const tag = repository.git("rev-parse", "v1.0.0");
    repository.git("notes", "add", "-m", "of the commit", last);
    repository.git("notes", "add", "-m", "of the tag", tag);
    const read = async () =>
      inside(repository, ({ reader }) => readNotes(reader, [last, tag, first]));
    const flat = await read();
    assert.deepEqual(
      flat.texts.map(({ text }) => text),
      ["of the commit\n", "of the tag\n"],
    );
  });
}

review("finds a note in each depth of directories, and says which are too large", async () => {
  const { repository, commits } = history();
  const [, , last = ""] = commits;
  for (const cuts of [[0], [2], [2, 4], [2, 4, 6]]) {
    const parts = cuts.map((cut, index) => last.slice(index === 0 ? 0 : cuts[index - 1], cut));
    const path = [...parts, last.slice(cuts.at(-1))].filter((part) => part !== "").join("/");
    const notes = createRepository();
    notes.write(path, `deep ${cuts.length}`);
    notes.commit("notes");
    repository.git("fetch", "--quiet", notes.directory, "+main:refs/notes/commits");
    const { texts } = await inside(repository, ({ reader }) => readNotes(reader, [last]));
    assert.deepEqual(
      texts.map(({ text, kind }) => [text, kind]),
      [[`deep ${cuts.length}`, "note"]],
      path,
    );
  }
  repository.write("large", "x".repeat(2 * 1024 * 1024));
  repository.git("notes", "add", "--force", "-F", "large", last);
  const { texts, unread } = await inside(repository, ({ reader }) => readNotes(reader, [last]));
  assert.deepEqual(
    [texts, unread],
    [[], [{ reason: `the git note of ${last.slice(0, 12)} is too large`, blocking: true }]],
  );
});

review("what a Baseline trailer may name", async () => {
  const { repository, commits } = history();
  const [first = "", second = "", last = ""] = commits;
  repository.git("tag", "-a", "-m", "x", "v1.0.0", first);
  repository.git("tag", "-a", "-m", "x", "ml/a=model@v1.0.0", first);
  repository.git("tag", "-a", "-m", "x", "v1.1.0-rc.1", second);
  repository.git("tag", "-a", "-m", "x", "no", first);
  repository.git("tag", "-a", "-m", "x", "v2.0.0", last);
  const self = { name: "v1.1.0", commit: second };
  const cases: readonly (readonly [value: string, state: string | null])[] = [
    ["v1.0.0", "earlier"],
    ["refs/tags/v1.0.0", "earlier"],
    ["ml/a=model@v1.0.0", "earlier"],
    ["v1.1.0-rc.1", "earlier"],
    [first, "earlier"],
    [first.slice(0, 8), "earlier"],
    ["v2.0.0", "not-earlier"],
    [last, "not-earlier"],
    [second, "not-earlier"],
    ["v0.9.0", "absent"],
    ["0".repeat(40), "absent"],
    ["main", "absent"],
    ["HEAD~1", "absent"],
    ["v1.0.0^{/x}", "absent"],
    [":/one", "absent"],
    ["v1.0.0 and more", "absent"],
    ["--all", "absent"],
    ["v1.0.0..v2.0.0", "absent"],
    ["\u001b[2K", "absent"],
    ["none", null],
    ["First", null],
    [first.toUpperCase(), "earlier"],
    ["n/a", null],
    ["nil.", null],
    ["no baseline", null],
    ["none, it is the first", null],
    ["–", null],
    ["none-such", "absent"],
    ["nonesuch", "absent"],
    ["TBD", "absent"],
    ["no", "earlier"],
  ];
  await inside(repository, async (open) => {
    for (const [value, state] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other tells which it was
      const found = await resolveBaseline(open, value, self);
      assert.equal(found?.state ?? null, state, value);
    }
    const own = await resolveBaseline(open, "v1.1.0-rc.1", { name: "v1.1.0-rc.1", commit: second });
    assert.equal(own?.state, "not-earlier");
  });
});

interface Linked {
  readonly links: readonly ExperimentLink[];
  readonly names: readonly string[];
}

async function linked(
  repository: TestRepository,
  commit: string,
  more: { artifacts?: readonly string[]; named?: readonly string[] } = {},
): Promise<Linked> {
  return inside(repository, async (open) => {
    const all = await listExperiments(open);
    const root = repository.git("rev-parse", `${commit}^{tree}`);
    const tree = await readTree(open.reader, root);
    assert.equal(tree.state, "present");
    if (tree.state !== "present") throw new Error("no tree");
    const links = await linkExperiments(open, all, {
      commit,
      tree: tree.value,
      locks: ["dvc.lock"],
      artifacts: more.artifacts ?? [],
      named: more.named ?? [],
    });
    return { links, names: all.map(({ name }) => name) };
  });
}

function expRef(baseline: string, name: string): string {
  return `refs/exps/${baseline.slice(0, 2)}/${baseline.slice(2)}/${name}`;
}

const MD5 = "0123456789abcdef0123456789abcdef";

review("knows experiments by their refs, and nothing else below refs/exps", async () => {
  const { repository, commits } = history();
  const [first = "", , last = ""] = commits;
  for (const ref of [
    expRef(first, "raked-vise"),
    "refs/exps/stash",
    "refs/exps/exec/EXEC_HEAD",
    "refs/exps/exec/EXEC_APPLY",
    "refs/exps/apply/ORIG_HEAD",
    "refs/exps/celery/stash",
    `refs/exps/temp/${first}`,
    `refs/exps/${first.slice(0, 2)}/${first.slice(2)}/a/b`,
    `refs/exps/${first.slice(0, 2)}/short/name`,
  ]) {
    repository.git("update-ref", ref, last);
  }
  assert.deepEqual((await linked(repository, last)).names, ["raked-vise"]);
});

const LINKS: readonly (readonly [
  by: ExperimentLink["by"] | null,
  make: (made: Made) => object | void,
])[] = [
  [
    "history",
    ({ repository, start }) => {
      repository.write("dvc.lock", "experiment\n");
      repository.git("update-ref", expRef(start, "e"), repository.commit("experiment"));
      repository.write("more", "x");
    },
  ],
  [
    "tree",
    ({ repository, start }) => {
      repository.write("dvc.lock", "experiment\n");
      repository.git("update-ref", expRef(start, "e"), repository.commit("experiment"));
      repository.git("reset", "--quiet", "--soft", start);
    },
  ],
  [
    "lock",
    ({ repository, start }) => {
      repository.write("dvc.lock", "experiment\n");
      repository.git("update-ref", expRef(start, "e"), repository.commit("experiment"));
      repository.git("reset", "--quiet", "--soft", start);
      repository.write("more", "x");
    },
  ],
  [
    "parent",
    ({ repository, start }) => {
      repository.write("dvc.lock", `experiment ${MD5}\n`);
      repository.git("update-ref", expRef(start, "e"), repository.commit("experiment"));
      repository.git("reset", "--quiet", "--hard", start);
      repository.write("dvc.lock", `release ${MD5}\n`);
      return { artifacts: [MD5] };
    },
  ],
  [
    "artifact",
    ({ repository, start, first }) => {
      repository.write("dvc.lock", `experiment ${MD5}\n`);
      repository.git("update-ref", expRef(first, "e"), repository.commit("experiment"));
      repository.git("reset", "--quiet", "--hard", start);
      repository.write("dvc.lock", `release ${MD5}\n`);
      return { artifacts: [MD5] };
    },
  ],
  [
    "trailer",
    ({ repository, start }) => {
      repository.write("dvc.lock", "experiment\n");
      repository.git("update-ref", expRef(start, "e"), repository.commit("experiment"));
      repository.git("reset", "--quiet", "--hard", start);
      repository.write("dvc.lock", "release\n");
      return { named: ["e"] };
    },
  ],
  [
    null,
    ({ repository, start }) => {
      repository.write("dvc.lock", `experiment ${MD5}\n`);
      repository.git("update-ref", expRef(start, "e"), repository.commit("experiment"));
      repository.git("reset", "--quiet", "--hard", start);
      repository.write("dvc.lock", "release\n");
      return { artifacts: ["f".repeat(32)], named: ["other"] };
    },
  ],
];

interface Made {
  readonly repository: TestRepository;
  readonly first: string;
  readonly start: string;
}

for (const [by, make] of LINKS) {
  review(by === null ? "links nothing that is not the same" : `links by ${by}`, async () => {
    const { repository, commits } = history();
    const [first = "", , start = ""] = commits;
    const more = make({ repository, first, start }) ?? {};
    const commit = repository.commit("release");
    const { links } = await linked(repository, commit, more);
    assert.deepEqual(
      links.map((link) => link.by),
      by === null ? [] : [by],
    );
  });
}

review("reads the end of a record of any size, and no record", async () => {
  const commonDirectory = temporaryDirectory();
  assert.deepEqual(readRefusals({ commonDirectory }), []);
  const { repository } = history();
  const home = join(repository.directory, ".git/tagproof");
  repository.write(".git/tagproof/refusals.jsonl", "x".repeat(3 * 1024 * 1024));
  const entry = { time: "t", tag: "v1", commit: null, refused: ["lock/x"] };
  writeFileSync(join(home, "refusals.jsonl"), `\n${JSON.stringify(entry)}\n`, { flag: "a" });
  const found = readRefusals({ commonDirectory: join(repository.directory, ".git") });
  assert.deepEqual(
    found.map(({ tag }) => tag),
    ["v1"],
  );
});

review.run();
