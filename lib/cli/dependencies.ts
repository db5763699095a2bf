// The rest of tagproof as the command line loads it: each part when a command asks for it.

import { fileURLToPath } from "node:url";
import { leaveReceipts } from "../../hooks/receipts.ts";
import { openRepository } from "../git/open.ts";
import { version } from "../version.ts";
import type { Dependencies, HookOptions } from "./session.ts";

/**
 * Where the hooks' bundle lies: beside this file once it is bundled itself, in dist/bundle where
 * the compiled sources run.
 */
function bundleDirectory(): string {
  const isBundled = !import.meta.url.includes("/lib/cli/");
  return fileURLToPath(new URL(isBundled ? "." : "../../bundle/", import.meta.url));
}

async function installer(): Promise<typeof import("../../hooks/install/index.ts")> {
  return import("../../hooks/install/index.ts");
}

export const dependencies: Dependencies = {
  version,
  audit: async (options) => {
    if (options.all) (await import("./heap.ts")).collectSooner();
    const opening = openRepository(options.directory, options.environment);
    // Whoever waits for it is told; here it must only not end the process.
    opening.catch(() => undefined);
    const { audit } = await import("../../config/audit.ts");
    const report = await audit({ ...options, opening });
    if (report.releases.length > 0) await leaveReceipts(report, (await opening).commonDirectory);
    return report;
  },
  rules: async () => (await import("../rules/index.ts")).rules,
  installHooks: async (options: HookOptions) =>
    (await installer()).installHooks({
      ...options,
      version,
      node: process.execPath,
      bundleDirectory: bundleDirectory(),
    }),
  uninstallHooks: async (options) => (await installer()).uninstallHooks(options),
  ledger: async (directory, environment) =>
    (await import("../../hooks/ledger.ts")).ledgerOf(directory, environment),
  doctor: async (directory, environment) =>
    (await import("../../hooks/doctor/index.ts")).diagnose(directory, environment),
};
