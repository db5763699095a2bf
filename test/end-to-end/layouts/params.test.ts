// Params and templates in all the forms that users give them: none may be refused.

import { suite } from "uvu";
import { addLayouts, pipeline, stage } from "../../helpers/layout.ts";

const layouts = suite("end-to-end/layouts/params");

/** A pipeline of one stage whose params are given as YAML, with the files that they are in. */
function withParams(params: string, files: Readonly<Record<string, string>>) {
  const train = stage(
    "train",
    "echo 1 > out.txt",
    "deps: [code.py]",
    `params: ${params}`,
    "outs: [out.txt]",
  );
  return { files: { ...files, "code.py": "x\n", "dvc.yaml": pipeline([train]) } };
}

addLayouts(layouts, {
  "YAML 1.2 as ruamel reads it": withParams("[a, b, c, d, e, f, g.h, l.0]", {
    "params.yaml":
      "a: 1_000\nb: 0o10\nc: 1e5\nd: yes\ne: '1'\nf: .5e3\ng: {h: [1, 2.0, null]}\nl: [x, y]\n",
  }),
  "a wholly tracked file with dots in its keys": withParams("[{p.yaml: null}]", {
    "p.yaml": "a.b: 1\nc: {d: 1e-05}\nlist: [1, two]\n",
  }),
  "JSON, TOML and Python": withParams(
    "[{p.json: [a.b]}, {p.toml: [t.lr]}, {p.py: [LR, Train.epochs]}]",
    {
      "p.json": '{"a": {"b": 1e-7}}\n',
      "p.toml": "[t]\nlr = 1.0\n",
      "p.py": "LR = -0.5\nclass Train:\n    epochs = 3\n",
    },
  ),
  "wholly tracked JSON, TOML and Python": withParams("[{p.json: }, {p.toml: []}, {p.py: }]", {
    "p.json": '{"a": {"b": [1, {"c": null}]}, "d": "é"}\n',
    "p.toml": '[t]\nlr = 1.0\nnames = ["a", "b"]\n[t.deep]\non = true\n',
    "p.py": "LR = -0.5\nLAYERS = [1, 2]\nclass Train:\n    epochs = 3\n",
  }),
  "pyproject.toml": withParams(
    "[{pyproject.toml: [tool.model.lr, tool.model.layers, project.name]}]",
    {
      "pyproject.toml":
        '[project]\nname = "x"\nversion = "1.0"\n[tool.model]\nlr = 1e-3\nlayers = [10, 20]\n[tool.ruff]\nline-length = 100\n',
    },
  ),
  "a folder of configurations, as hydra has them": {
    files: {
      "conf/config.yaml": "defaults: [model: small]\nseed: 1\n",
      "conf/model/small.yaml": "name: small\nlayers: [{size: 1}, {size: 2}]\n",
      "conf/model/large.yaml": "name: large\n",
      "params.yaml": "unused: true\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "deps: [conf]",
          "params: [{conf/config.yaml: [seed, defaults]}, {conf/model/small.yaml: }]",
          "outs: [o.txt]",
        ),
      ]),
    },
  },
  "params that a stage writes for the next one": {
    files: {
      "params.yaml": "k: 1\n",
      "dvc.yaml": pipeline([
        stage("tune", "echo 'best: 3' > best.yaml", "params: [k]", "outs: [best.yaml]"),
        stage(
          "keep",
          "echo 'kept: 3' > kept.yaml",
          "params: [k]",
          "outs: [{kept.yaml: {cache: false}}]",
        ),
        stage(
          "train",
          "echo 1 > o.txt",
          "params: [{best.yaml: [best]}, {kept.yaml: [kept]}]",
          "outs: [o.txt]",
        ),
      ]),
    },
    // DVC takes no params file for a dep: in one go it may look for the file before it is written.
    prepare: async ({ dvc }) => {
      await dvc("repro", "tune", "keep");
      await dvc("repro");
    },
  },
  "a params file that is a dep too": withParams("[lr, {other.yaml: [x]}]", {
    "params.yaml": "lr: 1\n",
    "other.yaml": "x: 2020-01-01T00:00\ny: 2020-01-01\n",
  }),
  "values that YAML makes hard": withParams("[a, b, c, d, e, f, g, h, i]", {
    "params.yaml":
      "a: 12345678901234567890\nb: 1e400\nc: -0.0\nd: ~\ne: ''\nf: on\ng: 0x1F\nh: |\n  two\n  lines\ni: {1: one, 2: [é, '日本']}\n",
  }),
  "patterns in keys": withParams("['mod*.lr', 'layers.?.size']", {
    "params.yaml": "model: {lr: 1}\nlayers: [{size: 3}]\n",
  }),
  "values that DVC never calls equal": {
    ...withParams("[x, {p.py: [SIZES]}, {p.json: [list, map.deep]}, {p.toml: }]", {
      "params.yaml": "x: .nan\n",
      "p.py": "SIZES = {'a': (1, 2)}\n",
      "p.json": '{"list": [NaN, Infinity], "map": {"deep": {"x": NaN}}}\n',
      "p.toml": "list = [nan, -inf]\n",
    }),
    notes: Array.from({ length: 5 }, () => "lock/params-match neverEqual"),
  },
  "infinities, and NaN where DVC calls it equal": withParams("[x, y, z, {p.json: [inf]}]", {
    "params.yaml": "x: [.nan, 1]\ny: {deep: [{n: .NaN}]}\nz: [.inf, -.inf]\n",
    "p.json": '{"inf": [Infinity, -Infinity]}\n',
  }),
  "an anchor, and one value twice in the lock": {
    files: {
      "params.yaml": "a: &x {b: 1, c: [2, 3]}\nd: *x\ne: {<<: *x, f: 1}\n",
      "dvc.yaml": pipeline([
        stage("s", "echo 1 > o.txt", "params: [a, d, a.c, e]", "outs: [o.txt]"),
      ]),
    },
  },
  "templates, vars, foreach and matrix": {
    files: {
      "params.yaml": "lr: 0.1\nmodels: [a, b]\nout: result.txt\nflag: true\n",
      "extra.yaml": "name: extra\n",
      "dvc.yaml":
        "vars: [extra.yaml, {place: here}]\nstages:\n  t:\n    cmd: echo ${lr} ${name} ${flag} > ${out}\n    params: [lr]\n    outs: ['${out}']\n  each:\n    foreach: ${models}\n    do:\n      cmd: echo ${item} > ${place}-${item}.txt\n      outs: ['${place}-${item}.txt']\n  m:\n    matrix: {x: [1, 2], y: [p]}\n    cmd: echo ${item.x} > m-${item.x}-${item.y}.txt\n    outs: ['m-${item.x}-${item.y}.txt']\n",
    },
  },
  "vars from JSON and TOML, in part, with lists of mappings": {
    files: {
      "conf.json":
        '{"sets": [{"name": "a", "deep": {"n": [1, 2]}}, {"name": "b", "deep": {"n": [3, 4]}}], "unused": 1}\n',
      "conf.toml": '[run]\nname = "x y"\nrate = 1e-4\n',
      "dvc.yaml":
        "vars: ['conf.json:sets', conf.toml, {out: res}]\nstages:\n  each:\n    foreach: ${sets}\n    do:\n      cmd: echo '${run.name} ${run.rate} ${item.deep.n[1]} ${item.name}' > ${out}-${item.name}.txt\n      outs: ['${out}-${item.name}.txt']\n  one:\n    cmd: echo ${sets[0].name} \\${HOME} > one.txt\n    outs: [one.txt]\n",
    },
  },
  "foreach over a mapping, each item with deps, params and outs": {
    files: {
      "a.txt": "a\n",
      "b.txt": "b\n",
      "params.yaml": "sets:\n  eu: {file: a.txt, lr: 1.0}\n  us: {file: b.txt, lr: 1e-05}\n",
      "dvc.yaml":
        "stages:\n  each:\n    foreach: ${sets}\n    do:\n      cmd: cat ${item.file} > ${key}.txt && echo ${item.lr}\n      deps: ['${item.file}']\n      params: ['sets.${key}.lr']\n      outs:\n      - ${key}.txt:\n          cache: false\n",
    },
  },
  "a matrix of templated lists, with booleans and numbers": {
    files: {
      "params.yaml":
        "models: [cnn, xgb]\nflags: [true, false]\nlayers: [{n: 1}, {n: 2}]\nrates: [1.0, 1e-5]\n",
      "dvc.yaml":
        "stages:\n  grid:\n    matrix:\n      model: ${models}\n      flag: ${flags}\n      own: [true, 1.5]\n    cmd: echo ${item.model} ${item.flag} ${item.own} > ${key}.txt\n    outs: ['${key}.txt']\n  deep:\n    matrix: {layer: '${layers}', rate: '${rates}'}\n    cmd: echo ${item.layer.n} ${item.rate} > l-${key}.txt\n    outs: ['l-${key}.txt']\n  flag:\n    foreach: ${flags}\n    do:\n      cmd: echo ${item} > f-${item}.txt\n      outs: ['f-${item}.txt']\n  literal:\n    foreach: [true, 1.0, null, x]\n    do:\n      cmd: echo ${item} > v-${item}.txt\n      outs: ['v-${item}.txt']\n",
    },
  },
  "a mapping in a command, spelled out as the project's configuration says": {
    files: {
      "params.yaml": "train: {lr: 0.1, deep: true, shallow: false, layers: [1, 2]}\n",
      "dvc.yaml": pipeline([
        stage("s", "echo ${train} > o.txt", "params: [train]", "outs: [o.txt]"),
      ]),
    },
    prepare: async ({ dvc }) => {
      await dvc("config", "parsing.bool", "boolean_optional");
      await dvc("config", "parsing.list", "append");
      await dvc("repro");
    },
  },
  "a mapping in a command, spelled out as DVC does it": {
    files: {
      "params.yaml":
        'train: {lr: 1e-5, on: true, off: false, l: [1, a b], n: null, s: "it\'s", sub: {x: é}}\n',
      "dvc.yaml": pipeline([
        stage("s", "echo ${train} > o.txt", "params: [train]", "outs: [o.txt]"),
      ]),
    },
  },
  "stage vars below a working directory that is a template": {
    files: {
      "params.yaml": "where: work\n",
      "work/vars.yaml": "name: deep\n",
      "dvc.yaml":
        "stages:\n  s:\n    wdir: ${where}\n    vars: [vars.yaml]\n    cmd: echo ${name} > o.txt\n    outs: [o.txt]\n",
    },
  },
  "an artifact whose name and path are templates": {
    tag: "small@v1.0.0",
    files: {
      "params.yaml": "name: small\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: echo 1 > ${name}.pkl\n    outs: ['${name}.pkl']\nartifacts:\n  ${name}:\n    path: ${name}.pkl\n",
    },
  },
});

layouts.run();
