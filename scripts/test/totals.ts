// The totals that uvu prints at the end of a test process.

export interface Totals {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

const BLOCK = /^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)\n {2}Duration: /gm;

/**
 * Adds up the blocks of a file's output: a suite that runs late, after a top-level `await`, gets a
 * block of its own. Null when there is none: the file never ran a suite.
 */
export function parseTotals(output: string): Totals | null {
  const blocks = [...stripColours(output).matchAll(BLOCK)];
  if (blocks.length === 0) return null;
  const sum = (group: number): number =>
    blocks.reduce((total, block) => total + Number(block[group]), 0);
  return { total: sum(1), passed: sum(2), skipped: sum(3) };
}

function stripColours(text: string): string {
  return text.replaceAll(/\u001B\[[\d;]*m/g, "");
}
