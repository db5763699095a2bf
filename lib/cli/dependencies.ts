// The rest of tagproof as the command line loads it: each part when a command asks for it.

import { fileURLToPath } from "node:url";
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
    const report = await (await import("../../config/audit.ts")).audit(options);
    if (report.releases.length > 0)
      await (await import("../../hooks/receipts.ts")).leaveReceipts(report, options);
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
