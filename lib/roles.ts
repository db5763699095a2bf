// What a file of a bundle is for, by its path in the bundle.

import { isLeftover } from "./formats/leftovers.ts";
import { isCompanion, isPlumbing, isSumsFile } from "./formats/names.ts";
import { matchesAny } from "./globs.ts";
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
