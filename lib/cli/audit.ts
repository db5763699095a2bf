// `tagproof audit`: judge releases, show the report, exit by the verdict.

import type { Command } from "commander";
import { AuditError } from "../error.ts";
import { plain, reporters, type RenderContext, type Reporter } from "../reporters/index.ts";
import { summaryLine } from "../reporters/words.ts";
import type { Report } from "../report.ts";
import { exitCodeOf } from "./exit-code.ts";
import { meantHint } from "./nearest.ts";
import { writeOutput } from "./output.ts";
import { progressLine } from "./progress.ts";
import type { Session } from "./session.ts";

interface AuditFlags {
  readonly as?: string;
  readonly all?: true;
  readonly since?: string;
  readonly config?: string;
  readonly format: string;
  readonly output?: string;
}

const formats = reporters.map((reporter) => reporter.format);

/** What `--help` of the command ends with. */
export const auditExamples = `
Examples:
  $ tagproof audit                         the releases at HEAD
  $ tagproof audit v1.2.0                  one release, from any checkout
  $ tagproof audit HEAD --as v1.2.0        would HEAD survive as v1.2.0?
  $ tagproof audit --all --format json     every release, for a program
`;

function reporterFor(format: string): Reporter {
  const found = reporters.find((reporter) => reporter.format === format);
  if (found !== undefined) return found;
  throw new AuditError("usage", `there is no format ${format}`, meantHint(format, formats));
}

function refuseContradiction(revisions: readonly string[], flags: AuditFlags): void {
  if (flags.all === true && revisions.length > 0) {
    const hint = "Leave one of them out.";
    throw new AuditError("usage", "--all audits every release, and releases are named too", hint);
  }
  if (flags.as?.trim() === "") {
    const hint = "Name the tag that it would get: --as v1.2.0.";
    throw new AuditError("usage", "--as is empty", hint);
  }
  if (flags.as !== undefined && (revisions.length > 1 || flags.all === true)) {
    const hint = "Audit them one by one.";
    throw new AuditError("usage", "--as gives one name, and there are several revisions", hint);
  }
}

async function audited(
  revisions: readonly string[],
  flags: AuditFlags,
  { terminal, dependencies }: Session,
): Promise<Report> {
  const progress = progressLine(terminal);
  try {
    return await dependencies.audit({
      directory: terminal.directory,
      environment: terminal.environment,
      revisions,
      as: flags.as ?? null,
      all: flags.all ?? false,
      since: flags.since ?? null,
      config: flags.config ?? null,
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
  }
}

/** Everything to stdout, or to the file with one line about it to stderr. */
async function show(report: Report, flags: AuditFlags, session: Session): Promise<void> {
  const { terminal, dependencies } = session;
  const reporter = reporterFor(flags.format);
  const rules = await dependencies.rules();
  const isOverview = flags.all === true || flags.since !== undefined;
  const hints = isOverview
    ? await dependencies.ledger(terminal.directory, terminal.environment)
    : [];
  const { paint, width } = terminal;
  const context: RenderContext = { rules, paint, width, hints, table: isOverview };
  if (flags.output === undefined) {
    terminal.write(reporter.render(report, context));
    return;
  }
  const text = reporter.render(report, { ...context, paint: plain, width: 100 });
  writeOutput(terminal.directory, flags.output, text);
  terminal.writeError(`${summaryLine(report, rules)}\n`);
}

async function run(
  revisions: readonly string[],
  flags: AuditFlags,
  session: Session,
): Promise<void> {
  reporterFor(flags.format);
  refuseContradiction(revisions, flags);
  const report = await audited(revisions, flags, session);
  session.exitCode = exitCodeOf(report);
  await show(report, flags, session);
}

/** Declares the command. */
export function addAudit(program: Command, session: Session): void {
  program
    .command("audit")
    .summary("judge releases by the evidence at their commits")
    .description(
      "Judges releases, or revisions that may become one, by the evidence at their commits. With none named: the releases at HEAD.",
    )
    .argument("[release...]", "release tags or revisions")
    .option("--as <name>", "judge the revision as if it were tagged so")
    .option("--all", "every release of the repository")
    .option("--since <ref>", "only releases that are not reachable from there")
    .option("--config <file>", "the policy, instead of the repository's own")
    .option("--format <id>", `how to show it: ${formats.join(", ")}`, "text")
    .option("--output <file>", "write it there; a line about it goes to stderr")
    .addHelpText("after", auditExamples)
    .action((revisions: string[], flags: AuditFlags) => run(revisions, flags, session));
}
