// `tagproof install`: wire the hooks, say what was done and what is next.

import { resolve } from "node:path";
import type { Command } from "commander";
import { AuditError } from "../error.ts";
import { printable } from "../reporters/printable.ts";
import { exitCodes } from "./exit-code.ts";
import { meantHint } from "./nearest.ts";
import type { HookResult, Session } from "./session.ts";

export const hookEvents = ["pre-push", "pre-tag"] as const;

export interface HookFlags {
  readonly hooks: string;
  readonly print?: true;
  readonly server?: string;
  readonly write?: true;
}

/** `pre-push,pre-tag` as a list of events, in their own order and once each. */
export function parseHookEvents(text: string): readonly string[] {
  const asked = text.split(",").map((name) => name.trim());
  for (const name of asked) {
    if (!hookEvents.some((event) => event === name)) {
      throw new AuditError("usage", `there is no hook ${name}`, meantHint(name, hookEvents));
    }
  }
  return hookEvents.filter((event) => asked.includes(event));
}

/** What was done, then what is left to do, for stdout. */
export function hookResultText({ done, next }: Pick<HookResult, "done" | "next">): string {
  const steps = next.map((line) => `  ${printable(line)}`);
  const lines = [...done.map(printable), ...(steps.length === 0 ? [] : ["next:", ...steps])];
  return lines.map((line) => `${line}\n`).join("");
}

/** Runs one of the two installers with the flags that they share. */
export async function runHooks(
  action: "installHooks" | "uninstallHooks",
  flags: HookFlags,
  session: Session,
): Promise<void> {
  const { terminal, dependencies } = session;
  const { server } = flags;
  const result = await dependencies[action]({
    directory: server === undefined ? terminal.directory : resolve(terminal.directory, server),
    environment: terminal.environment,
    hooks: server === undefined ? parseHookEvents(flags.hooks) : ["pre-receive"],
    dryRun: flags.print ?? false,
    write: flags.write ?? false,
  });
  terminal.write(hookResultText(result));
  if (!result.wired) session.exitCode = exitCodes.usage;
}

/** Declares the command. */
export function addInstall(program: Command, session: Session): void {
  program
    .command("install")
    .summary("wire the hooks of this repository")
    .description(
      "Wires the hooks: pre-push stops a release that is pushed, pre-tag one that is made. Other hooks stay and run after them.",
    )
    .option("--hooks <events>", "which ones, with commas", hookEvents.join(","))
    .option("--server <repository>", "pre-receive, in the repository that is pushed to")
    .option("--print", "only say what would be done")
    .option(
      "--write",
      "edit the configuration of husky, lefthook or simple-git-hooks, where one is in charge",
    )
    .addHelpText(
      "after",
      `
Examples:
  $ tagproof install                     both hooks
  $ tagproof install --hooks pre-push    without pre-tag
  $ tagproof install --print             look first
  $ tagproof install --server /srv/team.git
`,
    )
    .action((flags: HookFlags) => runHooks("installHooks", flags, session));
}
