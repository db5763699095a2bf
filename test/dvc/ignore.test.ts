import { equal } from "node:assert/strict";
import {
  assert as assertProperty,
  array,
  boolean,
  constantFrom,
  property,
  string,
} from "fast-check";
import { suite } from "uvu";

import { makeIgnore, type IgnoreTest } from "../../lib/dvc/ignore.ts";

const test = suite("dvc/ignore");

function testOf(files: Readonly<Record<string, string>>): IgnoreTest {
  return makeIgnore(Object.entries(files).map(([directory, text]) => ({ directory, text })));
}

// The .dvcignore files of a project, and what DVC 3.67.1 ignores and does not; a directory ends in a slash.
for (const [files, ignored, kept] of [
  [
    { "": "" },
    [".git", ".git/", "a/.git/x", ".dvc/", "sub/.dvc/config", ".hg/"],
    [".dvc", ".hg", "a"],
  ],
  [{ "": "*.txt\n!keep.txt\n" }, ["a.txt", "d/a.txt", "a.txt/"], ["keep.txt", "d/keep.txt"]],
  [{ "": "/a\nb/c\n" }, ["a", "b/c", "a/x"], ["d/a", "d/b/c", "b"]],
  [{ "": "a/\n" }, ["a/", "a/x", "d/a/"], ["a", "d/a"]],
  [{ "": "a/*\n!a/b\n" }, ["a/c"], ["a/", "a/b", "a/b/d"]],
  [{ "": "*.txt\n!foo\n" }, ["bar/a.txt"], ["foo/a.txt", "foo"]],
  [{ "": "a/\n!a/b\n" }, ["a/b"], []],
  [{ "": "*\n" }, ["a", "a/", "a/b"], []],
  [{ "": "*/\n**/\n" }, [], ["a", "a/", "a/b"]],
  [{ "": "a/**\n" }, ["a/", "a/b"], ["a", "d/a/b"]],
  [{ "": "a/**/b\n" }, ["a/b", "a/x/y/b"], ["a/bb"]],
  [{ "": "**/b\n" }, ["b", "x/y/b"], ["xb"]],
  [{ "": "***\n" }, ["a", "a/"], []],
  [{ "": "a***\n" }, ["ab", "a"], []],
  [{ "": "f[!a-c]?\n" }, ["fdx"], ["fax", "fd", "fd/x"]],
  [
    { "": "[]-]\n[a\n[^x]y\n\\!z\n\\#q\nw\\*\n" },
    ["]", "-", "zy", "!z", "#q", "w*"],
    ["[a", "xy", "wx"],
  ],
  [{ "": "#a\n\n  b  \n/\n" }, ["b"], ["#a", "a", "  b  "]],
  [{ "": "x y\r\nz\r\n" }, ["x y", "z"], []],
  [{ "": "!.git\n" }, [], [".git", ".git/", ".git/x"]],
  [
    { d: "a\n/b\nc/e\n!k.txt\n", "": "*.txt\n" },
    ["d/a", "d/x/a", "d/b", "d/c/e", "k.txt"],
    ["a", "d/x/b", "d/x/c/e", "d/k.txt", "d"],
  ],
  [{ d: "**\n" }, ["d/a"], ["d/", "d"]],
  [{ "": "d/.dvcignore\n", d: "a\n" }, [], ["d/a"]],
  [{ "": "d/\n!d/\n", d: "a\n" }, ["d/a"], ["d/", "d/b"]],
  [{ "": "e/\n", e: "!x\n" }, ["e/x"], []],
  [{ "a[1]": "x\n" }, [], ["a[1]/x", "a1/x"]],
  [{ "": "Ab\né\n🦆?\n" }, ["Ab", "é", "🦆🦆"], ["ab", "🦆"]],
] as readonly (readonly [
  Readonly<Record<string, string>>,
  readonly string[],
  readonly string[],
])[]) {
  test(JSON.stringify(files), () => {
    const ignores = testOf(files);
    const ask = (path: string): boolean => ignores(path.replace(/\/$/, ""), path.endsWith("/"));
    for (const path of ignored) equal(ask(path), true, `${path} is ignored`);
    for (const path of kept) equal(ask(path), false, `${path} is kept`);
  });
}

test("drops what pathspec cannot read, where DVC fails", () => {
  const ignores = testOf({ "": "!\na\\\n[b-a]\nx\n" });
  equal(ignores("x", false), true);
  equal(ignores("b", false), false);
});

test("is not slow on stars", () => {
  const ignores = testOf({ "": `${"*a".repeat(40)}b\n${"**/a/".repeat(40)}b\n` });
  equal(ignores("a".repeat(4000), false), false);
  equal(ignores("a/".repeat(400).slice(0, -1), true), false);
});

test("the order in which the files come does not matter", () => {
  const files = [
    { directory: "a/b", text: "!x\n" },
    { directory: "", text: "x\n" },
    { directory: "a", text: "!y\n" },
  ];
  for (const given of [files, files.toReversed()]) {
    equal(makeIgnore(given)("a/b/x", false), false);
    equal(makeIgnore(given)("a/x", false), true);
  }
});

test("takes any rules and paths without an exception", () => {
  const text = array(constantFrom("*", "**", "/", "a", "[", "]", "!", "-", "\\", "?", "\n", "#"));
  assertProperty(
    property(text, string(), boolean(), (rules, path, isDirectory) => {
      equal(typeof testOf({ "": rules.join(""), a: rules.join("") })(path, isDirectory), "boolean");
    }),
  );
});

test.run();
