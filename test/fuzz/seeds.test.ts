// Inputs that the fuzzer once found, and a short run of it: any bytes give a value or a reason, and end.
// What is slow is told by `npm run fuzz` alone: a machine can be slow too.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { makeChance } from "../../scripts/differential/random.ts";
import { attempt } from "../../scripts/fuzz/attempt.ts";
import { documentsOf } from "../../scripts/fuzz/corpus.ts";
import { damage } from "../../scripts/fuzz/mutate.ts";
import { targets } from "../../scripts/fuzz/targets.ts";

const test = suite("fuzz/seeds");
/** Milliseconds of processor time, far above what the slowest machine takes: it would never end. */
const NEVER_ENDS = 30_000;
const SEEDS = join("test", "fuzz", "seeds");

for (const file of readdirSync(SEEDS).toSorted()) {
  test(`takes ${file}`, () => {
    const name = file.slice(0, file.lastIndexOf("."));
    const target = targets[name];
    assert.ok(target !== undefined, `there is no target ${name}`);
    assert.equal(attempt(target, readFileSync(join(SEEDS, file)), NEVER_ENDS), null);
  });
}

for (const [name, target] of Object.entries(targets)) {
  test(`${name} takes any damage to what it reads`, () => {
    for (let index = 0; index < 60; index += 1) {
      const chance = makeChance(index);
      const bytes = damage(chance, Buffer.from(chance.pick(documentsOf(name))));
      assert.equal(
        attempt(target, bytes, NEVER_ENDS),
        null,
        JSON.stringify(bytes.toString("latin1")),
      );
    }
  });
}

test("tells an exception, and one of the lanes that is wrong", () => {
  const broken = (): void => {
    throw new RangeError("too deep");
  };
  assert.match(attempt(broken, Buffer.from(""), NEVER_ENDS) ?? "", /too deep/);
});

test.run();
