// The command line as it is declared: help, parsing and completion are all made from it.

import type { Command } from "commander";
import { addAudit } from "./audit.ts";
import { addCompletion } from "./completion.ts";
import { addDoctor } from "./doctor.ts";
import { exitCodeWords } from "./exit-code.ts";
import { addExplain } from "./explain.ts";
import { addInstall } from "./install.ts";
import type { Session } from "./session.ts";
import { addUninstall } from "./uninstall.ts";

const codes = exitCodeWords.map(([code, words]) => `  ${String(code).padEnd(4)}${words}`);

const after = `
Examples:
  $ tagproof audit                     the releases at HEAD
  $ tagproof audit HEAD --as v1.2.0    would HEAD survive as v1.2.0?
  $ tagproof install                   the same on every git push and git tag

Exit codes:
${codes.join("\n")}

Read on:
  tagproof <command> --help            a command's options
  tagproof explain                     what a release has to hold, rule by rule
`;

/** Every command, ready to parse; what it prints goes to the session's terminal. */
export async function createProgram(session: Session): Promise<Command> {
  const { Command: Program } = await import("commander");
  const { terminal, dependencies } = session;
  const program = new Program("tagproof")
    .description("Refuses a release of a DVC repository that cannot be audited.")
    .version(dependencies.version, "--version", "show the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help of a command")
    .usage("<command> [options]")
    .exitOverride()
    .configureOutput({
      writeOut: terminal.write,
      writeErr: terminal.writeError,
      outputError: () => {},
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .configureHelp({ styleTitle: (title) => terminal.paint("strong", title) })
    .addHelpText("after", after);
  addAudit(program, session);
  addInstall(program, session);
  addUninstall(program, session);
  addDoctor(program, session);
  addExplain(program, session);
  addCompletion(program, session);
  return program;
}
