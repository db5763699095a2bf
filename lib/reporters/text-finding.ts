// How the text report lays out one finding, one gap and one waiver: a label, then text that hangs.

import type { Finding, Level } from "../finding.ts";
import { grouped } from "../grouped.ts";
import type { ReleaseReport } from "../report.ts";
import { printable } from "./printable.ts";
import type { RenderContext, Style } from "./reporter.ts";
import { plural } from "./tally.ts";
import { originPhrase, place } from "./words.ts";
import { hang } from "./wrap.ts";

const labelColumns = 8;
const margin = "  ";
const blank = margin + " ".repeat(labelColumns);

/** More consequences than this are counted: they have one cause, and it is told in full. */
const shownConsequences = 3;

const levelStyles: Readonly<Record<Level, Style>> = { error: "bad", warning: "warn", note: "dim" };
const levelOrder: readonly Level[] = ["error", "warning", "note"];

interface Label {
  readonly word: string;
  readonly style: Style;
}

/** `  repair  text`, with the further lines below the text. */
export function labelled(label: Label, text: string, context: RenderContext): string[] {
  const first = `${margin}${label.word.padEnd(labelColumns)}`;
  const [line = "", ...rest] = hang(first, blank, text, context.width);
  const painted = margin + context.paint(label.style, label.word);
  return [painted + line.slice(margin.length + label.word.length), ...rest];
}

function below(text: string, context: RenderContext): string[] {
  return hang(blank, blank, text, context.width);
}

/** Steps one below the other: what is left of a step that is too long stands further in. */
function steps(label: Label, lines: readonly string[], context: RenderContext): string[] {
  return lines.flatMap((line, index) => {
    const text = printable(line);
    if (index === 0) return labelled(label, text, context);
    return hang(blank, `${blank}  `, text, context.width);
  });
}

function whereLines(finding: Finding, context: RenderContext): string[] {
  const where = place(finding.where);
  if (where === null || printable(finding.text).includes(where)) return [];
  return below(`at ${where}`, context);
}

function originLines({ origin, text }: Finding, context: RenderContext): string[] {
  if (origin === null || text.includes(origin.commit.slice(0, 7))) return [];
  return below(`It was ${originPhrase(origin)}.`, context);
}

function consequenceLines({ consequences }: Finding, context: RenderContext): string[] {
  const shown = consequences.slice(0, shownConsequences);
  const more = consequences.length - shown.length;
  return [
    ...shown.flatMap((text) => labelled({ word: "also", style: "dim" }, printable(text), context)),
    ...(more > 0 ? below(`and ${more} more with the same cause`, context) : []),
  ];
}

/** All lines about one finding. */
export function findingLines(finding: Finding, context: RenderContext): string[] {
  const level: Label = { word: finding.level, style: levelStyles[finding.level] };
  return [
    ...labelled(level, printable(finding.rule), context),
    ...below(printable(finding.text), context),
    ...whereLines(finding, context),
    ...originLines(finding, context),
    ...consequenceLines(finding, context),
    ...steps({ word: "repair", style: "strong" }, finding.repair, context),
  ];
}

/** Findings one block each, errors first, with an empty line between two. */
export function findingsLines(findings: readonly Finding[], context: RenderContext): string[] {
  const ordered = levelOrder.flatMap((level) => findings.filter((each) => each.level === level));
  return ordered.flatMap((finding, index) => [
    ...(index === 0 ? [] : [""]),
    ...findingLines(finding, context),
  ]);
}

/** What could not be checked though the verdict depends on it: each reason once, with the rules that it keeps from judging. */
export function gapLines(release: ReleaseReport, context: RenderContext): string[] {
  const gaps = release.notVerified.filter((gap) => gap.blocking);
  return [...grouped(gaps, ({ reason }) => reason)].flatMap(([reason, ofReason]) => [
    ...labelled({ word: "unknown", style: "warn" }, rulesOf(ofReason), context),
    ...below(printable(reason), context),
  ]);
}

const MOST_RULES = 3;

function rulesOf(gaps: ReleaseReport["notVerified"]): string {
  const rules = [...new Set(gaps.map(({ rule }) => printable(rule)))];
  const rest = rules.length - MOST_RULES;
  const shown = rules.slice(0, MOST_RULES).join(", ");
  return rest > 0 ? `${shown} and ${plural(rest, "more rule")}` : shown;
}

/** What to type next, below one label. */
export function adviceLines(
  word: string,
  lines: readonly string[],
  context: RenderContext,
): string[] {
  return steps({ word, style: "strong" }, lines, context);
}

/** Accepted findings: who said so, and why. */
export function waiverLines(release: ReleaseReport, context: RenderContext): string[] {
  return release.waived.flatMap(({ rule, reason, by }) => {
    const text = `${printable(rule)}: ${printable(reason)} (${printable(by)})`;
    return labelled({ word: "waived", style: "warn" }, text, context);
  });
}
