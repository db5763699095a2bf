// Random params files, the keys that a stage lists of them, and what its lock recorded.

import {
  anyName,
  anyScalar,
  anyValue,
  mapOf,
  plain,
  split,
  toYaml,
  type Flow,
  type FlowMap,
} from "./flow.ts";
import type { Chance } from "./random.ts";
import { spell } from "./spell.ts";

export interface ParamsCase {
  /** The params file. */
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
}

export function makeParamsCase(chance: Chance): ParamsCase {
  const names = [...new Set(chance.some(() => anyName(chance), 6, 1))];
  const pairs = names.map((name) => [name, someValue(chance)] as const);
  const odd: FlowMap["pairs"] = chance.once(8)
    ? [[plain(chance.pick(["1", "0", "true"])), anyScalar(chance)]]
    : [];
  const isWhole = chance.once(3);
  const keys = isWhole ? names : [...new Set(chance.some(() => anyKey(chance, names), 5, 1))];
  const path = chance.once(2) ? "params.yaml" : chance.pick(["p.json", "p.toml", "p.py"]);
  const listed = isWhole ? plain("null") : keys;
  const files = {
    [path]: spell(chance, path, [...pairs, ...odd]),
    "dvc.yaml": toYaml(stages([["params", [mapOf([[path, listed]])]]])),
    "dvc.lock": toYaml(lock(chance, new Map(pairs), keys, path)),
  };
  if (chance.once(40)) delete files[path];
  return { path, files };
}

function stages(fields: FlowMap["pairs"]): FlowMap {
  const stage = mapOf([["cmd", "x"], ...fields]);
  return mapOf([["stages", mapOf([["s", stage]])]]);
}

const NAN = plain(".nan");
const NANS: readonly Flow[] = [
  NAN,
  [NAN],
  [plain("1"), [NAN]],
  mapOf([["a", [mapOf([["b", NAN]])]]]),
];

/** Few values, so that equal ones are common. */
function someValue(chance: Chance): Flow {
  if (chance.once(12)) return chance.pick(NANS);
  if (!chance.once(3)) return plain(chance.pick(["1", "1.0", "true", "0", "a", "null"]));
  return anyValue(chance, 3);
}

const KEYS = split(
  "*¦?¦a*¦[ab]¦[!a]¦a.*¦*.a¦**¦**.a¦a.**¦0¦a.0¦a.-1¦a.1¦1¦True¦.a¦a.¦a..b¦/¦x.y¦b.a.a",
);

function anyKey(chance: Chance, names: readonly string[]): string {
  if (chance.once(2)) return chance.pick(names);
  if (chance.once(2)) return chance.pick(KEYS);
  return chance
    .some(() => (chance.once(3) ? chance.pick(["0", "-1", "*"]) : anyName(chance)), 3, 1)
    .join(".");
}

/** The file's own value under a top-level key, as often as not. */
function lock(
  chance: Chance,
  values: ReadonlyMap<string, Flow>,
  keys: readonly string[],
  path: string,
): Flow {
  const recorded = new Map<string, Flow>();
  for (const key of [...keys, ...chance.some(() => anyName(chance), 2)]) {
    const own = values.get(key);
    if (chance.once(5)) continue;
    recorded.set(key, own !== undefined && !chance.once(3) ? own : someValue(chance));
  }
  const params = mapOf([[path, mapOf([...recorded])]]);
  return mapOf([["schema", "2.0"], ...stages([["params", params]]).pairs]);
}
