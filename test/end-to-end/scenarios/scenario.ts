// One push or tag with what must come of it, run in a place that is put back before.

import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { hooked, type Hooked } from "../../helpers/hooked.ts";

export interface Scenario {
  readonly name: string;
  /** Before it, without hooks. */
  readonly prepare?: (place: Hooked) => unknown;
  readonly args: readonly string[] | ((place: Hooked) => readonly string[]);
  readonly code: number;
  /** What the server has more (`+`), less (`-`) or otherwise (`~`) afterwards. */
  readonly changes?: readonly string[];
  /** What is said; where nothing is given, tagproof must not say a word. */
  readonly says?: RegExp;
  /** Whether the audit must have been started: `says` decides where it is not given. */
  readonly audited?: boolean;
  readonly after?: (place: Hooked) => unknown;
}

/** Words that only our hooks say. */
const OURS = /tagproof:|refused|passed|Without the tag/;

export function check(scenario: Scenario, placeName?: string): void {
  const { name, prepare, args, code, changes = [], says, audited, after } = scenario;
  const place = hooked(placeName);
  prepare?.(place);
  const before = place.published();
  const ran = place.git(...(typeof args === "function" ? args(place) : args));
  strictEqual(ran.code, code, `${name}\n${ran.stderr}`);
  deepStrictEqual(difference(before, place.published()), changes, ran.stderr);
  if (says === undefined) doesNotMatch(ran.stderr, OURS);
  else match(ran.stderr, says);
  strictEqual(place.startedNode(), audited ?? says !== undefined, `Node.js, ${ran.stderr}`);
  doesNotMatch(ran.stderr, /\n\s+at (?:async |file:|\S+ \()|node:internal|\[object|undefined/);
  after?.(place);
}

function difference(before: readonly string[], after: readonly string[]): string[] {
  const old = toMap(before);
  const now = toMap(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return names.flatMap((name) => {
    if (old.get(name) === now.get(name)) return [];
    const sign = old.has(name) ? (now.has(name) ? "~" : "-") : "+";
    return [`${sign}${name.replace(/^refs\//, "")}`];
  });
}

function toMap(refs: readonly string[]): Map<string, string> {
  return new Map(refs.map((line) => [line.split(" ")[0] ?? "", line]));
}
