// A directory inside of a recorded one has the hash that DVC would give it, whatever the order of the listing.

import assert from "node:assert/strict";
import { assert as assertProperty, constantFrom, property, uniqueArray } from "fast-check";
import { suite } from "uvu";
import { directoryHash } from "../../lib/dvc/directory-hash.ts";
import { fileInside, hashInside } from "../../lib/dvc/inside.ts";
import { md5 } from "../helpers/pipeline.ts";
import { directory } from "../helpers/recorded.ts";

const inside = suite("dvc/inside");

const NAMES = [
  "a",
  "a.b",
  "a/b",
  "a/b.c",
  "a/b/c",
  "a/c",
  "a-b",
  "a0",
  "b/a/b",
  "ä/\u{1f600}",
  "ä/\uffff",
];

inside("finds what lies below, and nothing that only begins so", () => {
  assertProperty(
    property(
      uniqueArray(constantFrom(...NAMES)),
      constantFrom("a", "a/b", "b", "ä", "c"),
      (paths, at) => {
        const entry = directory("o", Object.fromEntries(paths.map((path) => [path, path])));
        const below = paths.filter((path) => path.startsWith(`${at}/`));
        const files = below.map((path) => ({ path: path.slice(at.length + 1), md5: md5(path) }));
        const expected = paths.includes(at)
          ? md5(at)
          : files.length === 0
            ? null
            : directoryHash(files);
        assert.equal(hashInside(entry, at)?.value ?? null, expected);
        assert.equal(hashInside(entry, at)?.value ?? null, expected, "asked again");
        assert.equal(fileInside(entry, at)?.hash ?? null, paths.includes(at) ? md5(at) : null);
      },
    ),
  );
});

inside("knows nothing of a closed directory", () => {
  assert.equal(hashInside(directory("o", { a: "a" }, false), "a"), null);
});

inside.run();
