// Many releases at a glance: one line each, in the order of the report.

import type { ReleaseReport, Report } from "../report.ts";
import { printable, printableName } from "./printable.ts";
import type { RenderContext, Style } from "./reporter.ts";
import { plural } from "./tally.ts";
import { refusal, undecided } from "./words.ts";
import { columns, hang } from "./wrap.ts";

const words: Readonly<Record<ReleaseReport["verdict"], readonly [word: string, style: Style]>> = {
  failed: ["refused", "bad"],
  inconclusive: ["not decided", "warn"],
  passed: ["passed", "good"],
  "not-applicable": ["no subject", "dim"],
};

/** A longer name takes its line alone, so that one of them does not push all others away. */
const WIDEST = 24;

/** `release  commit  verdict  because`, each row as wide as the terminal allows. */
export function tableLines(report: Report, context: RenderContext): string[] {
  const names = report.releases.map(({ name }) => columns(printableName(name)));
  const width = Math.min(WIDEST, Math.max("release".length, ...names));
  const heading = row(["release", "commit", "verdict", ""], width).trimEnd();
  return [
    context.paint("strong", heading),
    ...report.releases.flatMap((release) => releaseLines(release, width, context)),
  ];
}

function row([name, commit, verdict, text]: readonly string[], width: number): string {
  const padded = `${name}${" ".repeat(Math.max(0, width - columns(name ?? "")))}`;
  return `${padded}  ${commit?.padEnd(7)}  ${verdict?.padEnd(11)}  ${text}`;
}

function releaseLines(release: ReleaseReport, width: number, context: RenderContext): string[] {
  const [word, style] = words[release.verdict];
  const name = printableName(release.name);
  const commit = release.commit?.slice(0, 7) ?? "-";
  const isLong = columns(name) > width;
  const head = row([isLong ? "" : name, commit, word, ""], width);
  const margin = " ".repeat(columns(row(["", "", "", ""], width)));
  const [first = "", ...rest] = hang(head, margin, because(release, context), context.width);
  const shown = first === "" ? head : first;
  const lines = [shown.replace(word, () => context.paint(style, word)).trimEnd(), ...rest];
  return isLong ? [name, ...lines] : lines;
}

/** Why it stands so; empty where it simply passed. */
function because(release: ReleaseReport, { rules }: RenderContext): string {
  const { findings, verdict, waived } = release;
  if (verdict === "failed") {
    const first = findings.find(({ level }) => level === "error");
    const rule = first === undefined ? "" : ` (${printable(first.rule)})`;
    return `${refusal(findings, rules) ?? "a rule does not hold"}${rule}`;
  }
  if (verdict === "inconclusive") return undecided(release);
  const warnings = findings.filter(({ level }) => level === "warning");
  const told = waived.map(({ rule, reason }) => `waived ${printable(rule)}: ${printable(reason)}`);
  return [...(warnings.length > 0 ? [plural(warnings.length, "warning")] : []), ...told].join("; ");
}
