import { suite } from "uvu";
import { addCases } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const params = suite("rules/lock/params-match");

function files(declared: string, recorded: string, more: Readonly<Record<string, string>>) {
  return {
    "dvc.yaml": `stages:\n  a:\n    cmd: ./a\n    params: ${declared}\n`,
    "dvc.lock": `schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n    params:\n${recorded}`,
    ...more,
  };
}

const LR = "      params.yaml:\n        lr: 0.1\n";

addCases(params, "lock/params-match", {
  "accepts the recorded value, spelled otherwise": {
    files: files("[lr]", LR, { "params.yaml": "lr: 1e-1\n" }),
  },
  "refuses another value, with both and their lines (case 28)": {
    files: files("[lr]", LR, { "params.yaml": "# first\nlr: 0.2\n" }),
    keys: ["error differs"],
    says: ["params.yaml says lr = 0.2, but stage a ran with lr = 0.1 (dvc.lock:7)"],
  },
  "shows where long values differ": {
    files: files(
      "[l]",
      `      params.yaml:\n        l: [${"abc, ".repeat(50)}old, ${"abc, ".repeat(50)}end]\n`,
      { "params.yaml": `l: [${"abc, ".repeat(50)}new, ${"abc, ".repeat(50)}end]\n` },
    ),
    keys: ["error differs"],
    says: [
      'says l = …bc", "abc", "abc", "new", "abc"',
      'with l = …bc", "abc", "abc", "old", "abc"',
    ],
  },
  "notes a type that changed (case 29)": {
    files: files("[n]", "      params.yaml:\n        n: 1\n", { "params.yaml": "n: 1.0\n" }),
    keys: ["note typeChanged"],
  },
  "looks keys up through dots, lists and numbers (case 30)": {
    files: files(
      "[a.b, l.1, m.2]",
      "      params.yaml:\n        a.b: x\n        l.1: 5\n        m.2: z\n",
      {
        "params.yaml": "a: {b: x}\nl: [4, 5]\nm: {2: z}\n",
      },
    ),
  },
  "does not reach a key that holds a dot, as DVC does not (case 30)": {
    files: files("[a.b]", "      params.yaml:\n        a.b: x\n", { "params.yaml": "a.b: x\n" }),
    keys: ["error missing"],
  },
  "takes the keys of a wholly tracked file literally (case 30)": {
    files: files("[{p.yaml: null}]", "      p.yaml:\n        a.b: x\n", { "p.yaml": "a.b: x\n" }),
  },
  "refuses a new key of a wholly tracked file": {
    files: files("[{p.yaml: null}]", "      p.yaml:\n        a: x\n", { "p.yaml": "a: x\nb: y\n" }),
    keys: ["error unrecorded"],
  },
  "refuses a broken params.yaml beside dvc.yaml, whatever reads it": {
    files: files("[{p.yaml: [lr]}]", "      p.yaml:\n        lr: 0.1\n", {
      "p.yaml": "lr: 0.1\n",
      "params.yaml": "<<<<<<< ours\nlr: 0.1\n",
    }),
    keys: ["error contextMalformed"],
    says: ["params.yaml, which DVC reads before any stage of dvc.yaml, cannot be read"],
  },
  "does not ask for a params.yaml that nothing reads": {
    files: files("[{p.yaml: [lr]}]", "      p.yaml:\n        lr: 0.1\n", { "p.yaml": "lr: 0.1\n" }),
  },
  "refuses a params file that is gone (case 31)": {
    files: files("[lr]", LR, {}),
    keys: ["error fileAbsent"],
    says: ["params.yaml is not in the commit, but stage a ran with values of it (dvc.lock:6)"],
  },
  "takes a params file that a stage writes for a gap (case 31)": {
    files: files("[lr]", LR, {
      "dvc.yaml":
        "stages:\n  a:\n    cmd: ./a\n    params: [lr]\n  w:\n    cmd: ./w\n    outs: [params.yaml]\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n    params:\n${LR}  w:\n    cmd: ./w\n    outs:\n    - path: params.yaml\n      hash: md5\n      md5: ${"1a".repeat(16)}\n`,
    }),
    gaps: [/params.yaml is written by a stage and not in git/],
  },
  "calls NaN the same as NaN (case 32)": {
    files: files("[x]", "      params.yaml:\n        x: .nan\n", { "params.yaml": "x: .NaN\n" }),
    keys: ["note neverEqual"],
  },
  "notes NaN inside of a JSON list, which DVC never calls equal, unlike one of YAML (case 32)": {
    files: files(
      "[x, {p.json: [x]}, {v2.p.json: [x]}]",
      ["params.yaml", "p.json", "v2.p.json"]
        .map((it) => `      ${it}:\n        x: [.nan]\n`)
        .join(""),
      { "params.yaml": "x: [.NaN]\n", "p.json": '{"x": [NaN]}', "v2.p.json": '{"x": [.nan]}' },
    ),
    keys: ["note neverEqual"],
    says: ["p.json"],
  },
  "warns of a long text of which DVC's writer lost spaces, and refuses another one": {
    files: files("[a, b]", `      params.yaml:\n        a: ${"x".repeat(40)} y\n        b: x y\n`, {
      "params.yaml": `a: ${"x".repeat(40)}  y\nb: x  y\n`,
    }),
    keys: ["warning folded", "error differs"],
    says: ["params.yaml says a with more spaces than stage a ran with (dvc.lock:7)"],
  },
  "reads literals of Python and nothing else (case 33)": {
    files: files("[{p.py: [LR, Train.n]}]", "      p.py:\n        LR: 0.1\n        Train.n: 3\n", {
      "p.py": "import os\nLR = 0.1\nclass Train:\n    n = 3\n    os.system('touch trapped')\n",
    }),
  },
  "refuses a params file that cannot be read (case 34)": {
    files: files("[lr]", LR, { "params.yaml": "lr: [0.1\n" }),
    keys: ["error fileMalformed"],
    says: ["params.yaml, the params of stage a, cannot be read"],
  },
  "tells a param of several stages once": {
    files: {
      "params.yaml": "lr: 0.2\n",
      "dvc.yaml":
        "stages:\n  a:\n    cmd: ./a\n    params: [lr]\n  b:\n    cmd: ./b\n    params: [lr]\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n    params:\n${LR}  b:\n    cmd: ./b\n    params:\n${LR}`,
    },
    keys: ["error differs"],
  },
  "compares no file that the stage no longer declares, as DVC does (case 22)": {
    files: files("[lr]", `${LR}      old.yaml:\n        a: 1\n`, {
      "params.yaml": "lr: 0.1\n",
      "old.yaml": "a: 2\n",
    }),
  },
  "ignores params of a stage that dvc.yaml does not declare": {
    files: files("[lr]", LR, {
      "params.yaml": "lr: 0.1\n",
      "dvc.lock": `schema: '2.0'\nstages:\n  old:\n    cmd: ./old\n    params:\n      params.yaml:\n        lr: 9\n`,
    }),
    notApplicable: /no stage records params/,
  },

  "refuses a declared key that the lock lacks (case 21)": {
    files: files("[lr, seed]", LR, { "params.yaml": "lr: 0.1\nseed: 1\n" }),
    keys: ["error unrecorded"],
    says: ["Stage a depends on seed of params.yaml"],
  },
  "refuses conflict markers in params (case 37)": {
    files: files("[lr]", LR, {
      "params.yaml": "<<<<<<< HEAD\nlr: 0.1\n=======\nlr: 0.2\n>>>>>>> x\n",
    }),
    keys: ["error fileMalformed"],
    says: ["merge conflict markers"],
  },
  "reads the params.yaml of the wdir, not the one beside dvc.yaml": {
    files: files("[lr]\n    wdir: sub", LR, {
      "params.yaml": "lr: 0.9\n",
      "sub/params.yaml": "lr: 0.1\n",
    }),
  },
});

addExample(params, "lock/params-match");
params.run();
