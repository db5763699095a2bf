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
  /** Seconds: what may take many minutes runs once, and is stopped after these. */
  readonly limit?: number;
}

export interface Timing {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  readonly least: number;
  readonly runs: number;
  /** True where it did not get to its end: the times are those until then. */
  readonly stopped: boolean;
}

/**
 * Runs every contestant once per round, after one round that is not counted; another one begins each
 * round, as what a contestant leaves to be written burdens the next.
 */
export function race(contestants: readonly Contestant[], rounds: number): readonly Timing[] {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    const entries = [...contestants.entries()];
    const first = round % contestants.length;
    for (const [index, contestant] of [...entries.slice(first), ...entries.slice(0, first)]) {
      if (contestant.limit !== undefined && round !== 1) continue;
      const spent = runOnce(contestant);
      if (round > 0) times[index]?.push(spent);
    }
  }
  return contestants.map(({ name, limit = Infinity }, index) => {
    const sorted = (times[index] ?? []).toSorted((left, right) => left - right);
    const least = sorted[0] ?? 0;
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return { name, median, least, runs: sorted.length, stopped: least >= limit * 1000 };
  });
}

function runOnce({ limit, ...contestant }: Contestant): number {
  const { name, command, args, directory, environment, accepted } = contestant;
  const started = process.hrtime.bigint();
  const child = spawnSync(command, args, {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28,
    ...(limit === undefined ? {} : { timeout: limit * 1000 }),
  });
  const spent = Number(process.hrtime.bigint() - started) / 1e6;
  if (limit !== undefined && child.signal === "SIGTERM") return Math.max(spent, limit * 1000);
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
  for (const { name, median, least, runs, stopped } of timings) {
    const ratio = first === undefined ? 1 : median / first.median;
    const more = stopped ? "> " : "";
    const numbers = [
      `${more}${median.toFixed(0)} ms`,
      runs === 1 ? "one run" : `least ${least.toFixed(0)}`,
      `× ${more}${ratio.toFixed(2)}`,
    ];
    const told = stopped ? `${name}, stopped` : name;
    console.log(`  ${told.padEnd(44)}${numbers.map((text) => text.padStart(14)).join("")}`);
  }
}
