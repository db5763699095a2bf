// The report as workflow commands of GitHub Actions: annotations on the files of a pull request.
// Format: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions

import type { Finding, Level } from "../finding.ts";
import type { ReleaseReport, Report } from "../report.ts";
import { printable } from "./printable.ts";
import { defineReporter, type RenderContext, type Reporter } from "./reporter.ts";
import { headline, originPhrase, refusal } from "./words.ts";

/** `%` first, as `x%0aERR` is a legal tag name. */
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

type Command = "error" | "warning" | "notice";

const commands: Readonly<Record<Level, Command>> = {
  error: "error",
  warning: "warning",
  note: "notice",
};

function line(
  command: Command,
  properties: Readonly<Record<string, string | number | null>>,
  lines: readonly string[],
): string {
  const told = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${escapeProperty(printable(String(value)))}`);
  return `::${command} ${told.join(",")}::${lines.map(printable).map(escapeMessage).join("%0A")}\n`;
}

function findingLine(subject: string, finding: Finding): string {
  const { where, origin } = finding;
  const properties = {
    file: where?.path ?? null,
    line: where?.line ?? null,
    col: where?.column ?? null,
    title: `${subject}: ${finding.rule}`,
  };
  return line(commands[finding.level], properties, [
    finding.text,
    ...(origin === null ? [] : [`It was ${originPhrase(origin)}.`]),
    ...finding.consequences.map((consequence) => `also: ${consequence}`),
    ...finding.repair.map((step) => `repair: ${step}`),
  ]);
}

function verdictCommand(release: ReleaseReport, report: Report): Command {
  if (release.verdict === "failed") return "error";
  if (release.verdict !== "inconclusive") return "notice";
  return report.policy.preset === "adopt" ? "warning" : "error";
}

function releaseLines(release: ReleaseReport, report: Report, { rules }: RenderContext): string {
  const command = verdictCommand(release, report);
  const gap = release.verdict === "passed" ? "notice" : command;
  const gaps = release.notVerified.map(({ rule, reason, blocking }) =>
    line(blocking ? gap : "notice", { title: `${release.name}: ${rule}` }, [
      `could not be checked: ${reason}`,
    ]),
  );
  const waived = release.waived.map(({ rule, reason, by }) =>
    line("warning", { title: `${release.name}: ${rule}` }, [`waived: ${reason} (${by})`]),
  );
  const notices = release.notices.map((text) => line("notice", { title: release.name }, [text]));
  return [
    line(command, { title: "tagproof" }, [headline(release, rules)]),
    ...release.findings.map((finding) => findingLine(release.name, finding)),
    ...gaps,
    ...waived,
    ...notices,
  ].join("");
}

export const github: Reporter = defineReporter("github", (report, context) => {
  const reason = refusal(report.push, context.rules);
  const push =
    reason === null ? "" : line("error", { title: "tagproof" }, [`push refused: ${reason}`]);
  const nothing = line("notice", { title: "tagproof" }, ["no release here: nothing was audited"]);
  return [
    push,
    ...report.push.map((finding) => findingLine("push", finding)),
    ...report.releases.map((release) => releaseLines(release, report, context)),
    report.releases.length + report.push.length === 0 ? nothing : "",
  ].join("");
});
