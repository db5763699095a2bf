// Reports of many releases in little memory: what most of them say alike is kept once.

import type { ReleaseReport } from "./report.ts";

/** Different values that are remembered; a history that says more has no use for it. */
const MOST = 2000;

/** Gives equal parts of reports the same object, so that ten thousand releases take a few megabytes. */
export function openCompactor(): (report: ReleaseReport) => ReleaseReport {
  const known = new Map<string, unknown>();
  const keep = <Value>(value: Value): Value => {
    const key = JSON.stringify(value);
    if (!known.has(key)) {
      if (known.size >= MOST) return value;
      known.set(key, value);
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- equal JSON, equal shape
    return known.get(key) as Value;
  };
  return (report) => ({
    ...report,
    questions: keep(report.questions),
    rulesRun: keep(report.rulesRun),
    notApplicable: keep(report.notApplicable),
    notVerified: keep(report.notVerified),
    notices: keep(report.notices),
  });
}
