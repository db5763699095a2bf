// `tagproof completion`: a script for a shell, made from the declarations of the commands.

import type { Command } from "commander";
import { AuditError } from "../error.ts";
import { reporters } from "../reporters/index.ts";
import type { AnyRule } from "../rule.ts";
import { bashScript, fishScript, zshScript, type CommandSpec } from "./completion-scripts.ts";
import { hookEvents } from "./install.ts";
import { meantHint } from "./nearest.ts";
import type { Session } from "./session.ts";

const scripts: ReadonlyMap<string, (commands: readonly CommandSpec[]) => string> = new Map([
  ["bash", bashScript],
  ["zsh", zshScript],
  ["fish", fishScript],
]);

/** What a value may be, by the name that its declaration gives it. */
function valuesOf(name: string, rules: readonly AnyRule[]): CommandSpec["values"] {
  const known: Readonly<Record<string, CommandSpec["values"]>> = {
    release: "tags",
    ref: "tags",
    name: "tags",
    file: "files",
    id: reporters.map((reporter) => reporter.format),
    events: [...hookEvents, hookEvents.join(",")],
    rule: rules.map((rule) => rule.id),
    shell: [...scripts.keys()],
  };
  return known[name] ?? null;
}

/** The name between `<` and `>`; null where the option takes no value. */
function valueName(flags: string): string | null {
  return /[<[]([\w-]+)/.exec(flags)?.[1] ?? null;
}

function specOf(command: Command, rules: readonly AnyRule[]): CommandSpec {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    summary: command.summary(),
    values: argument === undefined ? null : valuesOf(argument.name(), rules),
    options: command.options.map((option) => {
      const value = valueName(option.flags);
      return {
        flag: option.long ?? option.flags,
        summary: option.description,
        takesValue: value !== null,
        values: value === null ? null : valuesOf(value, rules),
      };
    }),
  };
}

/** The shell of the environment, where it is one that we know. */
function shellOf(environment: NodeJS.ProcessEnv): string | undefined {
  return environment["SHELL"]?.split("/").at(-1);
}

async function run(asked: string | undefined, program: Command, session: Session): Promise<void> {
  const names = [...scripts.keys()];
  const shell = asked ?? shellOf(session.terminal.environment) ?? "";
  const script = scripts.get(shell);
  if (script === undefined) {
    const message = shell === "" ? "which shell?" : `there is no completion for ${shell}`;
    throw new AuditError("usage", message, meantHint(shell, names));
  }
  const rules = await session.dependencies.rules();
  session.terminal.write(script(program.commands.map((command) => specOf(command, rules))));
}

/** Declares the command. */
export function addCompletion(program: Command, session: Session): void {
  program
    .command("completion")
    .summary("print a completion script for a shell")
    .description("Prints a completion script for bash, zsh or fish; without a name, for $SHELL.")
    .argument("[shell]", "bash, zsh or fish")
    .addHelpText(
      "after",
      `
Examples:
  $ eval "$(tagproof completion bash)"      in ~/.bashrc
  $ source <(tagproof completion zsh)       in ~/.zshrc, after compinit
  $ tagproof completion fish | source       in ~/.config/fish/config.fish
`,
    )
    .action((shell: string | undefined) => run(shell, program, session));
}
