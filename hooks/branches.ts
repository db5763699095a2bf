// `<common dir>/tagproof/branches`: how the names of the branches begin that only a release may set.
//
// The shims decide by builtins alone whether Node.js is started, and cannot read a policy. So install
// writes down what they need, in a form that matches at least what the policy's globs match.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { orNull } from "../lib/at-hand.ts";
import type { RefUpdate } from "../lib/update.ts";

export const branchesName = "branches";

const HEADS = "refs/heads/";
/** What means more than itself in a glob. */
const SPECIAL = /[*?[\]{}()!+@|\\]/;
const SIZE_LIMIT = 64 * 1024;

/** The literal beginning of each glob, one a line; empty where the policy has none. */
export function renderBranches(globs: readonly string[]): string {
  const prefixes = new Set(globs.map((glob) => beginningOf(glob.replace(/^(?:\.\/)+/, ""))));
  return [...prefixes].map((prefix) => `${prefix}\n`).join("");
}

/** Of `release/**` it is `release`, which that glob matches as well; of `release/*` it is `release/`. */
function beginningOf(glob: string): string {
  // Outside of brackets too, it means that what stands after it is enough.
  if (glob.includes("|")) return "";
  const literal = glob.split(SPECIAL)[0] ?? "";
  const rest = glob.slice(literal.length);
  return rest === "" || /^(?:\*(?!\*)|\[)/.test(rest) ? literal : literal.replace(/\/+$/, "");
}

/** The prefixes that install wrote; none where there is no such file. */
export function readBranches(home: string): readonly string[] {
  const text = orNull(() => readFileSync(join(home, branchesName), "utf8")) ?? "";
  return text.slice(0, SIZE_LIMIT).split("\n").slice(0, -1);
}

/** Whether an update sets a branch whose name begins so. */
export function isWatched({ ref, newOid }: RefUpdate, prefixes: readonly string[]): boolean {
  if (newOid === null || !ref.startsWith(HEADS)) return false;
  return prefixes.some((prefix) => ref.startsWith(prefix, HEADS.length));
}
