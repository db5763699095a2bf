// Waivers: a refusal that somebody accepts for one tag and one rule, with a reason. Never silent.

import type { TagFacts } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { malformed, parsed, type Parsed } from "./reading.ts";
import type { ReleaseReport } from "./report.ts";

export interface Waiver {
  /** The short name of the tag; a waiver is never for more than one. */
  readonly tag: string;
  /** A rule, or `inconclusive`, or `crash`. */
  readonly rule: string;
  readonly reason: string;
  /** Who gave it, as git knows them. */
  readonly by: string;
}

export const waiverForm = "<tag> <rule, inconclusive or crash>: <reason>";

const WAIVER = /^(\S+) +([\w-]+\/[\w-]+|inconclusive|crash): *(\S.*)$/s;

/** `v1.2.0 review/linked: agreed in #41`, as `git -c tagproof.waive=` has it. */
export function parseWaiver(text: string): Parsed<Omit<Waiver, "by">> {
  const [, tag, rule, reason] = WAIVER.exec(text.trim()) ?? [];
  if (tag === undefined || rule === undefined || reason === undefined) {
    return malformed(`it is ${JSON.stringify(text)}, expected ${waiverForm}`);
  }
  return parsed({ tag, rule, reason });
}

/** What the `Waive:` trailers of a tag come to. */
export interface TrailerWaivers {
  readonly waivers: readonly Waiver[];
  /** One for each that does not count, with the reason. */
  readonly notices: readonly string[];
}

/**
 * `Waive: review/linked: agreed in #41` at the end of a tag's message, by its tagger.
 * @param allowed the rules whose trailers count; "all" at a person's own hooks
 */
export function trailerWaivers(
  name: string,
  { trailers, tagger }: Pick<TagFacts, "trailers" | "tagger">,
  allowed: "all" | readonly string[],
): TrailerWaivers {
  const by = tagger === null ? "unknown" : `${tagger.name} <${tagger.email}>`;
  const waivers: Waiver[] = [];
  const notices: string[] = [];
  for (const { value } of trailers.filter(({ key }) => key.toLowerCase() === "waive")) {
    const waiver = parseWaiver(`tag ${value}`);
    if (!waiver.ok || waiver.value.rule === "crash") {
      notices.push(`the trailer "Waive: ${value}" is not understood, expected ${trailerForm}`);
    } else if (allowed !== "all" && !allowed.includes(waiver.value.rule)) {
      const { rule, reason } = waiver.value;
      notices.push(
        `the tag waives ${rule} ("${reason}"): it does not count, waivers.allow of the policy has it not`,
      );
    } else waivers.push({ ...waiver.value, tag: name, by });
  }
  return { waivers, notices };
}

const trailerForm = "Waive: <rule>: <reason>";

export interface Waived {
  readonly findings: readonly Finding[];
  /** The waivers that took something away; one that finds nothing is not shown. */
  readonly used: readonly Waiver[];
  /** What was accepted, in the words of the findings. */
  readonly notices: readonly string[];
}

/** Takes the findings of waived rules out, with what each of them explains: it was shown with it. */
export function waiveFindings(
  findings: readonly Finding[],
  name: string,
  waivers: readonly Waiver[],
): Waived {
  const mine = waivers.filter(({ tag }) => tag === name);
  const isWaived = (finding: Finding): boolean => mine.some(({ rule }) => rule === finding.rule);
  const accepted = findings.filter(isWaived);
  return {
    findings: findings.filter((finding) => !isWaived(finding)),
    used: mine.filter(({ rule }) => accepted.some((finding) => finding.rule === rule)),
    notices: accepted.map(({ rule, text }) => `accepted by the waiver of ${rule}: ${text}`),
  };
}

/** What could not be decided passes where that was waived; what failed does not. */
export function waiveInconclusive(
  report: ReleaseReport,
  waivers: readonly Waiver[],
): ReleaseReport {
  const waiver = waivers.find(({ tag, rule }) => tag === report.name && rule === "inconclusive");
  if (waiver === undefined || report.verdict !== "inconclusive") return report;
  return { ...report, verdict: "passed", waived: [...report.waived, shownWaiver(waiver)] };
}

/** As the report has it. */
export function shownWaiver({ rule, reason, by }: Waiver): ReleaseReport["waived"][number] {
  return { rule, reason, by };
}
