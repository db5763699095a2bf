// Random dvc.yaml files with templates, foreach and matrix, and the params files that they name.

import {
  anyMap,
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
import { template } from "./template.ts";

export interface PipelineCase {
  /** The text of each stage by its name, as it stands in `dvc.yaml`. */
  readonly stages: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly parsing: {
    readonly bool?: "store_true" | "boolean_optional";
    readonly list?: "nargs" | "append";
  };
}

export function makePipelineCase(chance: Chance): PipelineCase {
  const files: Record<string, string> = { "dvc.yaml": "" };
  if (!chance.once(10)) files["params.yaml"] = toYaml(context(chance));
  if (!chance.once(4)) files["other.yaml"] = toYaml(anyMap(chance, 2));
  if (!chance.once(4)) files["sub/vars.json"] = '{"j": 1.0, "k": {"deep": [1, 2.5]}, "l": [true]}';
  if (!chance.once(4)) files["sub/params.yaml"] = toYaml(mapOf([["own", anyValue(chance, 2)]]));
  const { file, stages } = pipeline(chance);
  files["dvc.yaml"] = toYaml(file);
  return { files, stages, parsing: parsing(chance) };
}

function parsing(chance: Chance): PipelineCase["parsing"] {
  return {
    ...(chance.once(3) ? { bool: "boolean_optional" } : {}),
    ...(chance.once(3) ? { list: "append" } : {}),
  };
}

/** Names that the expressions ask for often, with values of each kind. */
function context(chance: Chance): FlowMap {
  return mapOf([
    ["s", chance.pick(["text", "a b", "d/e.txt", "it's \\${s}"])],
    ["i", plain(chance.pick(["1", "0", "42"]))],
    ["f", plain(chance.pick(["1.0", "1e-05", "0.1"]))],
    ["t", plain(chance.pick(["true", "false"]))],
    ["nul", plain("null")],
    ["list", chance.some(() => anyScalar(chance), 4)],
    ["flags", [plain("true"), plain("false")]],
    ["objects", chance.some(() => anyMap(chance, 2), 3)],
    [
      "m",
      mapOf([
        ["s", "inner"],
        ["n", anyMap(chance, 2)],
        ["l", [plain("1"), "two"]],
      ]),
    ],
    ["opt", anyMap(chance, 2)],
    ...(chance.once(3) ? [["extra", anyValue(chance, 3)] as const] : []),
    ...(chance.once(20) ? [[plain("5"), "odd"] as const] : []),
    ...(chance.once(15) ? [["item", "global"] as const] : []),
  ]);
}

function pipeline(chance: Chance): {
  readonly file: FlowMap;
  readonly stages: PipelineCase["stages"];
} {
  const names = ["one", "two", "three", "four"].slice(0, 1 + chance.below(4));
  const stages = names.map((name) => [name, stageOrGroup(chance)] as const);
  if (chance.once(25)) stages.push(["one@a", stage(chance, false)]);
  const file = mapOf([
    ...(chance.once(5) ? [["vars", vars(chance)] as const] : []),
    ["stages", mapOf(stages)],
  ]);
  const texts = stages.map(([name, value]) => [name, toYaml(value)] as const);
  return { file, stages: Object.fromEntries(texts) };
}

const VARS_FILES = split(
  "other.yaml¦other.yaml:a¦other.yaml:a,b¦sub/vars.json:j¦params.yaml¦./sub/vars.json¦vars.json" +
    "¦sub/../other.yaml¦other.yaml:¦other.yaml:,¦params.yaml:s¦none.yaml¦other.yaml:zz¦params.yaml:¦${s}.yaml",
);

function vars(chance: Chance): readonly Flow[] {
  const one = (): Flow => {
    if (chance.once(3)) return anyMap(chance, 2);
    if (chance.once(4)) return mapOf([[chance.pick(["m", "opt", "v", "w"]), anyMap(chance, 2)]]);
    return chance.pick(VARS_FILES);
  };
  return chance.some(one, 2, 1);
}

function stageOrGroup(chance: Chance): FlowMap {
  if (chance.once(3))
    return mapOf([
      ["foreach", iterable(chance)],
      ["do", stage(chance, true)],
    ]);
  if (chance.once(3)) return mapOf([["matrix", matrix(chance)], ...stage(chance, true).pairs]);
  return stage(chance, false);
}

function iterable(chance: Chance): Flow {
  if (chance.once(3)) {
    return chance.pick([
      "${list}",
      "${m}",
      "${objects}",
      "${flags}",
      "${opt}",
      "${s}",
      "x${list}",
      "${m.n}",
    ]);
  }
  if (chance.once(3)) return templatedMap(chance);
  return chance.some(() => member(chance), 4);
}

function member(chance: Chance): Flow {
  if (chance.once(8)) return templatedMap(chance);
  if (chance.once(10)) return anyValue(chance, 2);
  return chance.once(3) ? template(chance, false) : anyScalar(chance);
}

function templatedMap(chance: Chance): FlowMap {
  const pairs = new Map<string, Flow>();
  for (const name of chance.some(() => anyName(chance), 3)) pairs.set(name, member(chance));
  if (chance.once(8)) pairs.set(template(chance, false), anyScalar(chance));
  const odd = chance.once(10) ? [[plain(chance.pick(["3", "true", "1.5"])), "odd"] as const] : [];
  return mapOf([...pairs, ...odd]);
}

function matrix(chance: Chance): FlowMap {
  const axis = (): Flow => {
    if (chance.once(4))
      return chance.pick(["${list}", "${flags}", "${objects}", "${m}", "abc", "${s}", "a${i}"]);
    return chance.some(() => member(chance), 3, 1);
  };
  const names = chance.some(
    () => chance.pick(["a", "b", "model", "x"]),
    3,
    chance.once(20) ? 0 : 1,
  );
  const pairs = [...new Set(names)].map((name) => [name, axis()] as const);
  return mapOf([
    ...pairs,
    ...(chance.once(30) ? [[template(chance, false), axis()] as const] : []),
  ]);
}

function stage(chance: Chance, isGenerated: boolean): FlowMap {
  const text = (): string => template(chance, isGenerated);
  const maybe = (name: string, times: number, make: () => Flow): FlowMap["pairs"] =>
    chance.once(times) ? [[name, make()]] : [];
  const commandText = (): string => `run ${text()}`;
  return mapOf([
    [
      "cmd",
      chance.once(4) ? chance.some(commandText, 3) : chance.once(12) ? text() : commandText(),
    ],
    ...maybe("wdir", 8, () => chance.pick(["sub", "${s}", ".", "sub/", "./sub", "${m.s}", ""])),
    ...maybe("vars", 8, () => vars(chance)),
    ...maybe("deps", 3, () => chance.some(text, 2)),
    ...maybe("params", 4, () => chance.some(() => paramItem(chance, text), 3)),
    ...maybe("outs", 3, () => chance.some(() => outItem(chance, text), 3)),
    ...maybe("metrics", 6, () => chance.some(() => outItem(chance, text), 2)),
    ...maybe("frozen", 10, () => plain("true")),
    ...maybe("always_changed", 15, () => plain("true")),
    ...maybe("desc", 10, text),
    ...maybe("meta", 10, () =>
      mapOf([
        ["deep", [text(), plain("1")]],
        [text(), plain("2020-01-01")],
      ]),
    ),
  ]);
}

function paramItem(chance: Chance, text: () => string): Flow {
  if (!chance.once(3)) return chance.once(3) ? text() : chance.pick(["lr", "a.b", "params.yaml:x"]);
  const keys = chance.once(3) ? plain("null") : chance.some(text, 2);
  return mapOf([[chance.pick(["p.yaml", "params.yaml", "${s}.json", "./q"]), keys]]);
}

function outItem(chance: Chance, text: () => string): Flow {
  if (!chance.once(3)) return text();
  const flag = (name: string): FlowMap["pairs"] =>
    chance.once(2) ? [[name, plain(chance.pick(["true", "false"]))]] : [];
  const remote: FlowMap["pairs"] = chance.once(5) ? [["remote", text()]] : [];
  return mapOf([
    [text(), mapOf([...flag("cache"), ...flag("persist"), ...flag("push"), ...remote])],
  ]);
}
