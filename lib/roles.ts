// What a file of a bundle is for, by its path in the bundle.

import picomatch from "picomatch";

import { isLeftover } from "./formats/leftovers.ts";
import { isCompanion, isPlumbing, isSumsFile } from "./formats/names.ts";
import type { Policy, Role } from "./policy.ts";

export const REQUIRED_ROLES: readonly Role[] = ["model", "metrics", "params", "manifest"];
const ROLES: readonly Role[] = [...REQUIRED_ROLES, "review"];

/**
 * Null for a file without a role. A signature or checksum (`model.sig`) is not what it accompanies,
 * and a backup (`model.json.bak`) is not the model.
 */
export function roleOf(relative: string, policy: Policy): Role | null {
  if (isCompanion(relative) || isPlumbing(relative) || isLeftover(relative)) return null;
  const role = ROLES.find((candidate) => matchesAny(relative, policy.bundle.roles[candidate]));
  return role ?? (isSumsFile(relative) ? "manifest" : null);
}

/** Compiling a glob costs more than matching it, and a policy's lists are asked for every file. */
const compiled = new WeakMap<readonly string[], (path: string) => boolean>();

/** Whether a path matches one of the globs; a leading dot is a character as any other. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  const known = compiled.get(patterns);
  const matches = known ?? picomatch([...patterns], { dot: true });
  if (known === undefined) compiled.set(patterns, matches);
  return matches(path);
}
