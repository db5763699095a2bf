// Whole processes, interleaved: each round runs every contestant once, so that load hits them alike.

import { spawnSync } from "node:child_process";

export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Exit codes that are an answer; anything else ends the bench. */
  readonly accepted: readonly number[];
}

export interface Timing {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  readonly least: number;
}

/** Runs every contestant once per round, after one round that is not counted. */
export function race(contestants: readonly Contestant[], rounds: number): readonly Timing[] {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const spent = runOnce(contestant);
      if (round > 0) times[index]?.push(spent);
    }
  }
  return contestants.map(({ name }, index) => {
    const sorted = (times[index] ?? []).toSorted((left, right) => left - right);
    return { name, median: sorted[Math.floor(sorted.length / 2)] ?? 0, least: sorted[0] ?? 0 };
  });
}

function runOnce({ name, command, args, directory, environment, accepted }: Contestant): number {
  const started = process.hrtime.bigint();
  const child = spawnSync(command, args, {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const spent = Number(process.hrtime.bigint() - started) / 1e6;
  if (child.error !== undefined) throw child.error;
  if (!accepted.includes(child.status ?? -1)) {
    throw new Error(`${name} ended with ${child.status}: ${child.stderr.toString().slice(0, 400)}`);
  }
  return spent;
}

/** A table on standard output: milliseconds, and how many times the first contestant's. */
export function show(title: string, timings: readonly Timing[]): void {
  const [first] = timings;
  console.log(`\n${title}`);
  for (const { name, median, least } of timings) {
    const ratio = first === undefined ? 1 : median / first.median;
    const numbers = [
      `${median.toFixed(0)} ms`,
      `least ${least.toFixed(0)}`,
      `× ${ratio.toFixed(2)}`,
    ];
    console.log(`  ${name.padEnd(44)}${numbers.map((text) => text.padStart(14)).join("")}`);
  }
}
