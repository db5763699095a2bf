import { deepEqual, equal, ok } from "node:assert/strict";
import { posix } from "node:path";
import { assert as assertProperty, array, constantFrom, property } from "fast-check";
import { suite } from "uvu";

import { effectiveHash, joinDirectory, locate } from "../../lib/dvc/locate.ts";
import type { HashKind, LockedEntry } from "../../lib/dvc/model.ts";

const test = suite("dvc/locate");

for (const [base, root, path, expected] of [
  ["", "", "a", "+a"],
  ["", "", "./a/", "+a"],
  ["", "", ".", "-"],
  ["", "", "./", "-"],
  ["p/sub", "p", "../data//x/./y", "+p/data/x/y"],
  ["p/sub", "p", "..", "-p"],
  ["p/sub", "p", "../../README", "-README"],
  ["p", "p", "../pq/x", "-pq/x"],
  ["", "", "a/../../x", "outside-repository"],
  ["p", "p", "../..", "outside-repository"],
  ["p", "p", "../../p/x", "outside-repository"],
  ["..", "", "repo/x", "outside-repository"],
  ["", "", "..x", "+..x"],
  ["", "", "/abs/x", "absolute"],
  ["/abs", "", "x", "absolute"],
  ["", "", "s3://bucket/key", "url"],
  ["", "", "HTTPS://host/x", "url"],
  ["", "", "remote://name/x", "url"],
  ["", "", "ds://name", "dataset"],
  ["", "", "a:b", "+a:b"],
  ["", "", "a/s3://b", "+a/s3:/b"],
  ["", "", "C:\\x", "+C:\\x"],
] as const) {
  test(`${JSON.stringify(path)} in ${JSON.stringify(base)}, project ${JSON.stringify(root)}`, () => {
    const { at, insideProject } = locate(base, root, path);
    if (at.kind === "external") {
      deepEqual([at.why, at.text, insideProject], [expected, path, false]);
    } else equal(`${insideProject ? "+" : "-"}${at.path}`, expected);
  });
}

test("a joined path has no empty part, no dot, and .. only in front", () => {
  const part = constantFrom("a", "b", ".", "..", "", "x.y");
  assertProperty(
    property(array(part), array(part, { minLength: 1 }), (left, right) => {
      const joined = joinDirectory(joinDirectory("", left.join("/")), right.join("/"));
      ok(/^(?:|\/?(?:\.\.(?:\/|$))*(?:(?:a|b|x\.y)(?:\/(?:a|b|x\.y))*)?)$/.test(joined), joined);
      ok(joined === "/" || !joined.endsWith("/"), joined);
      equal(joinDirectory(joined, null), joined);
      equal(joinDirectory(joined, "."), joined);
    }),
  );
});

for (const [kind, inside, expected] of [
  ["md5", false, "md5"],
  ["md5-dos2unix", true, "md5-dos2unix"],
  ["md5-dos2unix", false, "md5"],
  ["etag", false, "etag"],
  ["other", false, "other"],
] as readonly (readonly [HashKind, boolean, HashKind])[]) {
  test(`a ${kind} hash ${inside ? "inside" : "outside"} is ${expected}`, () => {
    const hash = { kind, value: "abc" };
    deepEqual(effectiveHash({ ...ENTRY, hash }, inside), { kind: expected, value: "abc" });
  });
}

const ENTRY: LockedEntry = {
  path: "a",
  line: 1,
  hash: null,
  hashSpelled: false,
  size: null,
  fileCount: null,
  files: null,
  cloud: null,
  dataset: null,
};

test("no hash is none anywhere", () => equal(effectiveHash(ENTRY, false), null));

test("a path is joined as Node joins it", () => {
  const names = array(constantFrom("a", "b c", ".", "..", "", ".x", "x.", "...", "é", "a\nb"), {
    maxLength: 5,
  });
  const directories = constantFrom("", "p", "p/q", "..", "../..", ".dvc", "/p", "/..");
  assertProperty(
    property(directories, names, (directory, parts) => {
      const path = parts.join("/");
      if (path.startsWith("/")) return;
      const joined = posix.join(directory, path).replace(/(?<=.)\/$/, "");
      equal(joinDirectory(directory, path), joined === "." ? "" : joined);
    }),
    { numRuns: 1000 },
  );
});

test.run();
