// What is told of a release that went to its receiver before.

import { deepStrictEqual } from "node:assert/strict";
import { suite } from "uvu";
import { sentNotices, type Published } from "../../lib/history/past.ts";
import type { Release, ReleasePast } from "../../lib/release.ts";

const test = suite("history/past");

const one = "1".repeat(40);
const two = "2".repeat(40);

type Change = Pick<NonNullable<Release["update"]>, "kind" | "oldOid" | "newOid">;

/** As far as this looks. */
function release(change: Change | null, past: ReleasePast | null = null): Release {
  const update = change === null ? null : { ref: "refs/tags/v1.0.0", localRef: null, ...change };
  return { name: "v1.0.0", update, past } as unknown as Release;
}

function sent(oid: string, tag = "v1.0.0"): Published {
  return { time: "2026-03-02T10:00:00.000Z", remote: "origin", tag, oid };
}

const created: Change = { kind: "create", oldOid: null, newOid: two };
const told = [
  "v1.0.0 went out as 111111111111 on 2026-03-02 and is not there now: where it arrived, whoever fetched it keeps that one",
];

test("another object of the same name is told of, the last that went out", () => {
  deepStrictEqual(sentNotices([release(created)], [sent(one)]), told);
  deepStrictEqual(sentNotices([release(created)], [sent(two), sent(one)]), told);
});

test("nothing is told where nothing went out, or the same, or the receiver has one", () => {
  const moved: Change = { kind: "move", oldOid: one, newOid: two };
  const seen: ReleasePast = { oldDate: null, newDate: null, last: sent(one) };
  const quiet: readonly (readonly [Release, readonly Published[]])[] = [
    [release(created), []],
    [release(created), [sent(one, "v2.0.0")]],
    [release(created), [sent(one), sent(two)]],
    [release(moved), [sent(one)]],
    [release(null), [sent(one)]],
    [release(created, seen), [sent(one)]],
  ];
  for (const [each, records] of quiet) deepStrictEqual(sentNotices([each], records), []);
});

test.run();
