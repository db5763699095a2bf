// Every numbered case of the reference has a test whose name begins with its number.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";

const complete = suite("cases/complete");

const LAST = 65;

/** Cases whose tests do not begin with a number, and where they are. */
const ELSEWHERE: Readonly<Record<number, string>> = {
  64: "test/end-to-end/push.test.ts: judges the object that is sent and the name that it gets",
};

function testFiles(): readonly string[] {
  const root = join(process.cwd(), "test");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => join(root, path));
}

complete("each has a test, or a place that is named", () => {
  const texts = testFiles().map((path) => readFileSync(path, "utf8"));
  const numbers = texts.flatMap((text) =>
    [...text.matchAll(/["`]case (\d+): /g)].map(([, number]) => Number(number)),
  );
  const known = new Set([...numbers, ...Object.keys(ELSEWHERE).map(Number)]);
  const all = Array.from({ length: LAST }, (_, index) => index + 1);
  assert.deepEqual(
    all.filter((number) => !known.has(number)),
    [],
  );
  assert.deepEqual(
    [...known].filter((number) => !all.includes(number)),
    [],
  );
  assert.deepEqual(
    numbers.filter((number) => number in ELSEWHERE),
    [],
  );
});

complete("each place that is named is there", () => {
  for (const place of Object.values(ELSEWHERE)) {
    const [path = "", words = ""] = place.split(": ");
    assert.ok(readFileSync(join(process.cwd(), path), "utf8").includes(words), place);
  }
});

complete.run();
