// The report for people: verdict and mismatch first, then the evidence, then what to type.

import type { ReleaseReport, Report } from "../report.ts";
import { advice, waiverCommand } from "./advice.ts";
import { printable, printableName } from "./printable.ts";
import { defineReporter, type RenderContext, type Reporter, type Style } from "./reporter.ts";
import { withVerdict } from "./tally.ts";
import { adviceLines, findingsLines, gapLines, labelled, waiverLines } from "./text-finding.ts";
import { tableLines } from "./text-table.ts";
import { counts, headline, policyPhrase, refusal, summary } from "./words.ts";
import { hang, wrap } from "./wrap.ts";

const margin = "  ";

const verdictStyles: Readonly<Record<ReleaseReport["verdict"], Style>> = {
  failed: "bad",
  inconclusive: "warn",
  passed: "good",
  "not-applicable": "dim",
};

function title(release: ReleaseReport, context: RenderContext): string[] {
  const style = verdictStyles[release.verdict];
  const lines = hang("", margin, headline(release, context.rules), context.width);
  return lines.map((line) => context.paint(style, line));
}

/** What the counts may take: gaps with their reasons, not a page. The other formats have all of them. */
const COUNT_LINES = { passed: 4, detailed: 6 };

/** The counts, with as much detail as the number of lines has room for. */
function countLines(release: ReleaseReport, context: RenderContext, limit: number): string[] {
  const sizes = (["reasons", "grouped", "rules", "few"] as const).map((detail) =>
    hang(margin, margin, counts(release, detail), context.width),
  );
  return sizes.find((lines) => lines.length <= limit) ?? sizes.at(-1) ?? [];
}

function nextLines(release: ReleaseReport, context: RenderContext): string[] {
  if (release.verdict !== "inconclusive") return [];
  const waiver = waiverCommand(release);
  return [
    ...adviceLines("next", advice(release), context),
    ...(waiver === null ? [] : adviceLines("or", [waiver], context)),
  ];
}

function noticeLines(notices: readonly string[], context: RenderContext): string[] {
  return notices.flatMap((notice) =>
    labelled({ word: "notice", style: "dim" }, printable(notice), context),
  );
}

function paragraphs(parts: readonly (readonly string[])[]): string[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ["", ...part]));
}

/** All there is to say of one release. */
function detailed(release: ReleaseReport, context: RenderContext): string[] {
  const evidence = paragraphs([
    findingsLines(release.findings, context),
    [...gapLines(release, context), ...nextLines(release, context)],
    [...waiverLines(release, context), ...noticeLines(release.notices, context)],
  ]);
  const head = title(release, context);
  if (release.verdict === "not-applicable") return [...head, ...evidence];
  if (evidence.length === 0) return [...head, ...countLines(release, context, COUNT_LINES.passed)];
  return [...head, "", ...evidence, "", ...countLines(release, context, COUNT_LINES.detailed)];
}

function pushLines(report: Report, context: RenderContext): string[] {
  if (report.push.length === 0) return [];
  const reason = refusal(report.push, context.rules);
  const head = reason === null ? "this push:" : `this push refused: ${reason}`;
  const lines = hang("", margin, head, context.width);
  return [
    ...lines.map((line) => context.paint(reason === null ? "warn" : "bad", line)),
    "",
    ...findingsLines(report.push, context),
  ];
}

/** One line each for releases that nothing has to be done about; what was waived is always told. */
function quiet(releases: readonly ReleaseReport[], context: RenderContext): string[] {
  return releases.flatMap((release) => [
    ...title(release, context),
    ...waiverLines(release, context),
  ]);
}

/** What stands once at the end: the policy, and what the caller knows to type. */
function closing(report: Report, context: RenderContext): string[] {
  const policy = policyPhrase(report);
  const lines = [
    ...(policy === null ? [] : [`policy: ${policy}`]),
    ...context.hints.map((hint) => printable(hint)),
  ];
  return lines.flatMap((line) => hang(margin, margin, line, context.width));
}

function several(report: Report, context: RenderContext): string[] {
  const blocked = [...withVerdict(report, "failed"), ...withVerdict(report, "inconclusive")];
  const others = report.releases.filter((release) => !blocked.includes(release));
  const notices = [...new Set(others.flatMap((release) => release.notices))];
  return paragraphs([
    pushLines(report, context),
    ...blocked.map((release) => detailed(release, context)),
    quiet(others, context),
    noticeLines(notices, context),
    [...wrap(summary(report), context.width), ...closing(report, context)],
  ]);
}

function few(report: Report, context: RenderContext): string[] {
  const [release] = report.releases;
  const nothing = report.push.length === 0 ? ["no release here: nothing was audited"] : [];
  const body = release === undefined ? nothing : detailed(release, context);
  return [...paragraphs([pushLines(report, context), body]), ...closing(report, context)];
}

/** More than that at once is read as a table, whoever asks. */
const MOST_DETAILED = 20;

function isTable({ releases }: Report, { table = false }: RenderContext): boolean {
  const blocked = releases.filter(({ verdict }) => ["failed", "inconclusive"].includes(verdict));
  return releases.length > 1 && (table || blocked.length > MOST_DETAILED);
}

/** Every release in a line, what there is to say of none of them, and how to see more of one. */
function overview(report: Report, context: RenderContext): string[] {
  const blocked = [...withVerdict(report, "failed"), ...withVerdict(report, "inconclusive")];
  const notices = [...new Set(report.releases.flatMap((release) => release.notices))];
  const [first] = blocked;
  const more =
    first === undefined ? [] : [`more of one: tagproof audit ${printableName(first.name)}`];
  return paragraphs([
    pushLines(report, context),
    tableLines(report, context),
    noticeLines(notices, context),
    [
      ...wrap(summary(report), context.width),
      ...more.flatMap((line) => hang(margin, margin, line, context.width)),
      ...closing(report, context),
    ],
  ]);
}

export const text: Reporter = defineReporter("text", (report, context) => {
  const lines = isTable(report, context)
    ? overview(report, context)
    : report.releases.length > 1
      ? several(report, context)
      : few(report, context);
  return `${lines.join("\n")}\n`;
});
