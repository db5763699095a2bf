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

function judged(update: Partial<RefUpdate> | null, nearMiss: Release["nearMiss"] = null) {
  const release = { name: "v1.2.0", nearMiss, update };
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

immutable("is judged where a release is deleted, and needs nothing that it holds", () => {
  deepStrictEqual([tagImmutable.onDelete, tagImmutable.needs], [true, []]);
});

immutable.run();
