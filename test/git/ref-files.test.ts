// Tags read from files, held to what git itself says of the same repository.

import { deepEqual, equal } from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { openRepository } from "../../lib/git/open.ts";
import { listRefsByGit } from "../../lib/git/refs.ts";
import { readRefFiles, readSymbolicRef, type StoredRef } from "../../lib/git/ref-files.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const test = suite("git/ref-files");

async function both({ directory }: Pick<TestRepository, "directory">): Promise<{
  readonly files: readonly StoredRef[] | null;
  readonly git: readonly StoredRef[];
}> {
  const repository = await openRepository(directory, isolatedEnvironment());
  try {
    const files = readRefFiles(repository.commonDirectory, "refs/tags");
    return { files, git: await listRefsByGit(repository, "refs/tags") };
  } finally {
    await repository.close();
  }
}

function tagged(...initArguments: string[]): TestRepository {
  const repository = createRepository(...initArguments);
  repository.commit("one");
  const names = [
    "v1.0.0",
    "v1.10.0",
    "v1.2.0",
    "model@v1.0.0",
    "a/b/c",
    "a-b",
    "ω",
    "-x",
    "x#1",
    "%00$(id)",
  ];
  for (const name of names) repository.git("update-ref", `refs/tags/${name}`, "HEAD");
  repository.git("tag", "-a", "-m", "m", "annotated");
  return repository;
}

const MADE: Readonly<Record<string, (repository: TestRepository) => void>> = {
  "as files": () => undefined,
  packed: ({ git }) => void git("pack-refs", "--all"),
  "packed, then moved and added as files, and one deleted": (repository) => {
    repository.git("pack-refs", "--all");
    repository.commit("two");
    repository.git("tag", "-f", "v1.0.0");
    repository.git("tag", "v9");
    repository.git("tag", "-d", "a/b/c");
  },
  "with a lock that was left behind": ({ directory }) => {
    writeFileSync(join(directory, ".git/refs/tags/v7.lock"), "");
  },
  "one whose object is gone": ({ directory }) => {
    writeFileSync(join(directory, ".git/refs/tags/gone"), `${"1".repeat(40)}\n`);
  },
};

for (const [why, prepare] of Object.entries(MADE)) {
  test(`says what git says: ${why}`, async () => {
    const repository = tagged();
    prepare(repository);
    const { files, git } = await both(repository);
    deepEqual(files, git);
    equal(git.length > 9, true);
  });
}

test("says what git says: in a sha256 repository, a bare one, a worktree, without tags", async () => {
  const repository = tagged("--object-format=sha256");
  const bare = join(temporaryDirectory(), "bare");
  repository.git("clone", "-q", "--bare", repository.directory, bare);
  const linked = join(temporaryDirectory(), "linked");
  repository.git("worktree", "add", "-q", "--detach", linked);
  for (const directory of [repository.directory, bare, linked]) {
    const { files, git } = await both({ directory });
    deepEqual(files, git);
    equal(git.length, 11);
  }
  deepEqual(await both(createRepository()), { files: [], git: [] });
});

const UNPLAIN: Readonly<Record<string, (directory: string) => void>> = {
  "a symbolic ref": (tags) => writeFileSync(join(tags, "sym"), "ref: refs/tags/v1.0.0\n"),
  "a link": (tags) => symlinkSync("v1.0.0", join(tags, "link")),
  "a file without an object id": (tags) => writeFileSync(join(tags, "empty"), ""),
  "a name that git would not allow": (tags) => writeFileSync(join(tags, "a b"), "1".repeat(40)),
  "another ref store": (tags) => mkdirSync(join(tags, "../../reftable")),
  "a packed line that is none": (tags) =>
    writeFileSync(join(tags, "../../packed-refs"), "xyz refs/tags/v3\n"),
};

for (const [why, prepare] of Object.entries(UNPLAIN)) {
  test(`leaves it to git: ${why}`, async () => {
    const repository = tagged();
    prepare(join(repository.directory, ".git/refs/tags"));
    equal(readRefFiles(join(repository.directory, ".git"), "refs/tags"), null);
  });
}

test("branches leave out what stands for another, and a symbolic ref tells for what", async () => {
  const repository = tagged();
  const clone = join(temporaryDirectory(), "clone");
  repository.git("clone", "-q", repository.directory, clone);
  const open = await openRepository(clone, isolatedEnvironment());
  const common = open.commonDirectory;
  const files = readRefFiles(common, "refs/remotes/origin", "skip");
  deepEqual(files, await listRefsByGit(open, "refs/remotes/origin"));
  deepEqual(
    files?.map(({ ref }) => ref),
    ["refs/remotes/origin/main"],
  );
  equal(readSymbolicRef(common, "refs/remotes/origin/HEAD"), "refs/remotes/origin/main");
  equal(readSymbolicRef(common, "HEAD"), "refs/heads/main");
  equal(readSymbolicRef(common, "refs/heads/main"), null);
  equal(readSymbolicRef(common, "nowhere"), null);
  await open.close();
});

test.run();
