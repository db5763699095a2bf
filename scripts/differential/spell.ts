// The pairs of a params file in each of the formats that DVC reads, with what only that format has.

import { split, toYaml, type Flow, type FlowMap } from "./flow.ts";
import type { Chance } from "./random.ts";

type Pairs = FlowMap["pairs"];

/** By the extension of the path. Mostly the same values that the YAML would hold. */
export function spell(chance: Chance, path: string, pairs: Pairs): string {
  const unique = [...new Map(pairs.map((pair) => [textOf(pair[0]), pair])).values()];
  if (path.endsWith(".json")) return spellJson(chance, unique);
  if (path.endsWith(".toml")) return spellToml(chance, unique);
  return path.endsWith(".py") ? spellPython(chance, unique) : spellYaml(chance, pairs);
}

function textOf(key: Pairs[number][0]): string {
  return typeof key === "string" ? key : key.plain;
}

/** What goes on further left than its key, and other things that are rare among those who write by hand. */
const ODD_YAML = split(
  'a: "x\ny"¦a: [1,\n2]¦x:\n  a: \'x\ny\'¦x:\n  a: {b: 1,\nc: 2\n}¦n: "a\n\nb"¦n: \'x\n- y\'¦n: "x\n# y"¦x:\n  - "a\nb: c"' +
    '¦a: "x\n---\ny"¦a: [x,\n- y]¦a: {b,\nc}¦a: "x\\\n  y"¦a: [\n]¦a:\n  b: "x\n  y\nz"¦n: [\'a\nb\', {c: 1,\nd: [2,\n3]}]¦a: [1, # one\n2]' +
    '¦x:\n  a: "x\n  b: 1¦a: [1,\nb: 2]¦a: "x\n\ty"¦n: >-\n x\n y¦n: |2\n   x¦? a\n: 1¦a: &b 1\nx: *b¦a: !!str 1¦x: {a: 1\n}',
);

function spellYaml(chance: Chance, pairs: Pairs): string {
  if (!chance.once(3)) return toYaml({ pairs });
  const lines = pairs.map(([key, value]) => `${toYaml(key)}: ${toYaml(value)}`);
  return `${[...lines, ...chance.some(() => chance.pick(ODD_YAML), 2)].join("\n")}\n`;
}

/** What a plain scalar of YAML is elsewhere; what is not listed is a string. */
interface Dialect {
  readonly plains: Readonly<Record<string, string>>;
  readonly key: (key: Pairs[number][0]) => string;
  readonly list: (items: readonly string[]) => string;
  readonly map: (pairs: readonly string[]) => string;
  readonly between: string;
}

const NUMBERS = Object.fromEntries(
  split(
    "1¦0¦-3¦1.0¦0.5¦1e-05¦1e16¦100000000000000000000.0¦9007199254740993¦9007199254740992.0¦-0.0¦1e5",
  ).map((text) => [text, text]),
);
const BOOLEANS = { true: "true", false: "false", True: "true" };
const BIG = "12345678901234567890";

const json: Dialect = {
  plains: {
    ...NUMBERS,
    ...BOOLEANS,
    [BIG]: BIG,
    null: "null",
    "~": "null",
    "0x1F": "31",
    "1_000": "1000",
    "010": "10",
    ".inf": "Infinity",
    "-.inf": "-Infinity",
    ".nan": "NaN",
  },
  key: (key) => JSON.stringify(textOf(key)),
  list: (items) => `[${items.join(", ")}]`,
  map: (pairs) => `{${pairs.join(", ")}}`,
  between: ": ",
};

const toml: Dialect = {
  plains: {
    ...NUMBERS,
    ...BOOLEANS,
    null: "0",
    "~": '""',
    "0x1F": "0x1F",
    "1_000": "1_000",
    ".inf": "inf",
    "-.inf": "-inf",
    ".nan": "nan",
  },
  key: (key) => JSON.stringify(textOf(key)),
  list: (items) => `[${items.join(", ")}]`,
  map: (pairs) => `{${pairs.join(", ")}}`,
  between: " = ",
};

const python: Dialect = {
  plains: {
    ...NUMBERS,
    [BIG]: BIG,
    true: "True",
    false: "False",
    True: "True",
    null: "None",
    "~": "None",
    "0x1F": "0x1F",
    "1_000": "1_000",
    "010": "10",
  },
  key: (key) => (typeof key === "string" ? JSON.stringify(key) : spellAs(python, key)),
  list: (items) => `[${items.join(", ")}]`,
  map: (pairs) => `{${pairs.join(", ")}}`,
  between: ": ",
};

function spellAs(dialect: Dialect, value: Flow): string {
  if (typeof value === "string") return JSON.stringify(value);
  if ("plain" in value) return dialect.plains[value.plain] ?? JSON.stringify(value.plain);
  if (!("pairs" in value)) return dialect.list(value.map((item) => spellAs(dialect, item)));
  const unique = [...new Map(value.pairs.map((pair) => [textOf(pair[0]), pair])).values()];
  return dialect.map(
    unique.map(([key, item]) => `${dialect.key(key)}${dialect.between}${spellAs(dialect, item)}`),
  );
}

const ODD_JSON = split(
  'NaN¦1e400¦-1e400¦-0¦1E5¦1.50¦[NaN]¦"\\u00e9"¦"\\ud83d\\ude00"¦01¦+1¦.5¦{"x": 1, "x": 2}',
);

function spellJson(chance: Chance, pairs: Pairs): string {
  const texts = pairs.map(([key, value]) => `${json.key(key)}: ${spellAs(json, value)}`);
  if (chance.once(4)) texts.push(`"${chance.pick(["a", "x", "odd"])}": ${chance.pick(ODD_JSON)}`);
  const space = chance.once(3) ? "\n  " : " ";
  return `${chance.once(60) ? "\ufeff" : ""}{${texts.join(`,${space}`)}}${chance.once(2) ? "\n" : ""}`;
}

const ODD_TOML = split(
  "[a]\nb = 1¦a.b = 1¦d = 2020-01-01¦t = 10:00:00¦d = 2020-01-01T00:00:00Z¦[[c]]\nx = 1\n[[c]]\nx = 2.0" +
    '¦n = \'lit\\n\'¦m = """x\ny"""¦n = nan¦x = 0o17¦x = 0b11¦x = 1_0.5¦x = +1¦[x.y]\na = true¦"x".y = [1, \'a\']¦x = 01¦[a]\n[a]',
);

function spellToml(chance: Chance, pairs: Pairs): string {
  const lines = pairs.map(([key, value]) => `${toml.key(key)} = ${spellAs(toml, value)}`);
  if (chance.once(3)) lines.push(chance.pick(ODD_TOML));
  return `${lines.join(chance.once(8) ? "\r\n" : "\n")}\n`;
}

const ODD_PYTHON = split(
  "x = (1, 2)¦y: int = 3¦lr = 1 + 2¦n = -1¦n = {1, 2}¦a = b'x'¦def f():\n    a = 5¦if True:\n    a = 3" +
    "¦class A:\n    b = 1\n    def __init__(self):\n        self.c = 2\n        x = 3¦a, b = 1, 2¦a = b = 3¦x = not True" +
    "¦x = 1j¦x = 'a' 'b'¦x = f'a'¦del a¦# note¦x += 1¦a.b = 1¦import os¦x = [1, (2, 3)]¦x = {'a': (1,)}¦x = ..." +
    "¦x = r'\\n'¦x = u'é'¦x = '''m\nn'''¦y = +1¦y = ~1¦y = -(-1)¦y = 1_0.5e3¦y = 0o17¦y = 0b11¦y = 1.¦y = .5¦a = None" +
    "¦x = []¦x = ()¦x = {}¦x = set()¦n = (1)¦n = (1,)¦a: str¦class b(object):\n    a = {'c': 1}¦x = {1: 'a', 'b': 2}¦x = a¦x = {**{}}" +
    "¦class a: b = 1; c = 2¦x = 1; y = 2¦x = -0.0¦x = 1e400¦x = True¦x = '\\x41\\N{BULLET}'¦x = (\n 1\n)¦x = 1 if 1 else 2",
);

function spellPython(chance: Chance, pairs: Pairs): string {
  const named = pairs.filter(([key]) => typeof key === "string" && /^[a-z]+$/.test(key));
  const lines = named.map(([key, value]) => `${textOf(key)} = ${spellAs(python, value)}`);
  for (const line of chance.some(() => chance.pick(ODD_PYTHON), 2)) lines.push(line);
  return `${lines.join("\n")}\n`;
}
