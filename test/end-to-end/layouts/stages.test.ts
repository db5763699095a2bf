// Pipelines as users write them, freshly reproduced and committed: none may be refused.

import { suite } from "uvu";
import { addLayouts, pipeline, stage } from "../../helpers/layout.ts";

const layouts = suite("end-to-end/layouts/stages");

const TRAIN = stage(
  "train",
  "mkdir -p out && echo model > out/model.txt && echo 0.9 > metrics.json",
  "deps: [code.py]",
  "params: [lr]",
  "outs: [out/model.txt]",
  "metrics: [{metrics.json: {cache: false}}]",
);
const BASE = { "code.py": "print(1)\n", "params.yaml": "lr: 0.1\n", "dvc.yaml": pipeline([TRAIN]) };

addLayouts(layouts, {
  "one stage that trains and evaluates": { files: BASE },
  "a software tag in a repository with a pipeline": { tag: "2026.11.1", files: BASE },
  "a GTO artifact": {
    tag: "model@v1.2.3",
    files: {
      ...BASE,
      "dvc.yaml": pipeline([TRAIN], "artifacts:\n  model: {path: out/model.txt, type: model}\n"),
    },
  },
  "as cookiecutter data science lays it out": {
    files: {
      Makefile: "all:\n\tdvc repro\n",
      "data/raw/.gitkeep": "",
      "data/external/survey.csv": "id,x\n1,2\n",
      "src/__init__.py": "",
      "src/data/make_dataset.py": "print(1)\n",
      "models/.gitkeep": "",
      "reports/figures/.gitkeep": "",
      "references/dictionary.md": "# x\n",
      "params.yaml": "seed: 1\nmodel: {depth: 3}\n",
      "dvc.yaml": pipeline([
        stage(
          "dataset",
          "mkdir -p data/interim && cp data/external/survey.csv data/interim/clean.csv",
          "deps: [src/data/make_dataset.py, data/external/survey.csv]",
          "outs: [data/interim/clean.csv]",
        ),
        stage(
          "train",
          "cp data/interim/clean.csv models/model.pkl && echo '{}' > reports/metrics.json && echo x > reports/figures/roc.csv",
          "deps: [src, data/interim/clean.csv]",
          "params: [seed, model.depth]",
          "outs: [models/model.pkl]",
          "metrics: [{reports/metrics.json: {cache: false}}]",
          "plots: [{reports/figures/roc.csv: {cache: false, x: fpr, y: tpr}}]",
        ),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      repository.write(".gitignore", "/data/raw/*.csv\n__pycache__/\n");
      await dvc("add", "data/external/survey.csv");
      await dvc("repro");
    },
  },
  "as example-get-started lays it out": {
    tag: "text-classification@v1.3.0",
    files: {
      "data/data.xml": "<row/>\n<row/>\n",
      "src/prepare.py": "1\n",
      "src/train.py": "2\n",
      "src/evaluate.py": "3\n",
      "params.yaml":
        "prepare: {split: 0.20, seed: 20170428}\ntrain: {min_split: 0.01, n_est: 50}\n",
      "dvc.yaml": pipeline(
        [
          stage(
            "prepare",
            "mkdir -p data/prepared && cp data/data.xml data/prepared/train.tsv && cp data/data.xml data/prepared/test.tsv",
            "deps: [data/data.xml, src/prepare.py]",
            "params: [prepare.seed, prepare.split]",
            "outs: [data/prepared]",
          ),
          stage(
            "train",
            "cat data/prepared/train.tsv > model.pkl",
            "deps: [data/prepared, src/train.py]",
            "params: [train]",
            "outs: [model.pkl]",
          ),
          stage(
            "evaluate",
            "mkdir -p eval/plots/images && echo '{\"ap\": 0.9}' > eval/metrics.json && echo png > eval/plots/images/importance.png && echo a > eval/prc.json",
            "deps: [data/prepared, model.pkl, src/evaluate.py]",
            "outs: [eval/plots/images]",
            "metrics: [{eval/metrics.json: {cache: false}}]",
            "plots: [{eval/prc.json: {cache: false, x: recall, y: precision}}]",
          ),
        ],
        "plots:\n- ROC: {x: fpr, y: {eval/roc.json: tpr}}\n- eval/plots/images\nartifacts:\n  text-classification:\n    path: model.pkl\n    type: model\n    desc: Detect tags\n    labels: [nlp, text]\n",
      ),
    },
    prepare: async ({ dvc }) => {
      await dvc("add", "data/data.xml");
      await dvc("repro");
    },
  },
  "dvclive with a dvc.yaml of its own": {
    files: {
      ...BASE,
      "dvclive/dvc.yaml":
        "params: [params.yaml]\nmetrics: [metrics.json]\nplots:\n- plots/metrics: {x: step}\n",
      "dvclive/params.yaml": "lr: 0.1\n",
      "dvclive/metrics.json": '{"acc": 1}\n',
      "dvclive/plots/metrics/acc.tsv": "step\tacc\n",
    },
  },
  "metrics and plots in a directory, as dvclive has them": {
    files: {
      "code.py": "1\n",
      "dvc.yaml": pipeline(
        [
          stage(
            "s",
            "mkdir -p dvclive/plots && echo '{}' > dvclive/metrics.json && echo 1 > dvclive/plots/acc.tsv",
            "deps: [code.py]",
            "metrics: [{dvclive/metrics.json: {cache: false}}]",
            "plots: [{dvclive/plots: {cache: false}}]",
          ),
        ],
        "metrics: [dvclive/metrics.json]\n",
      ),
    },
  },
  "plots and metrics alone at the top, beside data": {
    files: {
      "data.csv": "x\n1\n",
      "eval/metrics.json": "{}\n",
      "dvc.yaml": "metrics: [eval/metrics.json]\nplots:\n- data.csv: {x: x}\n",
    },
    prepare: ({ dvc }) => dvc("add", "data.csv"),
  },
  "outs with every flag that there is": {
    files: {
      "in.txt": "1\n",
      "dvc.yaml":
        "stages:\n  s:\n    desc: all of them\n    meta: {owner: x}\n    cmd: for f in a b c d e; do cp in.txt $f.txt; done\n    deps: [in.txt]\n    outs:\n    - a.txt: {desc: first, type: model, labels: [x], meta: {k: 1}}\n    - b.txt: {push: false}\n    - c.txt: {remote: elsewhere}\n    - d.txt: {cache: false}\n    - e.txt: {cache: true, push: true, persist: false}\n",
    },
    prepare: async ({ dvc }) => {
      await dvc("remote", "add", "elsewhere", "../elsewhere");
      await dvc("repro");
    },
  },
  "a frozen stage and two that are always changed": {
    notes: ["lock/covers-pipeline alwaysChanged"],
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("f", "cat in.txt > f.txt", "deps: [in.txt]", "outs: [f.txt]"),
        stage("a", "date > a.txt", "outs: [a.txt]", "always_changed: true"),
        stage("c", "echo hello"),
      ]),
    },
    prepare: async ({ dvc }) => {
      await dvc("repro");
      await dvc("freeze", "f");
    },
  },
  "a frozen stage that is behind its inputs": {
    warnings: ["lock/chain-holds frozen", "lock/params-match frozen"],
    files: {
      "in.txt": "1\n",
      "own.txt": "1\n",
      "params.yaml": "k: 1\n",
      "dvc.yaml": pipeline([
        stage("a", "cat in.txt > a.txt", "deps: [in.txt]", "outs: [a.txt]"),
        stage("f", "cat a.txt > f.txt", "deps: [a.txt, own.txt]", "params: [k]", "outs: [f.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      await dvc("freeze", "f");
      repository.write("in.txt", "2\n");
      repository.write("own.txt", "2\n");
      repository.write("params.yaml", "k: 2\n");
      await dvc("repro");
    },
  },
  "a frozen stage that got a dep and params after its run": {
    warnings: [
      "lock/covers-pipeline frozen",
      "lock/covers-pipeline frozen",
      "lock/params-match frozen",
    ],
    files: {
      ...BASE,
      "more.py": "2\n",
      "params.yaml": "lr: 0.1\nseed: 1\n",
      "other.yaml": "k: 1\n",
    },
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      await dvc("freeze", "train");
      const more = repository.read("dvc.yaml").replace("[code.py]", "[code.py, more.py]");
      repository.write("dvc.yaml", more.replace("[lr]", "[lr, seed, {other.yaml: [k]}]"));
      await dvc("repro");
    },
  },
  "a command over several lines, and a list of commands": {
    files: {
      "dvc.yaml":
        'stages:\n  long:\n    cmd: >\n      echo a very long command that goes on and on until it is folded by the writer of the lock\n      and then some more of it > o.txt\n    outs: [o.txt]\n  list:\n    cmd:\n    - echo 1 > l.txt\n    - |\n      echo 2 >> l.txt\n      echo "three" >> l.txt\n    outs: [l.txt]\n',
    },
  },
  "a stage in a sub-directory, with a working directory": {
    files: {
      "pipe/dvc.yaml": pipeline([
        stage(
          "s",
          "cat in.txt > out.txt",
          "wdir: ../work",
          "deps: [in.txt, ../shared.txt]",
          "params: [k]",
          "outs: [out.txt]",
        ),
      ]),
      "work/in.txt": "in\n",
      "work/params.yaml": "k: 1\n",
      "shared.txt": "shared\n",
    },
    prepare: ({ dvc }) => dvc("repro", "pipe/dvc.yaml"),
  },
  "stages in three dvc.yaml that read each other, with params above them": {
    files: {
      "params.yaml": "a: 1\nb: 2\n",
      "raw/in.txt": "1\n",
      "raw/dvc.yaml": pipeline([
        stage(
          "clean",
          "cat in.txt > clean.txt",
          "deps: [in.txt]",
          "params: [{../params.yaml: [a]}]",
          "outs: [clean.txt]",
        ),
      ]),
      "model/dvc.yaml": pipeline([
        stage("clean", "cat ../raw/clean.txt > m.txt", "deps: [../raw/clean.txt]", "outs: [m.txt]"),
      ]),
      "report/dvc.yaml": pipeline([
        stage(
          "all",
          "cat model/m.txt > report/r.txt",
          "wdir: ..",
          "deps: [model/m.txt, raw/clean.txt]",
          "params: [b]",
          "metrics: [{report/r.txt: {cache: false}}]",
        ),
      ]),
    },
    prepare: ({ dvc }) => dvc("repro", "--all-pipelines"),
  },
  "paths spelled in roundabout ways": {
    files: {
      "in/a.txt": "1\n",
      "p.yaml": "k: 1\n",
      "dvc.yaml": pipeline([
        stage(
          "s",
          "cat in/a.txt > o.txt && mkdir -p d && cp o.txt d/o.txt",
          "deps: [./in/../in/a.txt, in/, in/a.txt, in/a.txt]",
          "params: [{p.yaml: [k]}]",
          "outs: [./o.txt, d/]",
        ),
        stage("t", "cat o.txt > t.txt", "deps: [o.txt, ./d]", "outs: [t.txt]"),
      ]),
    },
  },
  "a stage that reads one file of a directory that another wrote": {
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("a", "mkdir -p d/x && cp in.txt d/x/1.txt", "deps: [in.txt]", "outs: [d]"),
        stage("b", "cat d/x/1.txt > b.txt", "deps: [d/x/1.txt]", "outs: [b.txt]"),
        stage("c", "ls d/x > c.txt", "deps: [d/x]", "outs: [c.txt]"),
      ]),
    },
  },
  "a stage that reads the directory into which two others write": {
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("a", "mkdir -p d && cp in.txt d/a.txt", "deps: [in.txt]", "outs: [d/a.txt]"),
        stage("b", "mkdir -p d && cp in.txt d/b.txt", "deps: [in.txt]", "outs: [d/b.txt]"),
        stage("c", "cat d/a.txt d/b.txt > c.txt", "deps: [d/a.txt, d/b.txt]", "outs: [c.txt]"),
      ]),
    },
  },
  "what dvc commit recorded of a run by hand": {
    files: BASE,
    prepare: async ({ repository, dvc }) => {
      repository.write("out/model.txt", "by hand\n");
      repository.write("metrics.json", "1\n");
      await dvc("commit", "--force");
    },
  },
  "what came back from the run cache": {
    files: BASE,
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      repository.write("params.yaml", "lr: 0.2\n");
      await dvc("repro");
      repository.write("params.yaml", "lr: 0.1\n");
      await dvc("repro");
    },
  },
  "what an experiment left in the workspace": {
    files: BASE,
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      repository.commit("base");
      await dvc("exp", "run", "--set-param", "lr=0.5", "--name", "warm");
    },
  },
  "a stage that was renamed, and one that was removed": {
    warnings: [
      "lock/covers-pipeline orphan",
      "lock/covers-pipeline orphan",
      "lock/outs-match orphaned",
    ],
    files: {
      "in.txt": "1\n",
      "dvc.yaml": pipeline([
        stage("old", "mkdir -p m && cp in.txt m/1.txt", "deps: [in.txt]", "outs: [m/1.txt]"),
        stage("gone", "cp in.txt data.txt", "deps: [in.txt]", "outs: [data.txt]"),
      ]),
    },
    prepare: async ({ repository, dvc }) => {
      await dvc("repro");
      repository.write(
        "dvc.yaml",
        pipeline([
          stage("new", "mkdir -p m && cp in.txt m/2.txt", "deps: [in.txt]", "outs: [m]"),
          stage("use", "cat data.txt > u.txt", "deps: [data.txt]", "outs: [u.txt]"),
        ]),
      );
      repository.write("m/.gitignore", "");
      repository.write(".gitignore", "");
      repository.write("data.txt", "now by hand\n");
      repository.git("rm", "--cached", "-rq", "--ignore-unmatch", "m");
      await dvc("repro");
    },
  },
  "a stage whose deps were cut down after the run": {
    warnings: ["lock/covers-pipeline undeclared", "lock/covers-pipeline undeclared"],
    files: { ...BASE, "more.py": "1\n" },
    prepare: async ({ repository, dvc }) => {
      const before = repository.read("dvc.yaml");
      const more = before.replace("[code.py]", "[code.py, more.py]").replace("[lr]", "[lr, b]");
      repository.write("params.yaml", "lr: 0.1\nb: 1\n");
      repository.write("dvc.yaml", more);
      await dvc("repro");
      repository.write("dvc.yaml", before);
      await dvc("repro");
    },
  },
});

layouts.run();
