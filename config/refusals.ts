// What hooks refused in this repository, as they record it (hooks/refusals.ts).

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { orNull } from "../lib/at-hand.ts";
import type { Refusal } from "../lib/review-facts.ts";
import type { Repository } from "../lib/git/open.ts";
import { parseRefusals } from "../lib/history/review-refusals.ts";

/** Bytes of the record's end that are read; thousands of refusals. */
const LIMIT = 1024 * 1024;

/** None where there is no record, or none that can be read: it only ever asks for more. */
export function readRefusals({
  commonDirectory,
}: Pick<Repository, "commonDirectory">): readonly Refusal[] {
  const path = join(commonDirectory, "tagproof", "refusals.jsonl");
  return parseRefusals(orNull(() => readTail(path)) ?? "");
}

function readTail(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const start = Math.max(0, size - LIMIT);
    const buffer = Buffer.alloc(size - start);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, start));
  } finally {
    closeSync(file);
  }
}
