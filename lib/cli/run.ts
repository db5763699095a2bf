// Runs one command line from its words to its exit code, and lets no error escape.

import { AuditError } from "../error.ts";
import { complain } from "./complain.ts";
import { exitCodes } from "./exit-code.ts";
import { createProgram } from "./program.ts";
import type { Dependencies, Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Commander ends parsing by throwing: after help and version, and for what it cannot parse. */
interface ParsingEnd {
  readonly code: string;
  readonly exitCode: number;
  readonly message: string;
}

function isParsingEnd(error: unknown): error is ParsingEnd {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

/** Its words in ours: `error: unknown option '--al'\n(Did you mean --all?)`. */
function usageError(end: ParsingEnd): AuditError {
  const [message = "", ...hints] = end.message.replace(/^error: /, "").split("\n");
  const hint = hints.join(" ").replaceAll(/^\(|\)$/g, "");
  return new AuditError("usage", message, hint || "tagproof --help shows what there is.");
}

/**
 * Help for nothing, and `help audit` as `audit --help`. A command that is not there stands alone:
 * with `--help` beside it, commander would show the help of the program and be content.
 */
function asked(words: readonly string[], commands: readonly string[]): string[] {
  const [command, ...rest] = words[0] === "help" ? [...words.slice(1), "--help"] : words;
  if (command === undefined) return ["--help"];
  return command.startsWith("-") || commands.includes(command) ? [command, ...rest] : [command];
}

async function parse(words: readonly string[], session: Session): Promise<void> {
  const program = await createProgram(session);
  try {
    const commands = program.commands.map((command) => command.name());
    await program.parseAsync(asked(words, commands), { from: "user" });
  } catch (error) {
    if (!isParsingEnd(error)) throw error;
    if (error.exitCode !== 0) throw usageError(error);
  }
}

/** `words` are what follows the name of the program. Never throws. */
export async function run(
  words: readonly string[],
  terminal: Terminal,
  dependencies: Dependencies,
): Promise<number> {
  const session: Session = { terminal, dependencies, exitCode: exitCodes.passed };
  try {
    await parse(words, session);
    return session.exitCode;
  } catch (error) {
    const { text, exitCode } = complain(error, {
      version: dependencies.version,
      paint: terminal.errorPaint,
      width: terminal.width,
      debug: Boolean(terminal.environment["TAGPROOF_DEBUG"]),
    });
    terminal.writeError(text);
    return exitCode;
  }
}
