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
      // Under the flags that an audit of all sets, V8 would not know its code again.
      isAudit = report.releases.length > 0 && !options.all;
      return report;
    },
  });
  return isAudit;
}
