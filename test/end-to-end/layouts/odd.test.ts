// What users make of DVC that no example shows: fresh from `dvc repro` none may be refused.

import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { addLayouts, pipeline, stage, type Layout } from "../../helpers/layout.ts";

const layouts = suite("end-to-end/layouts/odd");

const NFC = "caf\u00e9";
const NFD = "cafe\u0301";

const LONG =
  "you are a helpful assistant who answers in one sentence only.  please be kind to everybody";

const LAYOUTS: Readonly<Record<string, Layout>> = {
  "vars of several files that complete each other, and stage vars beside them": {
    files: {
      "params.yaml": "model: {name: cnn}\n",
      "conf/more.yaml": "model: {depth: 3}\nrun: {deep: {seed: 1}}\n",
      "conf/local.json": '{"who": "a b"}\n',
      "dvc.yaml":
        "vars:\n- conf/more.yaml\n- model: {width: 2}\n- run: {deep: {rate: 1e-3}}\nstages:\n  s:\n    vars: ['conf/local.json:who', {own: [x, y]}]\n    cmd: echo ${model.name} ${model.depth} ${model.width} ${run.deep.seed} ${run.deep.rate} '${who}' ${own[1]} > o.txt\n    params: [model, {conf/more.yaml: [run.deep]}]\n    outs: [o.txt]\n",
    },
  },
  "a matrix of mappings, each with a directory, a dep and params of its own": {
    files: {
      "params.yaml":
        "jobs:\n- {dir: eu, lr: 1.0, tags: [a, b]}\n- {dir: us, lr: 1e-05, tags: []}\nkinds: {fast: {n: 1}, slow: {n: 2}}\n",
      "eu/in.txt": "1\n",
      "us/in.txt": "2\n",
      "dvc.yaml":
        "stages:\n  m:\n    matrix:\n      job: ${jobs}\n      kind: ${kinds}\n    wdir: ${item.job.dir}\n    cmd: cat in.txt > o-${item.kind}.txt; echo ${item.job.lr} ${key}\n    deps: [in.txt]\n    params: [{../params.yaml: ['kinds.${item.kind}']}]\n    outs:\n    - o-${item.kind}.txt:\n        cache: false\n",
    },
  },
  "foreach over mappings with numbers, booleans and spaces for keys": {
    files: {
      "params.yaml": "sets:\n  a b: {n: 1}\n  '2': {n: 2}\n  x.y: {n: 3}\n",
      "dvc.yaml":
        "stages:\n  g:\n    foreach: ${sets}\n    do:\n      cmd: echo ${item.n} > 'o ${item.n}.txt'\n      outs: ['o ${item.n}.txt']\n  l:\n    foreach: {1: p, 2.5: q, yes: r}\n    do:\n      cmd: echo ${item} ${key} > l-${item}.txt\n      outs: ['l-${item}.txt']\n",
    },
  },
  "whole params files in nested directories, below a working directory": {
    files: {
      "conf/deep/er/p.yaml": "a: {b: [1, {c: null}]}\nd.e: 1\n",
      "conf/deep/q.toml": "x = 1\n[t]\ny = 2.50\n",
      "work/params.yaml": "k: 1\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "wdir: work",
          "params: [k, {../conf/deep/er/p.yaml: }, {../conf/deep/q.toml: []}]",
          "outs: [o.txt]",
        ),
      ]),
    },
  },
  "outs that persist, that git keeps as directories, and that are never pushed": {
    notes: ["lock/outs-match persists"],
    files: {
      "in.txt": "1\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: mkdir -p kept/sub gitted/sub/deep secret && cp in.txt kept/sub/a && cp in.txt gitted/sub/deep/é.txt && cp in.txt gitted/b && cp in.txt secret/c\n    deps: [in.txt]\n    outs:\n    - kept: {persist: true}\n    - gitted: {cache: false}\n    - secret: {push: false}\n  t:\n    cmd: cat gitted/b > t.txt\n    deps: [gitted, gitted/b, gitted/sub]\n    outs: [t.txt]\n",
    },
  },
  "metrics and plots in sub-directories, in all their spellings": {
    files: {
      "in.txt": "1\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: mkdir -p r/m r/p/img && echo '{}' > r/m/a.json && echo 'x,y' > r/p/a.csv && echo 'x,y' > r/p/b.csv && cp in.txt r/p/img/1.png && echo 1 > r/m/b.txt\n    deps: [in.txt]\n    metrics:\n    - r/m/a.json: {cache: false}\n    - r/m/b.txt\n    plots:\n    - r/p/a.csv: {cache: false, x: x, y: y, title: T, header: true, template: linear}\n    - r/p/b.csv\n    - r/p/img\nmetrics: [r/m/a.json, r/m/b.txt]\nparams: [in.txt]\nplots:\n- r/p/a.csv\n- both: {x: x, y: {r/p/a.csv: y, r/p/b.csv: [y]}}\n- r/p/img\n",
    },
  },
  "dvclive with its report, metrics and plots as outs, and a dvc.yaml that it wrote": {
    files: {
      "train.py": "1\n",
      "dvc.yaml":
        "stages:\n  train:\n    cmd: mkdir -p live/plots/metrics live/artifacts && echo '{}' > live/metrics.json && echo loss > live/plots/metrics/loss.tsv && echo '{}' > live/params.yaml && echo m > live/artifacts/m.pt\n    deps: [train.py]\n    outs: [live/artifacts]\n    metrics:\n    - live/metrics.json: {cache: false}\n    plots:\n    - live/plots/metrics: {cache: false, x: step}\nartifacts:\n  m: {path: live/artifacts/m.pt, type: model, desc: d, labels: [a], meta: {k: [1]}}\n",
      "live/dvc.yaml":
        "params: [params.yaml]\nmetrics: [metrics.json]\nplots:\n- plots/metrics: {x: step}\n",
    },
  },
  "an artifact in a sub-directory whose path lies in a cached directory": {
    tag: "sub/deep=mod@v1.0.0",
    files: {
      "sub/deep/dvc.yaml":
        "stages:\n  s:\n    cmd: mkdir -p out/x && echo 1 > out/x/m.bin\n    outs: [out]\nartifacts:\n  mod: {path: out/x/m.bin, type: model}\n",
    },
    prepare: ({ dvc }) => dvc("repro", "sub/deep/dvc.yaml"),
  },
  "an import from a url that was not downloaded": {
    warnings: ["lock/imports-pinned notMaterialised"],
    files: { "data/src.csv": "1\n" },
    prepare: ({ dvc }) => dvc("import-url", "--no-download", "data/src.csv", "copy.csv"),
  },
  "dvc add of a directory of three levels, of which stages read parts": {
    files: {
      "data/a/b/c/1.txt": "1\n",
      "data/a/b/2.txt": "2\n",
      "data/a b/é.txt": "3\n",
      "data/.hidden/x": "4\n",
      "data/empty.txt": "",
      "dvc.yaml": pipeline([
        stage("s", "cat data/a/b/c/1.txt > s.txt", "deps: [data/a/b]", "outs: [s.txt]"),
        stage(
          "t",
          "cat data/a/b/c/1.txt > t.txt",
          "deps: [data/a/b/c/1.txt, data]",
          "outs: [t.txt]",
        ),
        stage("u", "ls 'data/a b' > u.txt", 'deps: ["data/a b", data/.hidden]', "outs: [u.txt]"),
      ]),
    },
    prepare: async ({ dvc }) => {
      await dvc("add", "data");
      await dvc("repro");
    },
  },
  "files of one directory added one by one, and a .dvc with another name": {
    files: { "d/a.csv": "1\n", "d/b.csv": "2\n", "e/f.csv": "3\n" },
    prepare: async ({ repository, dvc }) => {
      await dvc("add", "d/a.csv", "d/b.csv", "e/f.csv");
      await dvc("move", "d/a.csv", "e/moved.csv");
      repository.write("all.dvc", repository.read("e/f.csv.dvc").replace("path: f", "path: e/f"));
      repository.git("rm", "-q", "--cached", "--ignore-unmatch", "e/f.csv.dvc");
      rmSync(join(repository.directory, "e/f.csv.dvc"));
    },
  },
  ".dvcignore in several directories, with patterns that take back": {
    files: {
      ".dvcignore": "*.log\n/src/cache/\n*.tmp\n!keep.tmp\n/src/sub/z*\n",
      "src2/.dvcignore": "y*\n",
      "src2/sub/y.txt": "8\n",
      "src2/sub/v.txt": "9\n",

      "src/a.txt": "1\n",
      "src/x.log": "2\n",
      "src/x.tmp": "3\n",
      "src/keep.tmp": "4\n",
      "src/cache/y": "5\n",

      "src/sub/z.txt": "6\n",
      "src/sub/w.txt": "7\n",
      "dvc.yaml": pipeline([
        stage("s", "ls src > o.txt", "deps: [src, src/sub, src2/sub]", "outs: [o.txt]"),
      ]),
    },
  },
  "names that differ in case alone": {
    files: {
      "Data/A.txt": "1\n",
      "Data/a.txt": "2\n",
      "data/a.txt": "3\n",
      "params.yaml": "Lr: 1\nlr: 2\n",
      "dvc.yaml": pipeline([
        stage(
          "S",
          "cat Data/A.txt > O.txt; cat data/a.txt > o.txt",
          "deps: [Data, data, Data/a.txt]",
          "params: [Lr, lr]",
          "outs: [O.txt, o.txt]",
        ),
        stage("s", "cat O.txt o.txt > both.txt", "deps: [O.txt, o.txt]", "outs: [both.txt]"),
      ]),
    },
  },
  "executables as outs, alone and in a directory": {
    files: {
      "make.sh":
        "#!/bin/sh\nmkdir -p bin\nprintf '#!/bin/sh\\n' > bin/tool\ncp bin/tool tool\nchmod +x bin/tool tool\n",
      "dvc.yaml": pipeline([
        stage("s", "./make.sh", "deps: [make.sh]", "outs: [bin, {tool: {cache: false}}]"),
        stage("t", "cat bin/tool tool > t.txt", "deps: [bin/tool, tool]", "outs: [t.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      chmodSync(join(repository.directory, "make.sh"), 0o755);
      await dvc("repro");
    },
  },
  "empty files, and directories of nothing but empty directories": {
    files: {
      "in.txt": "",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "mkdir -p a/b/c d && : > d/empty && : > none.txt",
          "deps: [in.txt]",
          "outs: [a, d, {none.txt: {cache: false}}]",
        ),
        stage("t", "ls a d > t.txt", "deps: [a, d, d/empty, none.txt]", "outs: [t.txt]"),
      ]),
    },
  },
  "numbers at the edges of what is written": {
    files: {
      "params.yaml":
        "a: 1.7976931348623157e+308\nb: 5e-324\nc: 1606938044258990275541962092341162602522202993782792835301376\nd: -0.0\ne: 0.30000000000000004\nf: 1e22\ng: 123456789012345680.0\nh: 9007199254740993\ni: 1e16\nj: 1e15\nk: 1e-4\nl: 1e-5\nm: 0.0001\nn: -1_000.5\no: 1e23\np: 100000000000000000000000.0\nq: 0o17\nr: 0xFF\ns: 00012\nt: +5\nu: 1.\nv: .5\nw: [1e3, 1E+3, 1000.0]\n",
      "p.json":
        '{"a": 1E400, "b": 123456789012345678901234567890, "c": 0.1e-6, "d": -0, "e": 1E+2}\n',
      "p.toml":
        "a = 1_000\nb = 0xdead_beef\nc = 1e06\nd = -0.0\ne = +inf\nf = 9223372036854775807\n",
      "p.py": "A = 10**2\nB = 0xFF\nC = 1_000.5\nD = -1e-7\nE = 12345678901234567890123\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, {p.json: }, {p.toml: }, {p.py: }]",
          "outs: [o.txt]",
        ),
      ]),
    },
  },
  "texts that look like something else": {
    files: {
      "params.yaml":
        'a: "1e5"\nb: "null"\nc: "yes"\nd: ""\ne: " lead and trail "\nf: "two\\nlines\\n"\ng: "# no comment"\nh: "k: v"\ni: "😀 \\t tab"\nj: "- x"\nk: "*a"\nl: "&a"\nm: "!t"\nn: "%d"\no: "@x"\np: "`x`"\nq: "2020-01-01"\nr: "0x10"\ns: "1_000"\nt: "~"\nu: "\'quoted\'"\nv: "\\"x\\""\nw: "a very long text that goes on for more than eighty columns so that it is folded when it is written again"\nx: "\\u0007bell \\x85 \\u2028"\ny: ".nan"\nz: "="\n',
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z]",
          "outs: [o.txt]",
        ),
        stage("w", "echo 1 > w.txt", "params: [{params.yaml: }]", "outs: [w.txt]"),
      ]),
    },
  },
  "dates in a params file that no template sees": {
    files: {
      "other.yaml":
        "when: 2020-01-01\nat: 2020-01-01T00:00:00Z\nlist: [2020-01-01]\nk: 1\ns: '2020-01-01'\n",
      "p.toml": "d = 2020-01-01\nk = 1\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [{other.yaml: [k, s]}, {p.toml: [k]}]",
          "outs: [o.txt]",
        ),
      ]),
    },
  },
  "names in composed and in decomposed form, each where it was written": {
    files: {
      [`${NFC}.txt`]: "1\n",
      [`d/${NFD}.txt`]: "2\n",
      [`d/${NFC}2.txt`]: "3\n",
      "params.yaml": `${NFC}: 1\nk${NFD}: "${NFD}"\n`,
      "dvc.yaml": pipeline([
        stage(
          `s-${NFC}`,
          `cat '${NFC}.txt' > 'o-${NFD}.txt'`,
          `deps: ['${NFC}.txt', d, 'd/${NFD}.txt']`,
          `params: ['${NFC}', 'k${NFD}']`,
          `outs: ['o-${NFD}.txt']`,
        ),
        stage("t", `cat 'o-${NFD}.txt' > t.txt`, `deps: ['o-${NFD}.txt']`, "outs: [t.txt]"),
      ]),
    },
  },
  "params files with CRLF, a BOM and no last line": {
    files: {
      "params.yaml":
        "\uFEFFa: 1\r\nb: |\r\n  two\r\n  lines\r\nc: 'x\r\n  y'\r\nd: {e: [1,\r\n 2]}",
      "p.json": '{\r\n "a": "x"\r\n}',
      "p.toml": 'a = "x"\r\nb = """\r\none\r\ntwo"""\r\n',
      "p.py": "A = 1\r\nB = '''x\r\ny'''\r\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [a, b, c, d, {p.json: }, {p.toml: }, {p.py: }]",
          "outs: [o.txt]",
        ),
      ]),
    },
  },
  "keys of params that are no text": {
    files: {
      "params.yaml": "m: {1: a, 2: {3: b}}\nn: {x: {4: [1]}}\n",
      "dvc.yaml": pipeline([
        stage("s", "echo 1 > o.txt", "params: [m, m.1, m.2.3, n.x.4, n]", "outs: [o.txt]"),
      ]),
    },
  },
  "anchors and merge keys in dvc.yaml": {
    files: {
      "a.txt": "1\n",
      "dvc.yaml":
        "stages:\n  a: &base\n    cmd: &cmd cat a.txt > a.out\n    deps: &deps [a.txt]\n    outs: [a.out]\n  b:\n    <<: *base\n    cmd: cat a.txt > b.out\n    outs: [b.out]\n    desc: |\n      two\n      lines\n    meta: {x: [1, {y: null}]}\n",
    },
  },
  "long texts with two spaces, of which DVC's writer loses one": {
    warnings: [
      "lock/commands-match folded",
      "lock/commands-match folded",
      "lock/params-match folded",
      "lock/params-match folded",
      "lock/params-match folded",
    ],
    files: {
      "params.yaml": `prompt: ${LONG}\ndeep: {texts: [x, ["${LONG}"]]}\nquoted: "a: ${LONG}"\n`,
      "p.json": JSON.stringify({ prompt: LONG, short: "a  b" }),
      "dvc.yaml": pipeline([
        stage(
          "s",
          `echo ${LONG} > o.txt`,
          "params: [prompt, deep, quoted, {p.json: }]",
          "outs: [o.txt]",
        ),
        stage("t", "", "outs: [t.txt]").replace(
          'cmd: ""',
          `cmd: [echo 1 2 ${LONG} > t.txt, 'true']`,
        ),
      ]),
    },
  },
  "commands that are hard to quote, to fold and to compare": {
    files: {
      "dvc.yaml":
        "stages:\n  a:\n    cmd: echo \"a  b\" 'c:d' \\\\ 100% \"é😀\" > a.txt  # no comment of it\n    outs: [a.txt]\n  b:\n    cmd: >-\n      echo 1\n      > b.txt\n    outs: [b.txt]\n  c:\n    cmd: |+\n      echo 1 > c.txt\n\n    outs: [c.txt]\n  d:\n    cmd:\n    - 'echo \"x: y\" > d.txt'\n    - 'true # x'\n    outs: [d.txt]\n  e:\n    cmd: \"printf '\\\\x41\\\\t\\\\u00e9' > e.txt\"\n    outs: [e.txt]\n  f:\n    cmd: echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb > f.txt\n    outs: [f.txt]\n",
    },
  },
  "deps on the files of DVC and of git themselves": {
    files: {
      ".gitignore": "*.pyc\n",
      "params.yaml": "k: 1\n",
      "dvc.yaml": pipeline([
        stage("a", "echo 1 > a.txt", "outs: [a.txt]"),
        stage(
          "b",
          "echo 1 > sub/b.txt",
          "wdir: .",
          "deps: [params.yaml, a.txt, .dvc/config, .dvcignore]",
          "params: [k]",
          "outs: [sub/b.txt]",
        ),
      ]),
      "sub/.keep": "",
    },
  },
  "a project below the root whose stages read what is above and beside it": {
    project: "ml/proj",
    init: ["--subdir"],
    files: {
      "README.md": "r\n",
      "shared/x/a.txt": "1\n",
      "ml/other/b.txt": "2\n",
      "ml/proj/params.yaml": "k: 1\n",
      "ml/conf.yaml": "z: 1\n",
      "ml/proj/pipe/dvc.yaml": pipeline([
        stage(
          "s",
          "cat ../../../README.md > o.txt",
          "deps: [../../../README.md, ../../../shared, ../../other/b.txt]",
          "params: [{../params.yaml: [k]}, {../../conf.yaml: }]",
          "outs: [o.txt]",
        ),
      ]),
    },
    prepare: ({ dvcIn }) => dvcIn("ml/proj/pipe", "repro"),
  },
  "an import of a file of the same repository that changed since": {
    files: { "src.csv": "1\n" },
    prepare: async ({ repository, dvc }) => {
      await dvc("import-url", "src.csv", "copy.csv");
      repository.write("src.csv", "2\n");
    },
  },
  "a stage whose dep is a link to a link, and whose out is a link": {
    files: {
      "real/x.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("s", "cat two > o.txt", "deps: [two, three/x.txt]", "outs: [o.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      const { directory } = repository;
      symlinkSync("real/x.txt", join(directory, "one"));
      symlinkSync("one", join(directory, "two"));
      mkdirSync(join(directory, "links"));
      symlinkSync("../real", join(directory, "links/deep"));
      symlinkSync("links/deep", join(directory, "three"));
      await dvc("repro");
    },
  },
  "a cache that hands out links, and one outside of the repository": {
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("s", "mkdir d && cp in.txt d/a && cp in.txt f", "deps: [in.txt]", "outs: [d, f]"),
        stage("t", "cat f d/a > t", "deps: [f, d/a]", "outs: [t]"),
      ]),
    },
    prepare: async ({ dvc }) => {
      await dvc("config", "cache.type", "symlink");
      await dvc("repro");
    },
  },
  "a stage with a name of several words and signs": {
    files: {
      "dvc.yaml": `stages:\n  "a b/c-é_1":\n    cmd: echo 1 > o\n    outs: [o]\n  'x: y':\n    cmd: cat o > p\n    deps: [o]\n    outs: [p]\n  "123":\n    cmd: cat p > q\n    deps: [p]\n    outs: [q]\n  "true":\n    cmd: cat q > r\n    deps: [q]\n    outs: [r]\n`,
    },
  },
};

addLayouts(layouts, LAYOUTS);
layouts.run();
