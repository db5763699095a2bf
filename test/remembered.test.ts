// Answers that are made once for an object.

import { deepEqual, equal } from "node:assert/strict";
import { suite } from "uvu";
import { remembered } from "../lib/remembered.ts";

const test = suite("remembered");

test("asks once for each object, also where the answer is undefined", () => {
  const asked: object[] = [];
  const ask = remembered((key: object) => {
    asked.push(key);
    return undefined;
  });
  const [one, other] = [{}, {}];
  for (const key of [one, other, one, other, one]) equal(ask(key), undefined);
  deepEqual(asked, [one, other]);
});

test("two functions remember apart", () => {
  const key = {};
  const [first, second] = [remembered(() => 1), remembered(() => 2)];
  deepEqual([first(key), second(key), first(key)], [1, 2, 1]);
});

test.run();
