// Trees of real commits, and tree objects that git would never write.

import { deepEqual, equal, match } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { assert as assertProperty, constantFrom, property, uint8Array } from "fast-check";
import { suite } from "uvu";
import { openRepository } from "../../lib/git/open.ts";
import { readTree, TREE_LIMITS } from "../../lib/git/read-tree.ts";
import { parseTreeObject } from "../../lib/git/tree-object.ts";
import { decodePath } from "../../lib/git/text.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const test = suite("git/read-tree");

async function treeOf(fixture: TestRepository, oid: string, limits = TREE_LIMITS) {
  const repository = await openRepository(fixture.directory, isolatedEnvironment());
  try {
    return await readTree(repository.reader, oid, limits);
  } finally {
    await repository.close();
  }
}

/** Stores a tree object as it stands, without git's checks. */
function storeTree(fixture: TestRepository, entries: readonly [string, string, string][]): string {
  const bytes = entries.map(([mode, name, oid]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]),
  );
  const args = ["hash-object", "-w", "--literally", "-t", "tree", "--stdin"];
  return execFileSync("git", args, {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    input: Buffer.concat(bytes),
    encoding: "utf8",
  }).trim();
}

function order(left: { path: string }, right: { path: string }): number {
  return left.path < right.path ? -1 : 1;
}

const BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

for (const format of ["sha1", "sha256"]) {
  test(`a ${format} tree lists what git ls-tree lists`, async () => {
    const fixture = createRepository(`--object-format=${format}`);
    for (const path of ["a.txt", "a/b/c", "a-b", "z/é/中", "with space", `q"uote`, "ne\nw"]) {
      fixture.write(path, path);
    }
    execFileSync("ln", ["-s", "a.txt", "link"], { cwd: fixture.directory });
    execFileSync("chmod", ["+x", "a-b"], { cwd: fixture.directory });
    fixture.git("add", ".");
    fixture.git(
      "update-index",
      "--add",
      "--cacheinfo",
      `160000,${"1".repeat(format === "sha1" ? 40 : 64)},module`,
    );
    fixture.git("commit", "--quiet", "--message", "tree");
    const oid = fixture.git("rev-parse", "HEAD^{tree}");
    const expected = fixture
      .git("ls-tree", "-r", "-z", "--full-tree", oid)
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        const [head = "", path = ""] = line.split("\t");
        const [mode = "", , entry = ""] = head.split(" ");
        return { path, mode, oid: entry };
      });
    const reading = await treeOf(fixture, oid);
    const tree = reading.state === "present" ? reading.value : null;
    deepEqual(
      tree?.entries.map(({ path, mode, oid: entry }) => ({ path, mode, oid: entry })),
      expected.toSorted(order),
    );
    deepEqual(
      ["link", "module", "a-b"].map((path) => tree?.get(path)?.kind),
      ["link", "submodule", "file"],
    );
    equal(expected.length, 9);
  });
}

test("directories that releases share are read once", async () => {
  const fixture = createRepository();
  fixture.write("big/deep/file", "same");
  fixture.write("version", "1");
  fixture.commit("one");
  const first = fixture.git("rev-parse", "HEAD^{tree}");
  fixture.write("version", "2");
  fixture.commit("two");
  const second = fixture.git("rev-parse", "HEAD^{tree}");
  const repository = await openRepository(fixture.directory, isolatedEnvironment());
  await readTree(repository.reader, first);
  equal(repository.statistics.objects, 3);
  const again = await readTree(repository.reader, second);
  equal(repository.statistics.objects, 4);
  equal(again.state === "present" && again.value.get("big/deep/file")?.path, "big/deep/file");
  await repository.close();
});

test("a directory that is not here, or is no tree, is unreadable and says which", async () => {
  const fixture = createRepository();
  fixture.write("a/b/file", "one");
  fixture.commit("one");
  const oid = fixture.git("rev-parse", "HEAD^{tree}");
  const gone = fixture.git("rev-parse", "HEAD:a/b");
  unlinkSync(join(fixture.directory, ".git/objects", gone.slice(0, 2), gone.slice(2)));
  const missing = await treeOf(fixture, oid);
  equal(missing.state === "unreadable" && missing.problem.cause, "missing-object");
  deepEqual(missing.source, { path: "a/b", oid: gone });
  const blob = fixture.git("hash-object", "-w", "a/b/file");
  const wrong = await treeOf(fixture, blob);
  equal(wrong.state === "unreadable" && wrong.problem.text, `${blob} is a blob, not a tree`);
});

test("names that lead astray are malformed", async () => {
  const fixture = createRepository();
  const cases: [string, string, string, RegExp][] = [
    ["100644", "..", BLOB, /named "\.\."$/],
    ["100644", ".", BLOB, /named "\."$/],
    ["40000", ".git", "4b825dc642cb6eb9a060e54bf8d69288fbee4904", /named "\.git"$/],
    ["100644", ".GIT", BLOB, /named "\.GIT"$/],
    ["100644", "", BLOB, /named ""$/],
    ["100644", "a/b", BLOB, /named "a\/b"$/],
    ["1006444", "a", BLOB, /the mode "1006444"$/],
    ["200000", "a", BLOB, /the mode "200000"$/],
  ];
  for (const [mode, name, blob, text] of cases) {
    const reading = await treeOf(fixture, storeTree(fixture, [[mode, name, blob]]));
    match(reading.state === "unreadable" ? reading.problem.text : reading.state, text);
  }
  const twice = await treeOf(
    fixture,
    storeTree(fixture, [
      ["100644", "a", BLOB],
      ["40000", "a", BLOB],
    ]),
  );
  match(twice.state === "unreadable" ? twice.problem.text : "", /two entries named "a"$/);
});

test("a tree of trees that unfolds without end is too large, in depth and in width", async () => {
  const fixture = createRepository();
  let oid = storeTree(fixture, [["100644", "file", BLOB]]);
  for (let depth = 0; depth < 30; depth += 1) {
    oid = storeTree(
      fixture,
      ["a", "b", "c", "d"].map((name) => ["40000", name, oid]),
    );
  }
  const wide = await treeOf(fixture, oid, { depth: 200, entries: 50_000 });
  equal(wide.state === "unreadable" && wide.problem.text, "the tree has more than 50000 entries");
  let chain = storeTree(fixture, [["100644", "file", BLOB]]);
  for (let depth = 0; depth < 6; depth += 1) chain = storeTree(fixture, [["40000", "d", chain]]);
  const deep = await treeOf(fixture, chain, { depth: 5, entries: 100 });
  equal(
    deep.state === "unreadable" && deep.problem.text,
    "the tree has more than 5 directories deep",
  );
  equal((await treeOf(fixture, chain, { depth: 6, entries: 100 })).state, "present");
});

test("names that are not UTF-8 stay apart", () => {
  const names = [
    [0xe9],
    [0xc3, 0xa9],
    [0xc3, 0x28],
    [0xe9, 0x80],
    [0xef, 0xbb, 0xbf, 0x61],
    [0x61],
  ];
  const texts = names.map((bytes) => decodePath(Uint8Array.from(bytes)));
  equal(new Set(texts).size, names.length);
  equal(texts[1], "é");
});

test("no bytes make the parser throw, and an entry that is cut off is no entry", () => {
  assertProperty(
    property(uint8Array({ maxLength: 80 }), constantFrom<20 | 32>(20, 32), (bytes, oidBytes) => {
      const result = parseTreeObject(bytes, oidBytes);
      equal(result.ok, bytes.length === 0);
    }),
    { numRuns: 300 },
  );
  const oid = Buffer.alloc(20, 0);
  const entry = Buffer.concat([Buffer.from("100644 a\0"), oid]);
  for (let length = 1; length < entry.length; length += 1) {
    equal(parseTreeObject(entry.subarray(0, length), 20).ok, false, String(length));
  }
  deepEqual(parseTreeObject(entry, 20), {
    ok: true,
    value: [{ name: "a", mode: "100644", kind: "file", oid: "0".repeat(40) }],
  });
  equal(parseTreeObject(entry, 32).ok, false);
});

test.run();
