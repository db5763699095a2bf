// What the policy says of branches, for the shims that cannot read it.

import { AuditError } from "../../lib/error.ts";
import type { HookEvent } from "./events.ts";

/** `releases.branches` of the policy that the hooks will find; null where it is broken: they will say so. */
export async function branchesOf(
  directory: string,
  environment: NodeJS.ProcessEnv,
  events: readonly HookEvent[],
): Promise<readonly string[] | null> {
  const { loadPolicy } = await import("../../config/audit.ts");
  const place = events.includes("pre-receive") ? "pre-receive" : "pre-push";
  try {
    const hook = { place, started: 0 } as const;
    const { policy } = await loadPolicy({ directory, environment, config: null, hook });
    return policy.releases.branches;
  } catch (error) {
    if (error instanceof AuditError && error.code.startsWith("config-")) return null;
    throw error;
  }
}
