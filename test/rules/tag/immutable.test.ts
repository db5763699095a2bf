// tag/immutable alone: every way a push may change a tag, against what the remote holds.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { suite } from "uvu";
import type { Need } from "../../../lib/evidence.ts";
import type { Release } from "../../../lib/release.ts";
import type { View } from "../../../lib/rule.ts";
import { tagImmutable } from "../../../lib/rules/tag/immutable.ts";
import type { RefUpdate } from "../../../lib/update.ts";

const immutable = suite("rules/tag/immutable");

const one = "1".repeat(40);
const two = "2".repeat(40);

function judged(
  update: Partial<RefUpdate> | null,
  nearMiss: Release["nearMiss"] = null,
  past?: Release["past"],
) {
  const release = { name: "v1.2.0", nearMiss, update, past };
  return [...tagImmutable.check({ release } as unknown as View<Need>)];
}

const cases: readonly (readonly [string, Partial<RefUpdate> | null, string])[] = [
  ["no push", null, "not-applicable"],
  ["a new tag", { kind: "create", oldOid: null, newOid: one }, "not-applicable"],
  ["the same object again", { kind: "move", oldOid: one, newOid: one }, "holds"],
  ["another object", { kind: "move", oldOid: one, newOid: two }, "moved"],
  ["a deletion", { kind: "delete", oldOid: one, newOid: null }, "deleted"],
  ["a deletion of nothing", { kind: "delete", oldOid: null, newOid: null }, "not-applicable"],
];

for (const [name, update, expected] of cases) {
  immutable(`${name}: ${expected}`, () => {
    const [first] = judged(update);
    const said = first === undefined ? "holds" : first.kind === "finding" ? first.key : first.kind;
    strictEqual(said, expected);
  });
}

immutable("a name that is no release's may be deleted: that is how it is repaired", () => {
  const nearMiss = { reason: "latest moves", nearest: null };
  for (const kind of ["move", "delete"] as const) {
    const newOid = kind === "move" ? two : null;
    deepStrictEqual(
      judged({ kind, oldOid: one, newOid }, nearMiss).map(({ kind: said }) => said),
      ["not-applicable"],
    );
  }
});

immutable("both objects are named, and what to do", () => {
  const [moved] = judged({ kind: "move", oldOid: one, newOid: two });
  ok(moved?.kind === "finding");
  deepStrictEqual([moved.expected, moved.found], [one, two]);
  const message = tagImmutable.messages["moved"]!;
  match(message.text(moved.data, null), /1{12}.*2{12}/);
  strictEqual(message.text(moved.data, null), tagImmutable.example.says);
  ok(message.repair(moved.data).length > 0);
});

immutable("both dates are told, where the objects are here", () => {
  const update = { kind: "move", oldOid: one, newOid: two } as const;
  const past = { oldDate: "2026-03-02", newDate: "2026-04-01", last: null };
  const [moved] = judged(update, null, past);
  ok(moved?.kind === "finding");
  const text = tagImmutable.messages["moved"]!.text(moved.data, null);
  match(text, /1{12} \(2026-03-02\).*2{12} \(2026-04-01\)/);
});

immutable("a name that was published and is gone is not free", () => {
  const last = { oid: one, time: "2026-03-02T10:00:00Z" };
  const past = { oldDate: null, newDate: null, last };
  const create = (newOid: string) => ({ kind: "create", oldOid: null, newOid }) as const;
  const [reused] = judged(create(two), null, past);
  ok(reused?.kind === "finding");
  strictEqual(reused.key, "reused");
  match(tagImmutable.messages["reused"]!.text(reused.data, null), /1{12}.*2026-03-02.*2{12}/);
  strictEqual(judged(create(one), null, past)[0]?.kind, "not-applicable", "the same comes back");
});

immutable("is judged where a release is deleted, and needs nothing that it holds", () => {
  deepStrictEqual([tagImmutable.onDelete, tagImmutable.needs], [true, []]);
});

immutable.run();
