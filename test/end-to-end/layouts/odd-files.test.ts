// Files in shapes and places that few have, fresh from `dvc repro`: none may be refused.

import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { addLayouts, pipeline, stage, type Layout, type Workshop } from "../../helpers/layout.ts";
import { createRepository } from "../../helpers/repository.ts";

const layouts = suite("end-to-end/layouts/odd-files");

/** Moves a file and leaves a link to it. */
async function linkFile({ repository: { directory } }: Workshop, path: string, to: string) {
  mkdirSync(join(directory, to, ".."), { recursive: true });
  renameSync(join(directory, path), join(directory, to));
  const up = "../".repeat(path.split("/").length - 1);
  symlinkSync(`${up}${to}`, join(directory, path));
}

const ONE = stage("s", "echo 1 > o.txt", "deps: [in.txt]", "params: [k]", "outs: [o.txt]");
const FILES = { "in.txt": "1\n", "params.yaml": "k: 1\n", "dvc.yaml": pipeline([ONE]) };

const LAYOUTS: Readonly<Record<string, Layout>> = {
  "names with line breaks and backslashes in a dep and in an out": {
    files: {
      "src/a\nb.txt": "1\n",
      "src/a\\b.txt": "2\n",
      "src/ lead": "3\n",
      "src/trail ": "4\n",
      "src/\u007f\u0001": "5\n",
      "src/~": "6\n",
      "dvc.yaml": pipeline([
        stage("s", "cp -r src out", "deps: [src]", "outs: [{out: {cache: false}}]"),
        stage("t", "ls out > t.txt", "deps: [out]", "outs: [t.txt]"),
      ]),
    },
  },
  "a params.yaml that is a link": {
    files: FILES,
    prepare: async (workshop) => {
      await linkFile(workshop, "params.yaml", "shared/deep/common.yaml");
      await workshop.dvc("repro");
    },
  },
  "a dvc.yaml that is a link": {
    files: FILES,
    prepare: async (workshop) => {
      await linkFile(workshop, "dvc.yaml", "shared/dvc.yaml.in");
      await workshop.dvc("repro");
    },
  },
  "a vars file that is a link, and one above the directory of dvc.yaml": {
    files: {
      "shared.yaml": "who: me\n",
      "pipe/more.json": '{"what": "x"}\n',
      "pipe/dvc.yaml":
        "vars: [../shared.yaml, more.json]\nstages:\n  s:\n    cmd: echo ${who} ${what} > o.txt\n    outs: [o.txt]\n",
    },
    prepare: async (workshop) => {
      await linkFile(workshop, "pipe/more.json", "real.json");
      await workshop.dvc("repro", "pipe/dvc.yaml");
    },
  },
  "a .dvcignore, a dvc.lock and a *.dvc file that are links": {
    files: {
      ...FILES,
      "src/a.txt": "1\n",
      "src/x.log": "2\n",
      "data/raw.csv": "3\n",
      "dvc.yaml": pipeline([
        stage("s", "ls src > o.txt", "deps: [src, data/raw.csv]", "outs: [o.txt]"),
      ]),
    },
    prepare: async (workshop) => {
      const { repository, dvc } = workshop;
      repository.write(".dvcignore", "*.log\n");
      await linkFile(workshop, ".dvcignore", "shared/ignore");
      await dvc("add", "data/raw.csv");
      await dvc("repro");
      await linkFile(workshop, "data/raw.csv.dvc", "shared/raw.pointer");
      await linkFile(workshop, "dvc.lock", "shared/lock.yaml");
    },
  },
  "an artifact whose path leads through a link": {
    tag: "m@v1.0.0",
    files: {
      ...FILES,
      "real/.keep": "",
      "dvc.yaml": pipeline(
        [
          stage(
            "s",
            "echo 1 > real/m.bin",
            "deps: [in.txt]",
            "outs: [{real/m.bin: {cache: false}}]",
          ),
        ],
        "artifacts:\n  m: {path: kept/m.bin}\n",
      ),
    },
    prepare: async ({ repository: { directory }, dvc }) => {
      symlinkSync("real", join(directory, "kept"));
      await dvc("repro");
    },
  },
  "an artifact that is a link to an output that DVC keeps": {
    tag: "m@v1.0.0",
    gaps: [/artifact m, latest.txt: the symbolic link latest.txt leads to what git does not hold/],
    files: {
      ...FILES,
      "dvc.yaml": pipeline([ONE], "artifacts:\n  m: {path: latest.txt}\n"),
    },
    prepare: async ({ repository: { directory }, dvc }) => {
      symlinkSync("o.txt", join(directory, "latest.txt"));
      await dvc("repro");
    },
  },
  "documents with a start, an end, directives and comments": {
    files: {
      "in.txt": "1\n",
      "params.yaml":
        "# first\n--- # start\nk: 1 # one\n# between\nl:\n# inside\n- 1\n\n- 2 # two\n...\n",
      "p.yaml": "%YAML 1.2\n---\n'k': \"x\"\n",
      "dvc.yaml": `---\n# c\nstages:   # d\n  s:   # e\n    cmd: echo 1 > o.txt   # f\n    deps:\n    # g\n    - in.txt   # h\n    params: [k, l, {p.yaml: [k]}]\n    outs:\n    - o.txt\n...\n`,
    },
  },
  "keys of dvc.yaml that are templates": {
    files: {
      "in.txt": "1\n",
      "p.yaml": "k: 1\n",
      "params.yaml": "conf: p.yaml\nout: o\nlist: [{name: in.txt}]\n",
      "dvc.yaml":
        "stages:\n  s:\n    cmd: echo 1 > ${out}.txt; echo 2 > m.json\n    deps: ['${list[0].name}']\n    params:\n    - ${conf}: [k]\n    outs:\n    - ${out}.txt: {cache: false, desc: 'of ${conf}'}\n    metrics:\n    - m.json\n",
    },
  },
  "TOML in all its forms": {
    files: {
      "p.toml":
        'title = "x"\ndotted.key.deep = 1\n"quoted.key" = 2\nmulti = """\\\n  one \\\n  two"""\nlit = \'C:\\x\'\nfloats = [1.0, 1e3, inf, 5e-7]\nmixed = [1, "a", {x = 1}]\n[a.b]\nx = 1\n[c]\ny = 2\n[a.d]\nz = 3\n[[list]]\nn = 1\n[list.sub]\nk = "v"\n[[list]]\nn = 2\n[e]\n',
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [{p.toml: [title, dotted.key.deep, dotted, multi, lit, floats, mixed, a, a.d.z, list.0.sub.k, list.1, list, e, mixed.2.x]}]",
          "outs: [o.txt]",
        ),
        stage("w", "echo 1 > w.txt", "params: [{p.toml: }]", "outs: [w.txt]"),
      ]),
    },
  },
  "Python in all its forms": {
    files: {
      "p.py":
        '"""doc"""\nfrom __future__ import annotations\nimport os\nA: int = 1\nB = ("a"\n     "b")\nC = (1, 2)\nD = {"x": [1, -2.5, None, True], 3: "y"}\nE = os.getcwd()\nF = "é\\n\\x41\\u00e9"\nG = r"\\n"\nH = 1_000; I = -1\nJ = K = 2\nclass Train:\n    lr = 1e-3\n    deep: dict = {"a": 1}\n    def __init__(self):\n        self.epochs = 3\n        self.name: str = "n"\n\n    class Inner:\n        x = 1\n\ndef f():\n    L = 1\nif True:\n    M = 1\nA = 2\n',
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [{p.py: [A, B, C, D.x, D.x.1, F, G, H, I, Train.lr, Train.deep.a, Train.epochs, Train.name, Train]}]",
          "outs: [o.txt]",
        ),
      ]),
    },
  },
  "JSON with repeated keys, escapes and odd spaces": {
    files: {
      "p.json":
        '\t{"a": 1, "a": 2, "\\u0062": "\\ud83d\\ude00\\/\\n", "": 1, "c d": [[], {}, ""], "e": {"f": {"a": 1, "a": 3}}}\n\n',
      "dvc.yaml": pipeline([
        stage(
          "s",
          "echo 1 > o.txt",
          "params: [{p.json: [a, b, c d, e.f.a, c d.1]}]",
          "outs: [o.txt]",
        ),
        stage("w", "echo 1 > w.txt", "params: [{p.json: }]", "outs: [w.txt]"),
      ]),
    },
  },
  "outs with links, ignore files and executables in them": {
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "mkdir -p d/sub d/.hid && cp in.txt d/a && ln -s a d/l && ln -s ../a d/sub/m && echo x > d/.gitignore && touch d/.hid/e && chmod +x d/a",
          "deps: [in.txt]",
          "outs: [{d: {cache: false}}]",
        ),
        stage("t", "cat d/l > t.txt", "deps: [d, d/l, d/sub/m, d/sub]", "outs: [t.txt]"),
      ]),
    },
  },
  "a dataset of another repository": {
    gaps: [/ds:\/\/ds1/],
    files: { "dvc.yaml": "" },
    prepare: async ({ repository, dvc }) => {
      const source = createRepository();
      source.write("dir/a.txt", "1\n");
      source.write("dir/b.txt", "2\n");
      source.commit("data");
      await dvc("dataset", "add", "--dvc", source.directory, "--path", "dir", "ds1");
      const before = repository.read("dvc.yaml");
      const own = stage("s", "echo 1 > o.txt", 'deps: ["ds://ds1"]', "outs: [o.txt]");
      repository.write("dvc.yaml", `${before}${pipeline([own])}`);
      await dvc("repro");
    },
  },
  "data with a description, labels and meta of its own": {
    files: { "a.csv": "1\n", "b.csv": "2\n" },
    prepare: async ({ repository, dvc }) => {
      await dvc("add", "a.csv", "b.csv");
      const pointer = repository.read("a.csv.dvc");
      repository.write(
        "a.csv.dvc",
        `desc: all of it\n${pointer}  desc: |\n    two\n    lines\n  type: csv\n  labels: [x, y]\n  meta:\n    k: [1, {z: null}]\nmeta:\n  own: yes\n`,
      );
    },
  },
  "stages that dvc stage add wrote, with every option": {
    notes: ["lock/covers-pipeline alwaysChanged", "lock/outs-match persists"],
    files: { "in.txt": "1\n", "params.yaml": "k: 1\nl: {m: 2}\n", "p.json": '{"n": 1}\n' },
    prepare: async ({ dvc }) => {
      const outs = "-o a.txt -O b.txt --outs-persist c.txt --outs-persist-no-cache d.txt -m m.json";
      const more = "-M n.json --plots p.csv --plots-no-cache q.csv -d in.txt -p k,l.m -p p.json:n";
      const command =
        "for f in a.txt b.txt c.txt d.txt m.json n.json p.csv q.csv; do echo 1 > $f; done";
      const flags = `-n all ${outs} ${more}`.split(" ");
      await dvc("stage", "add", ...flags, "--desc", "all of it", command);
      await dvc(
        "stage",
        "add",
        "-n",
        "always",
        "--always-changed",
        "-o",
        "x.txt",
        "echo 1 > x.txt",
      );
      await dvc("repro");
    },
  },
  "a stage that dvc remove took out, and data that came back": {
    files: { ...FILES, "data.csv": "1\n" },
    prepare: async ({ repository, dvc }) => {
      await dvc("add", "data.csv");
      await dvc("repro");
      await dvc("remove", "data.csv.dvc");
      repository.write("data.csv", "2\n");
      await dvc("stage", "add", "-n", "t", "-d", "data.csv", "-o", "t.txt", "cp data.csv t.txt");
      await dvc("repro");
      await dvc("remove", "s");
    },
  },
  "outs that are ignored by a pattern of the user's, below an ignored directory": {
    files: {
      ...FILES,
      ".gitignore": "/build/\n*.bin\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "mkdir -p build/x && cp in.txt build/x/m.bin && cp in.txt n.bin",
          "deps: [in.txt]",
          "outs: [build/x/m.bin, n.bin]",
        ),
        stage("t", "cat n.bin > t.txt", "deps: [n.bin, build/x/m.bin]", "outs: [t.txt]"),
      ]),
    },
  },
  "a pipeline that reads the whole of a directory with a pipeline of its own": {
    files: {
      "part/in.txt": "1\n",
      "part/dvc.yaml": pipeline([
        stage("p", "cp in.txt out.txt", "deps: [in.txt]", "outs: [{out.txt: {cache: false}}]"),
      ]),
      "dvc.yaml": pipeline([stage("s", "ls part > o.txt", "deps: [part]", "outs: [o.txt]")]),
    },
    prepare: async ({ dvc }) => {
      await dvc("repro", "part/dvc.yaml");
      await dvc("repro");
    },
  },
  "a release made in a linked working tree": {
    files: FILES,
    prepare: async ({ repository, dvc, dvcIn }) => {
      await dvc("repro");
      repository.commit("first");
      repository.git("worktree", "add", "-q", "wt");
      await dvcIn("wt", "checkout", "--allow-missing");
      repository.write(".git/info/exclude", "/wt\n");
    },
  },
};

addLayouts(layouts, LAYOUTS);
layouts.run();
