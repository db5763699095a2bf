// A memory that forgets what came first.

import { deepEqual } from "node:assert/strict";
import { suite } from "uvu";
import { openBounded, type Bounded } from "../lib/bounded.ts";

const test = suite("bounded");

function held(memory: Bounded<string>): readonly string[] {
  return ["a", "b", "c", "d"].filter((key) => memory.get(key) !== undefined);
}

test("keeps what fits, and forgets the oldest first", () => {
  const memory = openBounded<string>(10);
  for (const key of ["a", "b", "c"]) memory.put(key, key.toUpperCase(), 4);
  deepEqual(held(memory), ["b", "c"]);
  deepEqual([memory.get("b"), memory.get("a")], ["B", undefined]);
});

test("an entry that is put again is the newest, with its new weight", () => {
  const memory = openBounded<string>(10);
  memory.put("a", "1", 4);
  memory.put("b", "1", 4);
  memory.put("a", "2", 5);
  memory.put("c", "1", 4);
  deepEqual(held(memory), ["a", "c"]);
  deepEqual(memory.get("a"), "2");
});

test("the newest is kept, however much it weighs, and what is dropped weighs nothing", () => {
  const memory = openBounded<string>(10);
  memory.put("a", "1", 4);
  memory.put("b", "1", 40);
  deepEqual(held(memory), ["b"]);
  memory.drop("b");
  memory.drop("never there");
  memory.put("c", "1", 5);
  memory.put("d", "1", 5);
  deepEqual(held(memory), ["c", "d"]);
});

test.run();
