// What install writes down of `releases.branches` matches at least what the globs match.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { array, assert as assertProperty, constantFrom, property } from "fast-check";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { branchesName, isWatched, readBranches, renderBranches } from "../../hooks/branches.ts";
import { matchesAny } from "../../lib/globs.ts";
import type { RefUpdate } from "../../lib/update.ts";

const test = suite("hooks/branches");

function update(ref: string, newOid: string | null = "1".repeat(40)): RefUpdate {
  return { ref, localRef: ref, newOid, oldOid: null, kind: newOid === null ? "delete" : "create" };
}

function prefixesOf(text: string): readonly string[] {
  return text.split("\n").slice(0, -1);
}

const rendered: readonly (readonly [globs: readonly string[], text: string])[] = [
  [[], ""],
  [["release/*"], "release/\n"],
  [["main", "release/*", "release/[0-9]*"], "main\nrelease/\n"],
  [["release/**", "release/*"], "release\nrelease/\n"],
  [["release/{**,x}"], "release\n"],
  [["*"], "\n"],
  [["{a,b}/x"], "\n"],
  [["rel-[0-9]*"], "rel-\n"],
  [["v+(1)"], "v\n"],
  [["release/|*"], "\n"],
];

test("writes the literal beginning of each glob", () => {
  for (const [globs, text] of rendered) strictEqual(renderBranches(globs), text, globs.join());
});

test("watches branches that are set, and no other ref", () => {
  ok(isWatched(update("refs/heads/release/1"), ["release/"]));
  ok(isWatched(update("refs/heads/anything"), [""]));
  ok(!isWatched(update("refs/heads/main"), ["release/"]));
  ok(!isWatched(update("refs/heads/release/1", null), ["release/"]), "a deletion");
  ok(!isWatched(update("refs/tags/release/1"), [""]));
  ok(!isWatched(update("refs/heads/release/1"), []));
});

const pieces = constantFrom(
  "a",
  "b",
  "/",
  "*",
  "**",
  "?",
  "{a,b}",
  "[ab]",
  "!",
  "+(a)",
  "@",
  "-",
  ".",
  "(",
  "|",
  "\\",
);
const letters = constantFrom("a", "b", "/", "-", ".", "!", "@");

/** Random globs find the first and the last of these once in ten runs or so. */
const empty = ["release/**", "release/{**,x}", "release/**/*", "release/**/**", "v/|*"];

test("a glob that matches the directory itself is not missed there", () => {
  for (const glob of empty) {
    const prefixes = prefixesOf(renderBranches([glob]));
    const isMissed =
      matchesAny("release", [glob]) && !isWatched(update("refs/heads/release"), prefixes);
    ok(!isMissed, glob);
  }
  ok(matchesAny("release", ["release/**"]), "it is one");
});

test("never misses what a glob matches", () => {
  assertProperty(
    property(array(pieces, { maxLength: 6 }), array(letters, { maxLength: 6 }), (globs, name) => {
      const glob = globs.join("");
      const branch = name.join("");
      // No policy has such globs.
      if (glob === "" || /^!|\\$/.test(glob) || branch === "") return;
      if (!matchesAny(branch, [glob])) return;
      ok(isWatched(update(`refs/heads/${branch}`), prefixesOf(renderBranches([glob]))), glob);
    }),
    { numRuns: 3000 },
  );
});

test("reads what was written, and nothing where there is nothing", async () => {
  const home = temporaryDirectory();
  deepStrictEqual(readBranches(home), []);
  for (const [globs, text] of rendered) {
    writeFileSync(join(home, branchesName), text);
    deepStrictEqual(readBranches(home), prefixesOf(renderBranches(globs)));
  }
});

test.run();
