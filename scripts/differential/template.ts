// Random strings with expressions: most of them resolve, a few are what no parser should accept.

import { split } from "./flow.ts";
import type { Chance } from "./random.ts";

const PATHS = split(
  "s¦i¦f¦t¦nul¦m.s¦m.n¦m.l[0]¦m.l.1¦list[0]¦list.-1¦list¦flags¦objects¦m¦opt" +
    "¦flags[1]¦ s ¦m . s¦m.l[ 0 ]¦objects[0]¦j",
);
const SAFE_PATHS = ["s", "i", "f", "t", "nul", "m.s", "m.l[0]", "m.l.1", " s ", "m.l.-1"] as const;
const ODD_PATHS = split(
  "¦ ¦unknown¦m.¦.s¦m..s¦s.x¦list[9]¦list[x]¦m[s]¦list[0¦a]b¦item¦key¦own" +
    "¦k.deep[1]¦extra¦list[0].x¦m.l[0] ¦m.l[0]x¦list.+0¦m.l[-1]¦${s¦m.l[1] .x¦m.l[01]" +
    "¦m.l[0_1]¦m.l.[0]¦opt.a¦s\u00a0¦m.n.a",
);
const ITEM_PATHS = split("item¦key¦item.a¦item.b¦item[0]¦item.x¦item.n¦item.item¦key.x");

function expression(chance: Chance, isGenerated: boolean): string {
  if (isGenerated && !chance.once(3)) {
    return `\${${chance.once(2) ? chance.pick(ITEM_PATHS) : "item"}}`;
  }
  return `\${${chance.once(25) ? chance.pick(ODD_PATHS) : chance.pick(chance.once(5) ? PATHS : SAFE_PATHS)}}`;
}

const PIECES = [
  "",
  "",
  "run ",
  "-",
  "/",
  "\\",
  "$",
  "$$",
  "{",
  "}",
  " x ",
  "\\${s}",
  "\n",
  "é",
] as const;

/** Text with none, one or several expressions; often nothing but one. */
export function template(chance: Chance, isGenerated: boolean): string {
  const piece = (): string => (chance.once(3) ? chance.pick(PIECES) : chance.pick(["", "a", "b/"]));
  const count = chance.pick([0, 1, 1, 1, 2]);
  const pieces = Array.from({ length: count }, () => piece() + expression(chance, isGenerated));
  return (
    pieces.join("") +
    (count === 0 ? chance.pick(["word", "x/y", "a", "${", "\\${s}", "$"]) : piece())
  );
}
