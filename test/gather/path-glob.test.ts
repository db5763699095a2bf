// Patterns of .gitattributes: git itself says which paths each speaks of.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { assert as assertProperty, array, boolean, constantFrom, property } from "fast-check";
import { suite } from "uvu";
import { compilePathGlob } from "../../lib/gather/path-glob.ts";
import { createRepository, isolatedEnvironment } from "../helpers/repository.ts";

const paths = suite("gather/path-glob");

const PATHS = ["a", "b.csv", "a/b", "a/b.csv", "a/b/c", "a/b/c.csv", "b/a/b", "a b", "ab/a", "*"];

/** The paths of which git says that a pattern speaks. */
function saidByGit(repository: ReturnType<typeof createRepository>, pattern: string): string[] {
  repository.write(".gitattributes", `${pattern} mark\n`);
  const said = execFileSync("git", ["check-attr", "--stdin", "-z", "mark"], {
    cwd: repository.directory,
    env: isolatedEnvironment(),
    input: `${PATHS.join("\0")}\0`,
    encoding: "utf8",
  }).split("\0");
  return PATHS.filter((_, index) => said[index * 3 + 2] === "set");
}

const PATTERNS =
  "a *.csv /a /*.csv a/b a/* a/** **/b **/*.csv a/**/c a/**/** /**/c b/ ** * ? a? [ab] [a-c]/b a/[!b] ab/a \\* a*b /".split(
    " ",
  );

paths("speaks of the files that git says", () => {
  const repository = createRepository();
  for (const pattern of PATTERNS) {
    const isMatch = compilePathGlob(pattern);
    assert.deepEqual(PATHS.filter(isMatch), saidByGit(repository, pattern), pattern);
  }
});

paths("speaks of the files that git says, whatever the pattern is made of", () => {
  const repository = createRepository();
  // No `a**`: there git compares pointers of two texts (wildmatch.c), and answers by where they lie.
  const segment = constantFrom(
    "a",
    "b",
    "*",
    "**",
    "?",
    "*.csv",
    "a*",
    "*b*",
    "c",
    "***",
    "a?",
    "[ab]*",
  );
  assertProperty(
    property(boolean(), array(segment, { minLength: 1, maxLength: 5 }), (isAnchored, segments) => {
      const pattern = `${isAnchored ? "/" : ""}${segments.join("/")}`;
      assert.deepEqual(
        PATHS.filter(compilePathGlob(pattern)),
        saidByGit(repository, pattern),
        pattern,
      );
    }),
    { numRuns: 150 },
  );
});

paths("takes no time for what would make a regular expression hang", () => {
  const isMatch = compilePathGlob(`${"*a".repeat(900)}*b`);
  assert.equal(isMatch("a".repeat(250)), false);
  assert.equal(compilePathGlob(`${"**/a/".repeat(400)}b`)("a/".repeat(2000)), false);
});

paths.run();
