// What hooks write down and read again: receipts and what was published. Damage counts as absence.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { readPublished, readSent, recordPublished, recordSent } from "../../hooks/published.ts";
import { leaveReceipts, readReceipts, RECEIPT_AGE } from "../../hooks/receipts.ts";
import type { RefUpdate } from "../../lib/update.ts";
import { createRepository } from "../helpers/repository.ts";
import { release, report } from "../helpers/reports.ts";

const test = suite("hooks/memory");

const one = "1".repeat(40);
const two = "2".repeat(40);

function update(name: string, oldOid: string | null, newOid: string | null): RefUpdate {
  const kind = newOid === null ? "delete" : oldOid === null ? "create" : "move";
  return { ref: `refs/tags/${name}`, localRef: null, oldOid, newOid, kind };
}

test("what a receiver has is recorded once, and read for that receiver", async () => {
  const home = temporaryDirectory();
  const updates = [
    update("v1.0.0", one, null),
    update("v2.0.0", null, one),
    update("nightly", one, two),
    { ...update("v1.0.0", one, two), ref: "refs/heads/v1.0.0" },
  ];
  const releases = new Set(["v1.0.0", "v2.0.0"]);
  for (let times = 0; times < 2; times += 1) {
    const known = readPublished(home, "origin");
    await recordPublished(home, { remote: "origin", updates, releases, known });
  }
  const records = readPublished(home, "origin");
  deepStrictEqual(
    records.map(({ tag, oid, remote }) => [tag, oid, remote]),
    [["v1.0.0", one, "origin"]],
  );
  deepStrictEqual(readPublished(home, "other"), []);
  strictEqual(readPublished(home, undefined).length, 1);
  await recordPublished(join(home, "gone"), { remote: null, updates, releases, known: [] });
});

test("what goes out is recorded once, for its receiver, and is no publication", async () => {
  const home = temporaryDirectory();
  const updates = [
    update("v1.0.0", one, null),
    update("v2.0.0", null, one),
    update("v3.0.0", two, one),
    update("nightly", null, two),
    { ...update("v2.0.0", null, two), ref: "refs/heads/v2.0.0" },
  ];
  const releases = new Set(["v1.0.0", "v2.0.0", "v3.0.0"]);
  for (let times = 0; times < 2; times += 1) {
    const known = readSent(home, "origin");
    await recordSent(home, { remote: "origin", updates, releases, known });
  }
  const records = readSent(home, "origin").map(({ tag, oid }) => [tag, oid]);
  deepStrictEqual(records, [
    ["v2.0.0", one],
    ["v3.0.0", one],
  ]);
  deepStrictEqual(readSent(home, "other"), []);
  deepStrictEqual(readPublished(home, undefined), []);
});

test("a line that is no record is passed over", async () => {
  const home = temporaryDirectory();
  const path = join(home, "published.jsonl");
  writeFileSync(path, '{"tag":"v1.0.0"}\n[1]\nnull\n{"time":1,"tag":"v1","oid":"x"}\n');
  appendFileSync(path, `${JSON.stringify({ time: "t", remote: null, tag: "v1", oid: one })}\n{"ti`);
  deepStrictEqual(
    readPublished(home, null).map(({ tag }) => tag),
    ["v1"],
  );
});

const passed = release({ ref: "refs/tags/v1.0.0", oid: one, verdict: "passed", waived: [] });

test("a receipt is left where hooks are, for what passed with nothing waived", async () => {
  const { directory } = createRepository();
  const home = join(directory, ".git/tagproof");
  const common = join(directory, ".git");
  await leaveReceipts(report({ releases: [passed] }), common);
  ok(!existsSync(home), "no hooks, no trace");
  mkdirSync(home);
  writeFileSync(join(home, "state.json"), "{}");
  const waived = [{ rule: "lock/present", reason: "why", by: "Ada" }];
  const others = [
    release({ ...passed, oid: two, verdict: "failed" }),
    release({ ...passed, oid: two, waived }),
    release({ ...passed, oid: two, ref: null }),
  ];
  await leaveReceipts(report({ releases: [passed, ...others] }), common);
  const [receipt, ...rest] = readReceipts(home, [one, two]);
  deepStrictEqual([receipt?.name, receipt?.oid, rest], [passed.name, one, []]);
  await leaveReceipts(report({ releases: [passed] }), "/nonexistent");
});

test("a receipt counts for a day, and one of tomorrow does not", async () => {
  const home = temporaryDirectory();
  const time = "2026-03-02T10:00:00.000Z";
  const line = { time, name: "v1.0.0", oid: one, policy: "p", version: "1", rulesRun: ["a/b"] };
  const put = (more: object): void => {
    mkdirSync(join(home, "receipts"), { recursive: true });
    writeFileSync(join(home, `receipts/${one}.json`), JSON.stringify({ ...line, ...more }));
  };
  const count = async (now: number): Promise<number> => readReceipts(home, [one], now).length;
  const then = Date.parse(time);
  put({});
  deepStrictEqual(
    [await count(then), await count(then + RECEIPT_AGE - 1), await count(then + RECEIPT_AGE)],
    [1, 1, 0],
  );
  strictEqual(await count(then - 1), 0);
  for (const damage of [
    { time: "yesterday" },
    { rulesRun: "all" },
    { rulesRun: [1] },
    { oid: 1 },
  ]) {
    put(damage);
    strictEqual(await count(then), 0, JSON.stringify(damage));
  }
});

test("old receipts are taken away, other files stay", async () => {
  const { directory } = createRepository();
  const home = join(directory, ".git/tagproof");
  mkdirSync(join(home, "receipts"), { recursive: true });
  writeFileSync(join(home, "state.json"), "{}");
  for (const name of [`${two}.json`, "mine.json"]) {
    const path = join(home, "receipts", name);
    writeFileSync(path, "{}");
    utimesSync(path, 1, 1);
  }
  const common = join(directory, ".git");
  await leaveReceipts(report({ releases: [passed] }), common);
  ok(!existsSync(join(home, `receipts/${two}.json`)));
  ok(
    existsSync(join(home, "receipts/mine.json")) && existsSync(join(home, `receipts/${one}.json`)),
  );
});

test.run();
