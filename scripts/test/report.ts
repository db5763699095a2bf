// What the runner prints: a line for each file, failures in full, and the sum as the last line.

import type { Result } from "./judge.ts";

/** One line, printed when the file has ended. */
export function resultLine(result: Result): string {
  const seconds = `${(result.milliseconds / 1000).toFixed(1)} s`;
  return result.problems.length === 0
    ? `ok    ${result.path}  ${result.passed} passed, ${seconds}`
    : `FAIL  ${result.path}  ${result.problems.join("; ")}, ${seconds}`;
}

/** What a file that failed printed, whole. */
export function failureText(result: Result): string {
  const reasons = result.problems.map((problem) => `  ${problem}`).join("\n");
  return `\n----- ${result.path}\n${reasons}\n${result.output.trimEnd()}\n`;
}

export interface Sum {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Adds the results up; `extra` counts what failed outside of any file. */
export function sumResults(results: readonly Result[], extra: number): Sum {
  const sum = { passed: 0, failed: extra, skipped: 0 };
  for (const result of results) {
    sum.passed += result.passed;
    sum.failed += result.failed;
    sum.skipped += result.skipped;
  }
  return sum;
}

/** The last line of a run, in the one shape that scripts may read. */
export function sumLine(sum: Sum): string {
  return `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`;
}
