// Lists of globs are held against a path at once, and say what picomatch says of one after the other.

import assert from "node:assert/strict";
import { array, assert as assertProperty, constantFrom, property, string } from "fast-check";
import picomatch from "picomatch";
import { suite } from "uvu";
import { matchesAny } from "../lib/globs.ts";

const globs = suite("globs");

// No policy has one that ends in a backslash: picomatch never comes to an end of some.
const glob = string({
  unit: constantFrom(...Array.from("ab./*?!{},[]()|@+\\")),
  maxLength: 8,
}).filter((text) => text !== "" && !text.endsWith("\\"));
const path = string({ unit: constantFrom(...Array.from("ab./!*[(")), maxLength: 6 });

globs("match as picomatch does", () => {
  let matched = 0;
  assertProperty(
    property(array(glob, { maxLength: 3 }), array(path, { maxLength: 20 }), (patterns, paths) => {
      const isMatch = picomatch(patterns, { dot: true });
      for (const each of paths) {
        assert.equal(matchesAny(each, patterns), isMatch(each), JSON.stringify([patterns, each]));
        if (isMatch(each)) matched += 1;
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(matched > 100, String(matched));
});

globs("of nothing match nothing, and none matches an empty path", () => {
  assert.equal(matchesAny("a", []), false);
  assert.equal(matchesAny("", ["**"]), false);
  assert.equal(matchesAny("+(a)", ["+(a)"]), true, "by the letter");
  assert.equal(matchesAny(".hidden/a", ["**/a"]), true);
});

globs.run();
