// Random values as YAML in flow style, where every scalar keeps the spelling that it was given.

import type { Chance } from "./random.ts";

/** A plain scalar, spelled as it stands. */
export interface Plain {
  readonly plain: string;
}

/** Strings are written in double quotes; pairs keep their order and their kinds of keys. */
export type Flow = string | Plain | readonly Flow[] | FlowMap;

export interface FlowMap {
  readonly pairs: readonly (readonly [key: string | Plain, value: Flow])[];
}

export function plain(text: string): Plain {
  return { plain: text };
}

export function mapOf(pairs: FlowMap["pairs"]): FlowMap {
  return { pairs };
}

/** Words between broken bars, which no word holds. */
export function split(words: string): readonly string[] {
  return words.split("¦");
}

export function toYaml(value: Flow): string {
  if (typeof value === "string") return JSON.stringify(value);
  if ("plain" in value) return value.plain;
  if (!("pairs" in value)) return `[${value.map(toYaml).join(", ")}]`;
  return `{${value.pairs.map(([key, item]) => `${toYaml(key)}: ${toYaml(item)}`).join(", ")}}`;
}

const PLAINS = split(
  "1¦0¦-3¦1.0¦0.5¦1e-05¦1e16¦100000000000000000000.0¦0x1F¦1_000¦9007199254740993" +
    "¦9007199254740992.0¦12345678901234567890¦.inf¦-0.0¦-.inf¦true¦false¦True¦null¦~" +
    "¦yes¦plain¦no-dash¦1e5¦2020-1-1¦010",
);

const STRINGS = split(
  "a¦b¦A b¦it's¦¦x/y.csv¦1¦1.0¦true¦${a}¦\\${a}¦é¦ünï ☃¦\u{1f600}¦tab\there" +
    "¦new\nline¦-¦a-b¦x@y¦~¦%¦$HOME¦ lead¦\u00a0",
);

/** A scalar; a date once in a long while, for DVC refuses the file that holds one. */
export function anyScalar(chance: Chance): Flow {
  if (chance.once(600)) return plain("2020-01-01");
  return chance.once(2) ? plain(chance.pick(PLAINS)) : chance.pick(STRINGS);
}

const NAMES = ["a", "b", "c", "item", "key", "n", "x", "y", "lr"] as const;
const ODD_NAMES = ["a b", "a.b", "0", "x[0]", "é", "-1", "", "item.x", "a-b", "*"] as const;

export function anyName(chance: Chance): string {
  return chance.once(12) ? chance.pick(ODD_NAMES) : chance.pick(NAMES);
}

/** Names are not repeated: DVC refuses the file, and nothing is compared. */
export function anyMap(chance: Chance, depth: number): FlowMap {
  const pairs = new Map<string, readonly [string | Plain, Flow]>();
  for (const name of chance.some(() => anyName(chance), 4)) {
    if (!pairs.has(name)) pairs.set(name, [name, anyValue(chance, depth - 1)]);
  }
  if (chance.once(15)) pairs.set("\0", [plain("7"), anyScalar(chance)]);
  return mapOf([...pairs.values()]);
}

export function anyValue(chance: Chance, depth: number): Flow {
  if (depth <= 0 || chance.once(2)) return anyScalar(chance);
  if (chance.once(2)) return chance.some(() => anyValue(chance, depth - 1), 3);
  return anyMap(chance, depth);
}
