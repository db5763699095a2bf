// `npm run fuzz -- --seconds N --seed S`: damaged documents for everything that reads one.

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { makeChance } from "./differential/random.ts";
import { attempt } from "./fuzz/attempt.ts";
import { documentsOf } from "./fuzz/corpus.ts";
import { damage } from "./fuzz/mutate.ts";
import { targets } from "./fuzz/targets.ts";

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
console.log(`seed ${seed}`);

let inputs = 0;
while (Date.now() < end) {
  for (const name of names) fuzz(name, inputs);
  inputs += 1;
}
for (const [reason, times] of found) console.log(`${times} times: ${reason}`);
console.log(`${inputs * names.length} inputs, ${found.size} found`);
if (found.size > 0) process.exitCode = 1;

/** Input `n` of a seed depends on both and the target alone. */
function fuzz(name: string, index: number): void {
  const target = targets[name];
  if (target === undefined) throw new Error(`there is no target ${name}`);
  const chance = makeChance(seed * 1_000_003 + index);
  const bytes = damage(chance, Buffer.from(chance.pick(documentsOf(name))));
  const reason = attempt(target, bytes);
  if (reason !== null) keep(name, bytes, reason);
}

/** One input of each reason is kept: the first. */
function keep(name: string, bytes: Uint8Array, reason: string): void {
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
