// Misspelt words and the known ones that they are nearest to.

import { equal } from "node:assert/strict";
import { suite } from "uvu";
import { nearestOf } from "../lib/nearest.ts";

const test = suite("config/nearest");

const known = [
  "tag/signed",
  "tag/reachable",
  "review/linked",
  "warning",
  "error",
  "off",
  "bundle",
  "hook",
];

test("the nearest known word, or none", () => {
  const cases: [string, string | null][] = [
    ["bundel", "bundle"],
    ["ohko", "hook"],
    ["Bundle", "bundle"],
    ["eror", "error"],
    ["warn", "warning"],
    ["signed", "tag/signed"],
    ["tag/signd", "tag/signed"],
    ["tag-reachable", "tag/reachable"],
    ["of", "off"],
    ["on", null],
    ["", null],
    ["zzzzzz", null],
    ["w", null],
    ["x".repeat(100_000), null],
  ];
  for (const [word, nearest] of cases) equal(nearestOf(word, known), nearest, word.slice(0, 20));
});

test("of two equally near words the first", () => {
  equal(nearestOf("bat", ["cat", "hat"]), "cat");
  equal(nearestOf("hat", ["cat", "hat"]), "hat");
});

test.run();
