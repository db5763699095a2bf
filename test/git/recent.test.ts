// Small objects are asked for once, and everything else each time.

import { deepEqual } from "node:assert/strict";
import { suite } from "uvu";
import type { ObjectContent } from "../../lib/git/answer.ts";
import { rememberRecent, SMALL_OBJECT } from "../../lib/git/recent.ts";

const test = suite("git/recent");

const SMALL = "a".repeat(40);
const LARGE = "b".repeat(40);
const GONE = "c".repeat(40);
const BROKEN = "d".repeat(40);
const LIMIT = 1 << 20;

type Read = Parameters<typeof rememberRecent>[0];

function content(name: string): ObjectContent {
  if (name === GONE) return { state: "missing" };
  const bytes = Buffer.alloc(name === LARGE ? SMALL_OBJECT + 1 : 10);
  return { state: "present", oid: name, type: "blob", bytes };
}

function recording(): { readonly read: Read; readonly asked: string[] } {
  const asked: string[] = [];
  const read = rememberRecent(async (name, limit) => {
    asked.push(`${name.slice(0, 4)} ${limit}`);
    if (name === BROKEN) throw new Error("git is gone");
    return content(name);
  });
  return { read, asked };
}

test("a small object is asked for once, at the same time or later, whatever the limit", async () => {
  const { read, asked } = recording();
  await Promise.all([read(SMALL, LIMIT), read(SMALL, LIMIT)]);
  deepEqual(await read(SMALL, 2 * LIMIT), content(SMALL));
  deepEqual(asked, [`aaaa ${LIMIT}`]);
});

test("until it is known to be small, another limit is another question", async () => {
  const { read, asked } = recording();
  await Promise.all([read(SMALL, LIMIT), read(SMALL, 2 * LIMIT)]);
  deepEqual(asked, [`aaaa ${LIMIT}`, `aaaa ${2 * LIMIT}`]);
});

for (const [what, name, limit] of [
  ["a large object", LARGE, LIMIT],
  ["what is missing", GONE, LIMIT],
  ["the name of a ref, which may move", "refs/tags/v1", LIMIT],
  ["a limit below what is small", SMALL, 5],
] as const) {
  test(`${what}: asked each time`, async () => {
    const { read, asked } = recording();
    await read(name, limit);
    await read(name, limit);
    deepEqual(asked.length, 2);
  });
}

test("a failure is not remembered", async () => {
  const { read, asked } = recording();
  const fail = async () => read(BROKEN, LIMIT).catch((error: Error) => error.message);
  deepEqual([await fail(), await fail(), asked.length], ["git is gone", "git is gone", 2]);
});

test.run();
