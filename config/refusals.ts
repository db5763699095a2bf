// What hooks refused in this repository, as they record it (hooks/refusals.ts).

import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Refusal } from "../lib/review-facts.ts";
import type { Repository } from "../lib/git/open.ts";
import { parseRefusals } from "../lib/history/review-refusals.ts";

/** Bytes of the record's end that are read; thousands of refusals. */
const LIMIT = 1024 * 1024;

/** None where there is no record, or none that can be read: it only ever asks for more. */
export async function readRefusals({
  commonDirectory,
}: Pick<Repository, "commonDirectory">): Promise<readonly Refusal[]> {
  const file = await open(join(commonDirectory, "tagproof", "refusals.jsonl")).catch(() => null);
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - LIMIT);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    return parseRefusals(buffer.toString("utf8", 0, bytesRead));
  } catch {
    return [];
  } finally {
    await file.close();
  }
}
