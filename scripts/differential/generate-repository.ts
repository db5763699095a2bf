// Random repositories that DVC can run: several pipelines, templates, groups, params in four formats.

import { posix } from "node:path";

import { mapOf, plain, toYaml, type Flow, type FlowMap } from "./flow.ts";
import { makeOut, settle, type Draft } from "./generate-out.ts";
import type { Chance } from "./random.ts";
import type { Files } from "./store.ts";

export interface RepositoryCase {
  readonly files: Files;
  /** Paths that `dvc add` tracks. */
  readonly added: readonly string[];
  /** True: `dvc repro` runs the commands. False: the outs are there, `dvc commit` records them. */
  readonly run: boolean;
}

const PARAMS = {
  "params.yaml":
    "lr: 0.001\nn: 3\nname: base\nflag: true\nlist: [x, y]\nm: {a: 1, deep: {b: 2.5}}\n",
  "p.json": '{"lr": 0.1, "m": {"a": [1, 2]}, "s": "text", "none": null}\n',
  "p.toml": 'lr = 0.25\nname = "t"\n[m]\na = 1\nlist = [1, 2]\n',
  "p.py": 'lr = 1e-05\nname = "p"\npair = (1, 2)\nclass Train:\n    a = 7\n',
} as const;

const KEYS = {
  "params.yaml": ["lr", "n", "name", "flag", "m.a", "m.deep", "list", "list.0", "m.d*"],
  "p.json": ["lr", "m.a", "m.a.1", "s", "none"],
  "p.toml": ["lr", "name", "m", "m.list"],
  "p.py": ["lr", "name", "Train.a", "pair"],
} as const;

type ParamsFile = keyof typeof PARAMS;
const PARAMS_FILES = ["params.yaml", "params.yaml", "p.json", "p.toml", "p.py"] as const;

export function makeRepositoryCase(chance: Chance): RepositoryCase {
  const run = chance.once(8);
  const draft: Draft = { files: new Map(), sources: [], outs: new Map(), count: 0, run };
  for (const path of ["src/a.py", "src/b.py", "data/x.csv", "data/é/y.csv", "README"]) {
    if (chance.once(4)) continue;
    draft.files.set(path, chance.pick(["1\n", "a,b\r\n1,2\r\n", "", "text\nmore\n"]));
    draft.sources.push(path);
  }
  if (draft.files.has("data/x.csv") && chance.once(2)) draft.sources.push("data");
  const added = chance.once(3) ? addData(draft) : [];
  for (const directory of chance.pick([
    [""],
    [""],
    ["", "sub"],
    ["sub", "deep/er"],
    ["", "sub", "deep/er"],
  ])) {
    addPipeline(chance, draft, directory);
  }
  if (!run) for (const [path, text] of draft.outs) draft.files.set(path, text);
  return { files: Object.fromEntries(draft.files), added, run };
}

function addData(draft: Draft): readonly string[] {
  draft.files.set("raw/big.bin", "raw bytes\n");
  draft.sources.push("raw/big.bin");
  return ["raw/big.bin"];
}

function addPipeline(chance: Chance, draft: Draft, directory: string): void {
  const stages = Array.from({ length: 1 + chance.below(3) }, () => {
    draft.count += 1;
    const name = `s${draft.count}`;
    if (chance.once(5)) return [name, group(chance, draft, directory, name)] as const;
    return [name, stage(chance, draft, directory, name)] as const;
  });
  const vars: FlowMap["pairs"] = chance.once(4)
    ? [
        [
          "vars",
          [
            mapOf([
              ["own", "mine"],
              ["other", plain("1.0")],
            ]),
          ],
        ],
      ]
    : [];
  if (chance.once(2)) addParams(draft, directory, "params.yaml");
  const path = posix.join(directory, "dvc.yaml");
  draft.files.set(path, `${toYaml(mapOf([...vars, ["stages", mapOf(stages)]]))}\n`);
}

function addParams(draft: Draft, base: string, file: ParamsFile): void {
  const path = posix.join(base, file);
  if (!draft.files.has(path)) draft.files.set(path, PARAMS[file]);
}

function stage(chance: Chance, draft: Draft, directory: string, name: string): Flow {
  const { base, wdir } = place(chance, draft, directory);
  const deps = new Set(chance.some(() => source(chance, draft), 3));
  const params = chance.some(() => paramItem(chance, draft, base), 2);
  const made = chance.some(() => makeOut(chance, draft, base, name), 2);
  const outs = [...new Map(made.map((out) => [out.path, out])).values()];
  for (const out of outs) settle(draft, base, out);
  const command = `echo ${name} ${expression(chance, draft, directory)}`;
  const whole = [command, ...outs.map(({ write }) => write)].join(" && ");
  return mapOf([
    ["cmd", chance.once(5) ? [whole, "true"] : whole],
    ...wdir,
    ...list(
      "deps",
      [...deps].map((path) => spelled(base, path)),
    ),
    ...list("params", merged(params)),
    ...list(
      "outs",
      outs.filter(({ isMetric }) => !isMetric).map(({ flow }) => flow),
    ),
    ...list(
      "metrics",
      outs.filter(({ isMetric }) => isMetric).map(({ flow }) => flow),
    ),
    ...flags(chance, draft.run),
  ]);
}

/** Where the paths of a stage begin; a directory of git's, for its command runs there. */
function place(
  chance: Chance,
  draft: Draft,
  directory: string,
): { readonly base: string; readonly wdir: FlowMap["pairs"] } {
  const here = posix.join(directory, ".");
  const wdir = chance.once(6) ? chance.pick(["w", "../", "."]) : ".";
  const base = posix.join(directory, wdir);
  if (base === here || base.startsWith("..")) return { base: here, wdir: [] };
  draft.files.set(posix.join(base, ".keep"), "");
  return { base, wdir: [["wdir", wdir]] };
}

function expression(chance: Chance, draft: Draft, directory: string): string {
  if (!chance.once(3)) return "";
  addParams(draft, directory, "params.yaml");
  return chance.pick(["${lr}", "${name}", "${m.deep.b}", "${list[1]}"]);
}

function flags(chance: Chance, run: boolean): FlowMap["pairs"] {
  const all: FlowMap["pairs"] = [
    ...(run ? [] : [["frozen", plain("true")] as const]),
    ["always_changed", plain("true")],
    ["desc", "a stage"],
  ];
  return all.filter(() => chance.once(15));
}

/** One params file is listed once: DVC joins them, and so would a person. */
function merged(items: readonly ParamItem[]): readonly Flow[] {
  const files = new Map<string, ParamItem>();
  for (const item of items) if (!files.has(item.file)) files.set(item.file, item);
  return [...files.values()].flatMap(({ file, keys }): readonly Flow[] => {
    if (file === "params.yaml" && keys !== null) return keys;
    return [mapOf([[file, keys ?? plain("null")]])];
  });
}

function list(key: string, items: readonly Flow[]): FlowMap["pairs"] {
  return items.length === 0 ? [] : [[key, items]];
}

/** A file, a directory, or what an earlier stage writes. */
function source(chance: Chance, draft: Draft): string {
  return draft.sources.length === 0 ? fallback(draft) : chance.pick(draft.sources);
}

function fallback(draft: Draft): string {
  draft.files.set("src/c.py", "c\n");
  draft.sources.push("src/c.py");
  return "src/c.py";
}

function spelled(base: string, path: string): string {
  return posix.relative(`/${base}`, `/${path}`);
}

interface ParamItem {
  readonly file: string;
  readonly keys: readonly string[] | null;
}

function paramItem(chance: Chance, draft: Draft, base: string): ParamItem {
  const file = chance.pick(PARAMS_FILES);
  addParams(draft, base, file);
  const keys: readonly string[] = KEYS[file];
  if (chance.once(5)) return { file, keys: null };
  return { file, keys: [...new Set(chance.some(() => chance.pick(keys), 3, 1))] };
}

/** A foreach or a matrix; its stages write one file each. */
function group(chance: Chance, draft: Draft, directory: string, name: string): Flow {
  const deps = list("deps", [spelled(directory, source(chance, draft))]);
  const isTemplated = chance.once(2);
  if (isTemplated) addParams(draft, directory, "params.yaml");
  const items = isTemplated ? "${list}" : ["x", plain("1.0"), plain("true")];
  const names = isTemplated ? ["x", "y"] : ["x", "1.0", "true"];
  for (const item of names) settleGroup(draft, directory, `${name}_${item}.txt`, item);
  const isMatrix = chance.once(2);
  const item = isMatrix ? "${item.a}" : "${item}";
  const body = mapOf([
    ["cmd", `echo ${item} > ${name}_${item}.txt`],
    ...deps,
    ["outs", [`${name}_${item}.txt`]],
  ]);
  if (isMatrix) return mapOf([["matrix", mapOf([["a", items]])], ...body.pairs]);
  return mapOf([
    ["foreach", items],
    ["do", body],
  ]);
}

function settleGroup(draft: Draft, directory: string, path: string, item: string): void {
  const full = posix.join(directory, path);
  draft.outs.set(full, `${item}\n`);
  draft.sources.push(full);
}
