// `<common dir>/tagproof/audited.jsonl`: which tags were audited here at all, so that doctor can name the rest.

import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../lib/report.ts";
import { hasText, readLines } from "./lines.ts";

const NAME = "audited.jsonl";

/** `<name> <oid>` of every tag that was audited, whatever the verdict. */
export function readAudited(home: string): ReadonlySet<string> {
  const lines = readLines(join(home, NAME));
  const known = lines.filter((line) => hasText(line, "tag", "oid"));
  return new Set(known.map(({ tag, oid }) => `${String(tag)} ${String(oid)}`));
}

/** Adds what is new. An audit is none the worse where it cannot. */
export async function recordAudited(home: string, { releases }: Report): Promise<void> {
  const held = releases.filter(({ ref, oid }) => ref !== null && oid !== null);
  if (held.length === 0) return;
  const known = readAudited(home);
  const time = new Date().toISOString();
  const lines = held
    .filter(({ name, oid }) => !known.has(`${name} ${oid}`))
    .map(({ name, oid, verdict }) => `${JSON.stringify({ time, tag: name, oid, verdict })}\n`);
  if (lines.length > 0) await appendFile(join(home, NAME), lines.join("")).catch(() => {});
}
