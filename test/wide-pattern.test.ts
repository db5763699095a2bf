// A pattern that was narrowed to ASCII matches the same there as the one that is written.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert as assertProperty, constantFrom, oneof, property, string } from "fast-check";
import { suite } from "uvu";
import { wide } from "../lib/wide-pattern.ts";

const widePattern = suite("wide-pattern");

/** Every pattern that is written ``wide(String.raw`…`, flags)`` in the sources. */
function written(): readonly RegExp[] {
  return readdirSync("lib", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [
      ...readFileSync(join("lib", name), "utf8").matchAll(
        /wide\(\s*String\.raw`((?:(?!\$\{)[^`])+)`,\s*"([a-z]+)",?\s*\)/g,
      ),
    ])
    .map(([, source = "", flags = ""]) => new RegExp(source, flags));
}

function matches(pattern: RegExp, text: string): readonly unknown[] {
  const all = new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`);
  return [...text.matchAll(all)].map((match) => [match.index, ...match]);
}

const text = oneof(
  string({ unit: "binary-ascii" }),
  string({
    unit: constantFrom(..."aZ_9 .!?<>=*-—é\n{}TODO todo changed latestRun".split("")),
  }),
);

widePattern("matches the same in any text", () => {
  const patterns = written();
  assert.ok(patterns.length >= 15, String(patterns.length));
  for (const pattern of patterns) {
    const patternOf = wide(pattern.source, pattern.flags);
    assertProperty(
      property(text, (sample) => {
        assert.deepEqual(matches(patternOf(sample), sample), matches(pattern, sample));
      }),
      { numRuns: 300 },
    );
  }
});

widePattern("uses the short pattern for ASCII alone", () => {
  const patternOf = wide(String.raw`[\p{L}]+`, "gu");
  assert.equal(patternOf("plain").source, "[A-Za-z]+");
  assert.equal(patternOf("plain"), patternOf("other"));
  assert.equal(patternOf("café").source, String.raw`[\p{L}]+`);
});

widePattern("knows no class but its own", () => {
  assert.throws(() => wide(String.raw`[\p{Sc}]`, "u")("a"), /\\p\{Sc\} has no share of ASCII here/);
});

widePattern.run();
