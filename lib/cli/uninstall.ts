// `tagproof uninstall`: take the hooks out again, and put back what was there.

import type { Command } from "commander";
import { hookEvents, runHooks, type HookFlags } from "./install.ts";
import type { Session } from "./session.ts";

/** Declares the command. */
export function addUninstall(program: Command, session: Session): void {
  program
    .command("uninstall")
    .summary("take the hooks out again")
    .description("Takes out the hooks that install wired, and puts back what was there before.")
    .option(
      "--hooks <events>",
      "which of them to take out, with commas; the others stay",
      hookEvents.join(","),
    )
    .option("--server <repository>", "pre-receive, in the repository that is pushed to")
    .option("--print", "only say what would be done")
    .option("--write", "take our lines out of the configuration of another hook manager too")
    .action((flags: HookFlags) => runHooks("uninstallHooks", flags, session));
}
