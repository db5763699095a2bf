import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import { auditTag, foundBy } from "../helpers/audit.ts";
import { createProject, lockNow, md5 } from "../helpers/pipeline.ts";
import type { TestRepository } from "../helpers/repository.ts";

const test = suite("gather/contents");

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  /** The dep or out, and the hash that its lock records. */
  readonly path: string;
  readonly recorded: string;
  readonly prepare?: (repository: TestRepository) => void;
}

const FILES = { "data/a.txt": "a\n", "data/b/c.txt": "c\n" };
const LISTING = [
  { path: "a.txt", md5: md5("a\n") },
  { path: "b/c.txt", md5: md5("c\n") },
];
const WHOLE = directoryHash(LISTING);

async function errorsOf(made: Case, side: "deps" | "outs" = "deps"): Promise<string[]> {
  const { files, links = {}, path, recorded, prepare } = made;
  const repository = createProject();
  for (const [name, text] of Object.entries(files)) repository.write(name, text);
  for (const [name, target] of Object.entries(links)) {
    symlinkSync(target, join(repository.directory, name));
  }
  lockNow(repository, [{ name: "read", [side]: [path], recorded: { [path]: recorded } }]);
  prepare?.(repository);
  repository.commit("first");
  repository.git("tag", "-a", "-m", "released", "v1.0.0");
  return foundBy(await auditTag(repository.directory, "v1.0.0"));
}

const MATCHING: Readonly<Record<string, Case>> = {
  "a file": { files: FILES, path: "data/a.txt", recorded: md5("a\n") },
  "a directory": { files: FILES, path: "data", recorded: WHOLE },
  "a link to a file": {
    files: FILES,
    links: { link: "data/a.txt" },
    path: "link",
    recorded: md5("a\n"),
  },
  "a link to a directory": { files: FILES, links: { link: "data" }, path: "link", recorded: WHOLE },
  "a link to a file in a directory, by its content": {
    files: { ...FILES, "c.txt": "c\n" },
    links: { "data/l": "../c.txt" },
    path: "data",
    recorded: directoryHash([...LISTING, { path: "l", md5: md5("c\n") }]),
  },
  "a directory less what .dvcignore leaves out": {
    files: { ...FILES, "data/x.tmp": "x", ".dvcignore": "*.tmp\n" },
    path: "data",
    recorded: WHOLE,
  },
  "a directory of a project inside of this one as empty": {
    files: { ...FILES, "data/.dvc/config": "" },
    path: "data/b",
    recorded: directoryHash([]),
  },
  "a link to the root of the project as empty": {
    files: FILES,
    links: { "data/top": ".." },
    path: "data/top",
    recorded: directoryHash([]),
  },
  "a directory less the project in it, though its .dvc is a file": {
    files: { ...FILES, "data/c/.dvc": "", "data/c/x": "x" },
    path: "data",
    recorded: WHOLE,
  },
  "an empty file": { files: { "empty.txt": "" }, path: "empty.txt", recorded: md5("") },
  "a name that is not ASCII": {
    files: { "dätä/ü.txt": "a\n" },
    path: "dätä",
    recorded: directoryHash([{ path: "ü.txt", md5: md5("a\n") }]),
  },
};

for (const [why, made] of Object.entries(MATCHING)) {
  test(`hashes ${why} as DVC does`, async () => {
    assert.deepEqual(await errorsOf(made), []);
    assert.deepEqual(await errorsOf({ ...made, recorded: made.recorded.replace(/^./, "z") }), [
      "lock/deps-match differs",
    ]);
  });
}

test("does not pass a lock that records anything but the md5 of a file in git", async () => {
  const verdictOf = async (line: string): Promise<string> => {
    const repository = createProject();
    repository.write("a.txt", "a\n");
    lockNow(repository, [{ name: "read", deps: ["a.txt"] }]);
    repository.write("dvc.lock", repository.read("dvc.lock").replace(/ *md5: .*\n/, line));
    repository.commit("first");
    repository.git("tag", "-a", "-m", "released", "v1.0.0");
    return (await auditTag(repository.directory, "v1.0.0")).verdict;
  };
  const right = md5("a\n");
  assert.equal(await verdictOf(`        md5: ${right}\n`), "passed");
  assert.equal(await verdictOf(`        etag: ${right}\n`), "failed");
  const wrong = ["zz", `zz${right.slice(2)}`, '""', right.slice(0, 8), right.toUpperCase()];
  for (const spelled of wrong) {
    assert.notEqual(await verdictOf(`        md5: ${spelled}\n`), "passed", spelled);
  }
  assert.notEqual(await verdictOf(""), "passed", "no hash at all");
});

test("sees one changed byte deep in a directory", async () => {
  const files = { ...FILES, "data/b/c.txt": "C\n" };
  assert.deepEqual(await errorsOf({ files, path: "data", recorded: WHOLE }, "outs"), [
    "lock/outs-match differs",
  ]);
});

test("takes a git-LFS pointer, a link to elsewhere and a submodule for gaps, never for content", async () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
  const gone = md5("the real bytes");
  assert.deepEqual(
    await errorsOf({ files: { "m.bin": pointer }, path: "m.bin", recorded: gone }),
    [],
  );
  const links = { link: "../elsewhere" };
  assert.deepEqual(await errorsOf({ files: {}, links, path: "link", recorded: gone }), []);
  const prepare = ({ git }: TestRepository): void => {
    git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
  };
  assert.deepEqual(await errorsOf({ files: {}, path: "module/x", recorded: gone, prepare }), []);
});

test.run();
