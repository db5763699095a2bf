// One input, one target: what went wrong, or nothing.

import type { Target } from "./targets.ts";

/** Milliseconds of processor time after which the fuzzer calls an input of at most 64 KiB slow. */
export const SLOW = 1500;
/** Bytes of the heap that an input may leave or take, in MiB. */
const MOST_MEMORY = 400;

/**
 * Why the input is one to keep; null where the target took it as it should. `mostTime` is in
 * milliseconds of processor time.
 */
export function attempt(target: Target, bytes: Uint8Array, mostTime: number): string | null {
  const memory = process.memoryUsage().heapUsed;
  const start = process.cpuUsage();
  try {
    target(bytes);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  if (time > mostTime) return `took ${Math.round(time)} ms`;
  const taken = (process.memoryUsage().heapUsed - memory) / 2 ** 20;
  return taken > MOST_MEMORY ? `took ${Math.round(taken)} MiB` : null;
}
