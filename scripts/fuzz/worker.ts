// The thread that fuzzes: it says which input it is at, so that one that never ends can be told.

import { parentPort, workerData } from "node:worker_threads";

import { attempt, SLOW } from "./attempt.ts";
import { inputOf } from "./input.ts";
import { targets } from "./targets.ts";

export interface Work {
  readonly seed: number;
  readonly names: readonly string[];
  /** The number of the first input. */
  readonly first: number;
  /** Milliseconds since the epoch. */
  readonly end: number;
  /** Holds the number of the input that is being read. */
  readonly at: SharedArrayBuffer;
}

export interface Found {
  readonly number: number;
  readonly reason: string;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- scripts/fuzz.ts alone starts it
const { seed, names, first, end, at } = workerData as Work;
const place = new Int32Array(at);
for (let number = first; Date.now() < end; number += 1) {
  Atomics.store(place, 0, number);
  const { name, bytes } = inputOf(seed, names, number);
  const target = targets[name];
  if (target === undefined) throw new Error(`there is no target ${name}`);
  const reason = attempt(target, bytes, SLOW);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  if (reason !== null) parentPort?.postMessage({ number, reason } satisfies Found);
}
