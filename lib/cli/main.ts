// The entry of the command line.

import { dependencies } from "./dependencies.ts";
import { start } from "./start.ts";

/** Returns whether a release was audited. */
export async function main(): Promise<boolean> {
  let isAudit = false;
  await start({
    ...dependencies,
    audit: async (options) => {
      const report = await dependencies.audit(options);
      isAudit = report.releases.length > 0;
      return report;
    },
  });
  return isAudit;
}
