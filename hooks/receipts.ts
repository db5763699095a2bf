// `<common dir>/tagproof/receipts/`: what `tagproof audit` passed, so that the next push need not do it again.

import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StoredReceipt } from "../config/receipt.ts";
import type { Report } from "../lib/report.ts";
import type { RuleId } from "../lib/finding.ts";
import { recordAudited } from "./audited.ts";
import { hasText, readLines, type JsonLine } from "./lines.ts";

/** Milliseconds that a receipt counts: what it vouches for outside of git may change. */
export const RECEIPT_AGE: number = 24 * 60 * 60 * 1000;

/** Whoever audits a whole history is not about to push it. */
const MOST = 100;

/** One file a tag object. */
const NAME = /^[0-9a-f]{40,64}\.json$/;

/** The receipts of these objects that are not too old. Never throws. */
export function readReceipts(
  home: string,
  oids: readonly string[],
  now: number = Date.now(),
): readonly StoredReceipt[] {
  const paths = oids.map((oid) => join(home, "receipts", `${oid}.json`));
  const receipts = paths.flatMap((path) => readLines(path)).flatMap((line) => toReceipt(line));
  return receipts.filter(({ time }) => isFresh(Date.parse(time), now));
}

function isFresh(time: number, now: number): boolean {
  return time <= now && now - time < RECEIPT_AGE;
}

function toReceipt(line: JsonLine): StoredReceipt[] {
  const { rulesRun } = line;
  if (!hasText(line, "time", "name", "oid", "policy", "version")) return [];
  if (!Array.isArray(rulesRun) || !rulesRun.every(isRuleId)) return [];
  const text = (key: string): string => String(line[key]);
  const [time, name, oid] = [text("time"), text("name"), text("oid")];
  return [{ time, name, oid, policy: text("policy"), version: text("version"), rulesRun }];
}

function isRuleId(value: unknown): value is RuleId {
  return typeof value === "string" && value.includes("/");
}

/**
 * Where hooks are installed, remembers what was audited, and leaves a receipt for each release that
 * passed with nothing waived. An audit is none the worse where it cannot.
 */
export async function leaveReceipts(report: Report, commonDirectory: string): Promise<void> {
  const receipts = receiptsOf(report);
  try {
    const home = join(commonDirectory, "tagproof");
    if (!existsSync(join(home, "state.json"))) return;
    await recordAudited(home, report);
    if (receipts.length > 0 && receipts.length <= MOST)
      await write(join(home, "receipts"), receipts);
  } catch {
    // The hook will audit it itself.
  }
}

function receiptsOf({ releases, policy, tool }: Report): readonly StoredReceipt[] {
  const time = new Date().toISOString();
  return releases.flatMap(({ ref, name, oid, verdict, waived, rulesRun }): StoredReceipt[] => {
    if (verdict !== "passed" || ref === null || oid === null || waived.length > 0) return [];
    return [{ time, name, oid, policy: policy.digest, version: tool.version, rulesRun }];
  });
}

async function write(directory: string, receipts: readonly StoredReceipt[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  await removeOld(directory);
  await Promise.all(
    receipts.map(async (receipt) => {
      const path = join(directory, `${receipt.oid}.json`);
      const temporary = `${path}.${process.pid}`;
      await writeFile(temporary, `${JSON.stringify(receipt)}\n`);
      await rename(temporary, path);
    }),
  );
}

async function removeOld(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => NAME.test(name));
  await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > RECEIPT_AGE) await rm(path, { force: true });
    }),
  );
}
