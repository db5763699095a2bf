// Inputs that the fuzzer once found, and a short run of it: any bytes give a value or a reason, in time.

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
const SEEDS = join("test", "fuzz", "seeds");

for (const file of readdirSync(SEEDS).toSorted()) {
  test(`takes ${file}`, () => {
    const name = file.slice(0, file.lastIndexOf("."));
    const target = targets[name];
    assert.ok(target !== undefined, `there is no target ${name}`);
    assert.equal(attempt(target, readFileSync(join(SEEDS, file))), null);
  });
}

for (const [name, target] of Object.entries(targets)) {
  test(`${name} takes any damage to what it reads`, () => {
    for (let index = 0; index < 60; index += 1) {
      const chance = makeChance(index);
      const bytes = damage(chance, Buffer.from(chance.pick(documentsOf(name))));
      assert.equal(attempt(target, bytes), null, JSON.stringify(bytes.toString("latin1")));
    }
  });
}

test("tells an exception, and one of the lanes that is wrong", () => {
  const broken = (): void => {
    throw new RangeError("too deep");
  };
  assert.match(attempt(broken, Buffer.from("")) ?? "", /too deep/);
});

test.run();
