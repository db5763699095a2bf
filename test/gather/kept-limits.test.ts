// How much of a store is read for one release: bounded, and always the same part of it.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import { openStore } from "../../lib/dvc/store/store.ts";
import { openKept } from "../../lib/gather/kept.ts";
import { withListings } from "../../lib/gather/listings.ts";
import type { Stores } from "../../lib/gather/stores.ts";
import { md5 } from "../helpers/pipeline.ts";
import { directory, entry, factsOf, stage } from "../helpers/recorded.ts";

const limits = suite("gather/kept limits");

async function storesOf(objects: Readonly<Record<string, string>>): Promise<Pick<Stores, "read">> {
  const place = temporaryDirectory();
  for (const [hash, text] of Object.entries(objects)) {
    const path = join(place, "files/md5", hash.slice(0, 2), hash.slice(2));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const store = await openStore([{ kind: "cache", name: ".", directory: place }]);
  return { read: async (_, hash, limit) => store.read(hash, limit) };
}

const TEXTS = { a: "aaaa", b: "bbbbbbbb", c: "cccc", d: "dddd" };
const OUTS = Object.entries(TEXTS).map(([path, text]) => entry(path, md5(text)));
const OBJECTS = Object.fromEntries(Object.values(TEXTS).map((text) => [md5(text), text]));

const CASES: readonly (readonly [limit: [number, number, number], read: string])[] = [
  [[100, 1000, 10], "abcd"],
  [[4, 1000, 10], "acd"],
  [[100, 8, 10], "ac"],
  [[100, 12, 10], "ab"],
  [[100, 1000, 2], "ab"],
  [[0, 0, 0], ""],
];

for (const [[one, all, files], expected] of CASES) {
  limits(
    `${one} of one, ${all} of all and ${files} files read ${expected || "nothing"}`,
    async () => {
      const facts = factsOf([stage("s", [], OUTS)]);
      const kept = openKept(facts, await storesOf(OBJECTS), { one, all, files });
      let read = "";
      for (const [path, text] of Object.entries(TEXTS)) {
        const content = await kept.content(path);
        assert.equal(content.kind === "file" ? content.md5 : "", md5(text), "known by its record");
        const size = content.kind === "file" ? content.size : null;
        const sha256 = content.kind === "file" ? content.sha256 : null;
        assert.equal(size === null, sha256 === null);
        if (size !== null) read += path;
      }
      assert.equal(read, expected);
    },
  );
}

limits("counts a file once, whoever asks for it again", async () => {
  const facts = factsOf([stage("s", [], OUTS)]);
  const kept = openKept(facts, await storesOf(OBJECTS), { one: 100, all: 8, files: 2 });
  const [first, second] = await Promise.all([kept.content("a"), kept.content("a")]);
  assert.equal(first, second);
  const other = await kept.content("c");
  assert.equal(other.kind === "file" ? other.size : null, 4);
});

limits("says what it does not know of a hash that is not the md5", async () => {
  const legacy = {
    ...entry("a", md5("aaaa")),
    hash: { kind: "md5-dos2unix", value: md5("aaaa") },
  } as const;
  const facts = factsOf([stage("s", [], [legacy])]);
  const without = await openKept(facts, await storesOf({})).content("a");
  assert.equal(without.kind === "unverifiable" && !without.blocking, true);
  const found = await openKept(facts, await storesOf(OBJECTS)).content("a");
  assert.equal(found.kind === "file" ? found.legacyMd5 : null, md5("aaaa"));
  const none = await openKept(facts, await storesOf(OBJECTS)).content("other");
  assert.equal(none.kind, "unverifiable");
});

const LISTINGS = ["x", "yy", "z"].map((name) => ({ [`${name}.txt`]: name }));

function textOf(files: Readonly<Record<string, string>>): string {
  const items = Object.entries(files).map(
    ([path, text]) => `{"md5": "${md5(text)}", "relpath": "${path}"}`,
  );
  return `[${items.join(", ")}]`;
}

const LENGTH = textOf(LISTINGS[0] ?? {}).length;

for (const [limit, expected] of [
  [10 * LENGTH, "0 1 2"],
  [LENGTH, "0"],
  [2 * LENGTH, "0 2"],
  [0, ""],
] as const) {
  limits(`${limit} bytes of listings read ${expected || "none"}`, async () => {
    const outs = LISTINGS.map((files, index) => directory(`d${index}`, files, false));
    const objects = LISTINGS.map((files) => {
      const listed = Object.entries(files).map(([path, text]) => ({ path, md5: md5(text) }));
      return [directoryHash(listed), textOf(files)];
    });
    const stores = await storesOf(Object.fromEntries(objects) as Record<string, string>);
    const facts = await withListings(factsOf([stage("s", [], outs)]), stores, limit);
    const found = facts.pipelines[0]?.stages[0]?.outs ?? [];
    const known = found.flatMap(({ files }, index) => (files === null ? [] : [index]));
    assert.equal(known.join(" "), expected);
  });
}

limits.run();
