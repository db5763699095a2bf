// The lines of a reference transaction: `<old> SP <new> SP <ref> LF` (githooks(5)).

import { parsed, type Parsed } from "../lib/reading.ts";
import { parsePreReceive, type RefUpdate } from "../lib/update.ts";

/** Since git 2.46 a value may be `ref:<target>`: a symbolic ref, which holds no object. */
const SYMBOLIC = /^(?:ref:|\S+ ref:)/;

/**
 * The tags that a transaction creates or moves. Deletions are left out: packing refs deletes them
 * too, and a push that deletes a release is seen by pre-push. The old value is not the ref's: git
 * gives zeros for a forced update.
 */
export function parseTransaction(text: string): Parsed<readonly RefUpdate[]> {
  const lines = text.split("\n").filter((line) => isTag(line) && !SYMBOLIC.test(line));
  const result = parsePreReceive(lines.map((line) => `${line}\n`).join(""));
  if (!result.ok) return result;
  const made = result.value.filter(({ newOid, oldOid }) => newOid !== null && newOid !== oldOid);
  return parsed(made.map((update) => ({ ...update, prepared: true })));
}

function isTag(line: string): boolean {
  return line.includes(" refs/tags/");
}
