// `npm run fuzz -- --seconds N --seed S`: damaged documents for everything that reads one.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

import { inputOf } from "./fuzz/input.ts";
import { targets } from "./fuzz/targets.ts";
import type { Found, Work } from "./fuzz/worker.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** Only these targets, with commas between. */
    targets: { type: "string", default: Object.keys(targets).join(",") },
    /** Where found inputs are kept. */
    keep: { type: "string", default: join("test", "fuzz", "seeds") },
  },
});

const seed = Number(values.seed);
const end = Date.now() + Number(values.seconds) * 1000;
const names = values.targets.split(",");
const found = new Map<string, number>();
/** Milliseconds after which an input is taken for one that never ends, on a busy machine too. */
const STUCK = 60_000;

console.log(`seed ${seed}`);
let inputs = 0;
while (Date.now() < end) inputs = await work(inputs);
for (const [reason, times] of found) console.log(`${times} times: ${reason}`);
console.log(`${inputs} inputs, ${found.size} found`);
if (found.size > 0) process.exitCode = 1;

/** Fuzzes until the time is over or an input is stuck; gives the number of the next input. */
async function work(first: number): Promise<number> {
  const at = new SharedArrayBuffer(4);
  const place = new Int32Array(at);
  place[0] = first;
  const workerData: Work = { seed, names, first, end, at };
  const worker = new Worker(new URL("./fuzz/worker.js", import.meta.url), { workerData });
  worker.on("message", ({ number, reason }: Found) => keep(number, reason));
  const watch = watchOver(place, () => {
    keep(Atomics.load(place, 0), "never ends");
    void worker.terminate();
  });
  await once(worker, "exit");
  clearInterval(watch);
  return Atomics.load(place, 0) + 1;
}

function watchOver(place: Int32Array, onStuck: () => void): NodeJS.Timeout {
  let [last, since] = [-1, Date.now()];
  return setInterval(() => {
    const now = Atomics.load(place, 0);
    if (now !== last) [last, since] = [now, Date.now()];
    else if (Date.now() - since > STUCK) onStuck();
  }, 1000);
}

/** One input of each reason is kept: the first. */
function keep(number: number, reason: string): void {
  const { name, bytes } = inputOf(seed, names, number);
  const [first = "", ...stack] = reason.split("\n");
  const place = stack.find((line) => line.includes("/lib/"))?.trim() ?? "";
  const key = `${name}: ${first.replaceAll(/\d+/g, "n")} ${place}`;
  const times = found.get(key) ?? 0;
  found.set(key, times + 1);
  if (times > 0) return;
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  mkdirSync(values.keep, { recursive: true });
  const path = join(values.keep, `${name}.${digest}`);
  writeFileSync(path, bytes);
  console.log(`${path}\n${reason}`);
}
