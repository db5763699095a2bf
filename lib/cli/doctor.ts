// `tagproof doctor`: one screen of what is wired, what it runs on, and what would go past it.

import type { Command } from "commander";
import { printable } from "../reporters/printable.ts";
import { hang } from "../reporters/wrap.ts";
import { exitCodes } from "./exit-code.ts";
import type { DoctorCheck, Session } from "./session.ts";

const styles = { ok: "good", warning: "warn", error: "bad" } as const;

/** One check as lines: its level, its subject, what is so, and what to type. */
function checkLines({ level, subject, text, repair }: DoctorCheck, session: Session): string[] {
  const { width, paint } = session.terminal;
  const head = `${level.padEnd(9)}${subject.padEnd(13)}`;
  const margin = " ".repeat(head.length);
  const [first = "", ...rest] = hang(head, margin, printable(text), width);
  const painted = first.replace(level, () => paint(styles[level], level));
  const advice =
    repair === null ? [] : hang(`${margin}> `, `${margin}  `, printable(repair), width);
  return [painted, ...rest, ...advice];
}

/** Declares the command. */
export function addDoctor(program: Command, session: Session): void {
  program
    .command("doctor")
    .summary("say which hooks are wired and what would go past them")
    .description(
      "Looks at the hooks of this repository and at what they run on. Changes nothing. Exit code 1 where a release would not be stopped.",
    )
    .action(async () => {
      const { terminal, dependencies } = session;
      const checks = await dependencies.doctor(terminal.directory, terminal.environment);
      const lines = checks.flatMap((check) => checkLines(check, session));
      terminal.write(lines.map((line) => `${line.trimEnd()}\n`).join(""));
      if (checks.some(({ level }) => level === "error")) session.exitCode = exitCodes.failed;
    });
}
