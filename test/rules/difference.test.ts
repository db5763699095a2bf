import { deepEqual } from "node:assert/strict";
import { suite } from "uvu";
import { aroundDifference } from "../../lib/rules/difference.ts";

const difference = suite("rules/difference");

difference("short texts are shown as they are", () => {
  deepEqual(aroundDifference("a b", "a c", 3), ["a b", "a c"]);
});

difference("long ones from the start, where the difference is near it", () => {
  const tail = "x".repeat(60);
  deepEqual(aroundDifference(`a${tail}`, `b${tail}`, 30), [
    `a${"x".repeat(28)}…`,
    `b${"x".repeat(28)}…`,
  ]);
});

difference("or else from a little before it", () => {
  const same = "0123456789".repeat(9);
  deepEqual(aroundDifference(`${same}a`, `${same}b and more of it`, 30), [
    `…${same.slice(-20)}a`,
    `…${same.slice(-20)}b and mo…`,
  ]);
});

difference("one that the other goes on from ends where it ends", () => {
  const same = "0123456789".repeat(9);
  deepEqual(aroundDifference(same, `${same}!`, 30), [
    `…${same.slice(-20)}`,
    `…${same.slice(-20)}!`,
  ]);
});

difference("no character is cut in two", () => {
  const [left] = aroundDifference("😀".repeat(40), "😀".repeat(41), 30);
  deepEqual(left, `…${"😀".repeat(20)}`);
});

difference.run();
