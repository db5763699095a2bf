// Whether one test file passed: uvu's exit code alone is green on too much.

import { findForgottenRuns } from "./source.ts";
import type { TestFile } from "./list.ts";
import type { Run } from "./run-file.ts";
import { parseTotals, type Totals } from "./totals.ts";

export interface Result {
  readonly path: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the file does not pass, one sentence each; empty when it does. */
  readonly problems: readonly string[];
  readonly output: string;
  readonly milliseconds: number;
}

/** The result of a file that was not started: its compiled output is missing. */
export function judgeUncompiled(file: TestFile): Result {
  const problems = ["it has no compiled output; run npm run build"];
  return { ...NOTHING, path: file.path, problems };
}

const NOTHING = { passed: 0, failed: 1, skipped: 0, output: "", milliseconds: 0 } as const;

/** A file passes when it ended well, ran at least one test, passed all and skipped none. */
export function judge(file: TestFile, run: Run): Result {
  const totals = parseTotals(run.stdout);
  const problems = [
    ...endProblems(run),
    ...(totals === null ? ["no test was run"] : totalsProblems(totals)),
    ...findForgottenRuns(file.source),
  ];
  const { total, passed, skipped } = totals ?? { total: 0, passed: 0, skipped: 0 };
  const failed = problems.length === 0 ? 0 : Math.max(1, total - passed);
  const { output, milliseconds } = run;
  return { path: file.path, passed, failed, skipped, problems, output, milliseconds };
}

function endProblems(run: Run): string[] {
  if (run.startFailure !== null) return [`it could not be started: ${run.startFailure}`];
  if (run.timedOut) return [`it was stopped after ${run.limit} s`];
  const held = run.outputHeld ? ["a process that it started outlived it and held its output"] : [];
  if (run.signal !== null) return [`it was ended by ${run.signal}`, ...held];
  return run.code === 0 ? held : [`it exited with ${run.code}`, ...held];
}

function totalsProblems(totals: Totals): string[] {
  return [
    ...(totals.total === 0 ? ["no test was run"] : []),
    ...(totals.passed === totals.total
      ? []
      : [`${totals.total - totals.passed} of ${totals.total} tests did not pass`]),
    ...(totals.skipped === 0 ? [] : [`${totals.skipped} skipped: is a .only or .skip left over?`]),
  ];
}
