// A program of its own for tests of streams and signals: the command line over reports made by hand.

import { start } from "../../lib/cli/start.ts";
import { refused, release, report, rules } from "./reports.ts";

const nothing = { done: [], next: [], wired: true };

const many = report({
  verdict: "failed",
  releases: [refused, ...Array.from({ length: 20_000 }, (_, n) => release({ name: `v0.${n}` }))],
});

await start({
  version: "0.1.0",
  audit: async ({ revisions }) => {
    if (revisions[0] === "many") return many;
    if (revisions[0] !== "forever") return report({ verdict: "failed", releases: [refused] });
    process.stderr.write("started\n");
    await new Promise((resolve) => {
      setTimeout(resolve, 60_000);
    });
    return report();
  },
  rules: () => Promise.resolve(rules),
  installHooks: () => Promise.resolve(nothing),
  uninstallHooks: () => Promise.resolve(nothing),
  ledger: () => Promise.resolve([]),
  doctor: () => Promise.resolve([]),
});
