// Repositories as users have them, freshly produced by real DVC and committed: none may be refused.

import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditTag, foundBy } from "../helpers/audit.ts";
import { dvcEnvironment, runDvc } from "../helpers/dvc.ts";
import { createRepository, type TestRepository } from "../helpers/repository.ts";

const layouts = suite("end-to-end/layouts");

interface Layout {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  /** After `dvc init` and the files; `dvc repro` follows where there is a dvc.yaml at the root. */
  readonly prepare?: (repository: TestRepository, dvc: (...args: string[]) => string) => void;
  readonly init?: readonly string[];
  readonly project?: string;
  readonly tag?: string;
}

const TRAIN = [
  "stages:",
  "  train:",
  "    cmd: mkdir -p out && echo model > out/model.txt && echo 0.9 > metrics.json",
  "    deps: [code.py]",
  "    params: [lr]",
  "    outs: [out/model.txt]",
  "    metrics: [{metrics.json: {cache: false}}]",
  "",
].join("\n");

const BASE = { "code.py": "print(1)\n", "params.yaml": "lr: 0.1\n", "dvc.yaml": TRAIN };

/** A pipeline of one stage whose params are given as YAML, with the files that they are in. */
function withParams(params: string, files: Readonly<Record<string, string>>) {
  return {
    ...files,
    "code.py": "x\n",
    "dvc.yaml": `stages:\n  train:\n    cmd: echo 1 > out.txt\n    deps: [code.py]\n    params: ${params}\n    outs: [out.txt]\n`,
  };
}

const LAYOUTS: readonly Layout[] = [
  { name: "one stage that trains and evaluates", files: BASE },
  {
    name: "params in YAML 1.2 as ruamel reads it",
    files: withParams("[a, b, c, d, e, f, g.h, l.0]", {
      "params.yaml":
        "a: 1_000\nb: 0o10\nc: 1e5\nd: yes\ne: '1'\nf: .5e3\ng: {h: [1, 2.0, null]}\nl: [x, y]\n",
    }),
  },
  {
    name: "a wholly tracked params file with dots in its keys",
    files: withParams("[{p.yaml: null}]", { "p.yaml": "a.b: 1\nc: {d: 1e-05}\nlist: [1, two]\n" }),
  },
  {
    name: "params in JSON, TOML and Python",
    files: withParams("[{p.json: [a.b]}, {p.toml: [t.lr]}, {p.py: [LR, Train.epochs]}]", {
      "p.json": '{"a": {"b": 1e-7}}\n',
      "p.toml": "[t]\nlr = 1.0\n",
      "p.py": "LR = -0.5\nclass Train:\n    epochs = 3\n",
    }),
  },
  {
    name: "a stage in a sub-directory, with a working directory",
    files: {
      "pipe/dvc.yaml":
        "stages:\n  s:\n    wdir: ../work\n    cmd: cat in.txt > out.txt\n    deps: [in.txt, ../shared.txt]\n    params: [k]\n    outs: [out.txt]\n",
      "work/in.txt": "in\n",
      "work/params.yaml": "k: 1\n",
      "shared.txt": "shared\n",
    },
    prepare: (_, dvc) => dvc("repro", "--quiet", "pipe/dvc.yaml"),
  },
  {
    name: "a directory as dep and as out, names with spaces and unicode",
    files: {
      "src/a b.txt": "1\n",
      "src/é.txt": "2\n",
      "src/😀.txt": "3\n",
      "src/.hidden": "4\n",
      "src/deep/x.txt": "5\n",
      "dvc.yaml":
        "stages:\n  copy:\n    cmd: cp -r src dst\n    deps: [src]\n    outs: [dst]\n  list:\n    cmd: ls dst > list.txt\n    deps: [dst]\n    outs: [{list.txt: {cache: false}}]\n",
    },
  },
  {
    name: "a .dvcignore inside of a dep",
    files: {
      "src/a.txt": "1\n",
      "src/skip.log": "2\n",
      ".dvcignore": "*.log\n",
      "dvc.yaml": "stages:\n  s:\n    cmd: ls src > o.txt\n    deps: [src]\n    outs: [o.txt]\n",
    },
  },
  {
    name: "CRLF files",
    files: { ...BASE, "code.py": "print(1)\r\nprint(2)\r\n" },
  },
  {
    name: "nothing but *.dvc files",
    files: { "data/raw.csv": "1,2\n" },
    prepare: (_, dvc) => dvc("add", "--quiet", "data/raw.csv"),
  },
  {
    name: "data tracked by dvc add, read by a stage",
    files: {
      "data/raw/x.csv": "1\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: cat data/raw/x.csv > o.txt\n    deps: [data/raw]\n    outs: [o.txt]\n",
    },
    prepare: (_, dvc) => {
      dvc("add", "--quiet", "data/raw");
      dvc("repro", "--quiet");
    },
  },
  {
    name: "an import from a url",
    files: { "data.csv": "1\n" },
    prepare: (_, dvc) => dvc("import-url", "--quiet", "data.csv", "copy.csv"),
  },
  {
    name: "a frozen stage and one that is always changed",
    files: {
      "in.txt": "1\n",
      "dvc.yaml":
        "stages:\n  f:\n    cmd: cat in.txt > f.txt\n    deps: [in.txt]\n    outs: [f.txt]\n    frozen: true\n  a:\n    cmd: date > a.txt\n    outs: [a.txt]\n    always_changed: true\n  c:\n    cmd: echo hello\n",
    },
    prepare: (repository, dvc) => {
      repository.write("dvc.yaml", repository.read("dvc.yaml").replace("    frozen: true\n", ""));
      dvc("repro", "--quiet");
      dvc("freeze", "f");
    },
  },
  {
    name: "a symbolic link as a dep",
    files: {
      "real.txt": "1\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: cat link.txt > o.txt\n    deps: [link.txt]\n    outs: [o.txt]\n",
    },
    prepare: (repository, dvc) => {
      symlinkSync("real.txt", join(repository.directory, "link.txt"));
      dvc("repro", "--quiet");
    },
  },
  {
    name: "a project below the root of the repository",
    init: ["--subdir"],
    project: "ml",
    files: {
      "ml/code.py": "1\n",
      "README.md": "shared\n",
      "ml/dvc.yaml":
        "stages:\n  s:\n    cmd: cat code.py > o.txt\n    deps: [code.py, ../README.md]\n    outs: [o.txt]\n",
    },
    prepare: (_, dvc) => dvc("repro", "--quiet"),
  },
  {
    name: "metrics and plots in a directory, as dvclive has them",
    files: {
      "code.py": "1\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: mkdir -p dvclive/plots && echo '{}' > dvclive/metrics.json && echo 1 > dvclive/plots/acc.tsv\n    deps: [code.py]\n    metrics: [{dvclive/metrics.json: {cache: false}}]\n    plots: [{dvclive/plots: {cache: false}}]\nmetrics: [dvclive/metrics.json]\n",
    },
  },
  {
    name: "a command over several lines, and a list of commands",
    files: {
      "dvc.yaml":
        'stages:\n  long:\n    cmd: >\n      echo a very long command that goes on and on until it is folded by the writer of the lock\n      and then some more of it > o.txt\n    outs: [o.txt]\n  list:\n    cmd:\n    - echo 1 > l.txt\n    - |\n      echo 2 >> l.txt\n      echo "three" >> l.txt\n    outs: [l.txt]\n',
    },
  },
  {
    name: "templates, vars, foreach and matrix",
    files: {
      "params.yaml": "lr: 0.1\nmodels: [a, b]\nout: result.txt\nflag: true\n",
      "extra.yaml": "name: extra\n",
      "dvc.yaml":
        "vars: [extra.yaml, {place: here}]\nstages:\n  t:\n    cmd: echo ${lr} ${name} ${flag} > ${out}\n    params: [lr]\n    outs: ['${out}']\n  each:\n    foreach: ${models}\n    do:\n      cmd: echo ${item} > ${place}-${item}.txt\n      outs: ['${place}-${item}.txt']\n  m:\n    matrix: {x: [1, 2], y: [p]}\n    cmd: echo ${item.x} > m-${item.x}-${item.y}.txt\n    outs: ['m-${item.x}-${item.y}.txt']\n",
    },
  },
  {
    name: "a mapping in a command, spelled out as the project's configuration says",
    files: {
      "params.yaml": "train: {lr: 0.1, deep: true, shallow: false, layers: [1, 2]}\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: echo ${train} > o.txt\n    params: [train]\n    outs: [o.txt]\n",
    },
    prepare: (_, dvc) => {
      dvc("config", "parsing.bool", "boolean_optional");
      dvc("config", "parsing.list", "append");
      dvc("repro", "--quiet");
    },
  },
  {
    name: "stage vars below a working directory that is a template",
    files: {
      "params.yaml": "where: work\n",
      "work/vars.yaml": "name: deep\n",
      "dvc.yaml":
        "stages:\n  s:\n    wdir: ${where}\n    vars: [vars.yaml]\n    cmd: echo ${name} > o.txt\n    outs: [o.txt]\n",
    },
  },
  {
    name: "a GTO artifact",
    tag: "model@v1.2.3",
    files: {
      ...BASE,
      "dvc.yaml": `${TRAIN}artifacts:\n  model:\n    path: out/model.txt\n    type: model\n`,
    },
  },
  {
    name: "a software tag in a repository with a pipeline",
    tag: "2026.11.1",
    files: BASE,
  },
  {
    name: "an anchor in dvc.yaml, and one value twice in the lock",
    files: {
      "params.yaml": "a: &x {b: 1, c: [2, 3]}\nd: *x\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: echo 1 > o.txt\n    params: [a, d, a.c]\n    outs: [o.txt]\n",
    },
  },
];

for (const { name, files = {}, prepare, init = [], project = "", tag = "v1.0.0" } of LAYOUTS) {
  layouts(name, async () => {
    const repository = createRepository();
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    const root = join(repository.directory, project);
    const dvc = (...args: string[]): string => runDvc(root, ...args);
    dvc("init", "--quiet", ...init);
    if (prepare !== undefined) prepare(repository, dvc);
    else dvc("repro", "--quiet");
    repository.commit("release");
    repository.git("tag", "-a", tag, "-m", "release");
    const here = await auditTag(repository.directory, tag, dvcEnvironment());
    assert.deepEqual(
      [foundBy(here), foundBy(here, "warning")],
      [[], []],
      JSON.stringify(here.findings),
    );
    assert.equal(here.verdict, "passed", JSON.stringify(here.notVerified));
    const unresolved = here.notVerified.filter(({ reason }) => reason.includes("resolved"));
    assert.deepEqual(unresolved, []);
    const clone = join(temporaryDirectory(), "clone");
    repository.git("clone", "--quiet", repository.directory, clone);
    const fresh = await auditTag(clone, tag, dvcEnvironment());
    assert.deepEqual(foundBy(fresh), [], JSON.stringify(fresh.findings));
    assert.equal(fresh.verdict, "passed");
  });
}

layouts.run();
