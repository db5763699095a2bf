// Spaces that DVC's writer loses, and those that somebody took away.

import { equal } from "node:assert/strict";
import { suite } from "uvu";
import { equalsFolded, isFolded, isFoldedCommand } from "../../lib/dvc/folded.ts";
import { nodeOf } from "../helpers/nodes.ts";

const test = suite("dvc/folded");

const A = "a".repeat(30);
const LONG = `${A}  ${A}`;
const LOST = `${A} ${A}`;

const CASES: readonly (readonly [written: string, recorded: string, folded: boolean])[] = [
  [LONG, LOST, true],
  [`${LONG}    x`, `${LOST} x`, true],
  [`${LONG}  x`, `${LOST}  x`, true],
  [LONG, LONG, false],
  [LOST, LONG, false],
  [LONG, A + A, false],
  [`${LONG}x`, `${LOST}y`, false],
  [`${LONG}   x`, `${LOST}  x`, false],
  [`${A}\t\t${A}`, `${A}\t${A}`, false],
  ["a  b", "a b", false],
];

for (const [written, recorded, folded] of CASES) {
  test(`${JSON.stringify(written)} as ${JSON.stringify(recorded)}: ${folded}`, () => {
    equal(isFolded(written, recorded), folded);
    equal(isFoldedCommand(written, recorded), folded);
    equal(isFoldedCommand(["x", written], ["x", recorded]), folded || written === recorded);
    equal(isFoldedCommand([written], recorded), false);
    equal(isFoldedCommand([written], [recorded, recorded]), false);
  });
}

test("values are the same but for the spaces of their texts", () => {
  const value = (text: string, more = "") =>
    nodeOf(`{n: 1, l: [x, {t: ${JSON.stringify(text)}}]${more}}`);
  equal(equalsFolded(value(LONG), value(LOST)), true);
  equal(equalsFolded(value(LONG), value("a")), false);
  equal(equalsFolded(value(LONG), value(LOST, ", m: 1")), false);
  equal(equalsFolded(value(LONG, ", m: 1"), value(LOST)), false);
  equal(equalsFolded(value(LONG, ", m: 1"), value(LOST, ", k: 1")), false);
  equal(equalsFolded(nodeOf("[1, 2]"), nodeOf("[1]")), false);
  equal(equalsFolded(nodeOf("{1: x}"), nodeOf("{1: y}")), false);
  equal(equalsFolded(nodeOf("1"), nodeOf("1.0")), true);
  equal(equalsFolded(nodeOf("1"), nodeOf("[1]")), false);
});

test.run();
