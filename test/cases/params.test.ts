// Cases 28 to 35 of the reference: whether the params files hold what the stages ran with.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { addNumberedCases, edit, made, STAGE } from "../helpers/numbered-case.ts";
import { md5 } from "../helpers/pipeline.ts";

const cases = suite("cases/params");

/** A stage that ran with these values of a file that now says something. */
function ran(file: string, values: Record<string, unknown>, text: string, whole = false) {
  return made([{ ...STAGE, params: { [file]: values }, whole }], { [file]: text });
}

addNumberedCases(cases, {
  "case 28: another value": {
    make: ran("params.yaml", { k: 1 }, "k: 2\n"),
    says: ["error lock/params-match differs"],
  },
  "case 28: strings, null, zero and text of another normal form are not equal": {
    make: ran(
      "p.json",
      { a: 1, b: null, c: "", d: "\u00e9" },
      '{"a": "1", "b": 0, "c": null, "d": "e\u0301"}',
    ),
    says: Array.from({ length: 4 }, () => "error lock/params-match differs"),
  },
  "case 29: only the type differs": {
    make: ran("params.yaml", { a: 1, b: 1, c: [1] }, "a: 1.0\nb: true\nc: [1.0]\n"),
    says: Array.from({ length: 3 }, () => "note lock/params-match typeChanged"),
  },
  "case 30: dots, list indexes, numbers as keys, patterns": {
    make: ran(
      "params.yaml",
      { "a.b": 1, "l.1": 2, "l.-1": 2, "m.1": 3, "x*.y": 4 },
      "a: {b: 1}\nl: [1, 2]\nm: {1: 3}\nxx: {y: 4}\n",
    ),
  },
  "case 30: a key that holds a dot is not reached, a pattern that matches twice is refused": {
    make: ran("params.yaml", { "a.b": 1, "x*": 2 }, "a.b: 1\nx1: 2\nx2: 2\n"),
    says: ["error lock/params-match missing", "error lock/params-match ambiguous"],
  },
  "case 30: the keys of a wholly tracked file are literal, and all of them count": {
    make: ran("p.yaml", { "a.b": 1, gone: 2 }, "a.b: 1\nmore: 3\n", true),
    says: ["error lock/params-match unrecorded", "error lock/params-match missing"],
  },
  "case 31: a params file that is gone": {
    make: made([STAGE], {}, (it) => rmSync(join(it.directory, "params.yaml"))),
    says: ["error lock/params-match fileAbsent"],
  },
  "case 31: a params file that another stage writes": {
    make: made(
      [
        {
          name: "tune",
          deps: ["in.txt"],
          outs: ["best.yaml"],
          recorded: { "best.yaml": md5("x") },
        },
        { ...STAGE, params: { "best.yaml": { k: 1 } } },
      ],
      {},
      (it) => edit(it, "dvc.yaml", "best.yaml:\n          cache: false", "best.yaml: {}"),
    ),
    noted: [/params-match: best.yaml is written by a stage/, /outs-match: 1 out is outside of git/],
  },
  "case 32: NaN is NaN": {
    make: made([STAGE], { "params.yaml": "k: .nan\n" }, (it) =>
      edit(it, "dvc.lock", "k: 1", "k: .nan"),
    ),
    says: ["note lock/params-match neverEqual"],
  },
  "case 33: literals of Python, and a tuple inside of a value": {
    make: ran(
      "p.py",
      { LR: -0.5, "Train.n": 3, SHAPE: [1, 2], DEEP: { a: [1, 2] } },
      "import os\nLR = -0.5\nSHAPE = (1, 2)\nDEEP = {'a': (1, 2)}\nclass Train:\n    n = 3\n",
    ),
    says: ["note lock/params-match neverEqual"],
  },
  "case 34: a params file that cannot be read": {
    make: ran("p.yaml", { k: 1 }, "k: [\n"),
    says: ["error lock/params-match fileMalformed"],
  },
  "case 34: a date in the params.yaml beside dvc.yaml": {
    make: ran("params.yaml", { k: 1 }, "k: 1\nday: 2020-01-01\n"),
    says: ["warning lock/params-match holdsDate"],
  },
  "case 34: a date in another params file": {
    make: ran("p.yaml", { k: 1 }, "k: 1\nday: 2020-01-01\n"),
  },
  "case 35: a params file that is a dep too: its values hold, its bytes do not": {
    make: made([{ ...STAGE, deps: ["params.yaml"] }], {}, (it) =>
      it.write("params.yaml", "k: 1 # the same\n"),
    ),
    says: ["error lock/deps-match differs"],
  },
  "case 35: a params file that is a dep too: a value explains the bytes": {
    make: made([{ ...STAGE, deps: ["params.yaml"] }], {}, (it) =>
      it.write("params.yaml", "k: 2\n"),
    ),
    says: ["error lock/params-match differs"],
  },
});

cases.run();
