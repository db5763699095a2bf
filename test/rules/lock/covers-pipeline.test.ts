import { suite } from "uvu";
import { addCases, entryOf } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const covers = suite("rules/lock/covers-pipeline");
const A = "stages:\n  a:\n    cmd: ./a\n";
const LOCKED = "schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n";
const FILES = { "in.txt": "in\n", "out.txt": "out\n" };

addCases(covers, "lock/covers-pipeline", {
  "accepts equal sets, in any order": {
    files: {
      ...FILES,
      "dvc.yaml": `${A}    deps: [in.txt]\n    outs: [out.txt]\n    params: [lr, {p.json: null}]\n`,
      "dvc.lock": `${LOCKED}    outs:\n${entryOf("out.txt", "out\n")}    params:\n      p.json:\n        a: 1\n      params.yaml:\n        lr: 1\n    deps:\n${entryOf("in.txt", "in\n")}`,
    },
  },
  "warns of a stage that only the lock has (case 19)": {
    files: { "dvc.yaml": A, "dvc.lock": `${LOCKED}  old:\n    cmd: ./old\n` },
    keys: ["warning orphan", "note alwaysChanged"],
    says: ["dvc.lock records stage old, which dvc.yaml no longer declares"],
  },
  "warns once of a lock whose dvc.yaml is gone": {
    files: { "ml/dvc.lock": `${LOCKED}  b:\n    cmd: ./b\n` },
    keys: ["warning lockAlone"],
    says: ["ml/dvc.lock records 2 stages, but ml/dvc.yaml is not in the commit"],
  },
  "says nothing of a lock without stages and without a dvc.yaml": {
    files: { "dvc.lock": "schema: '2.0'\n" },
    notApplicable: /both stages and a lock/,
  },
  "refuses a stage that was never run (case 20)": {
    files: {
      "dvc.yaml": `${A}    outs: [o]\n  b:\n    cmd: ./b\n    deps: [in.txt]\n`,
      "dvc.lock": `${LOCKED}    outs:\n${entryOf("o", "o")}`,
    },
    keys: ["error neverRun"],
    says: ["dvc.yaml declares stage b, but dvc.lock does not know it"],
  },
  "tells once of all the stages that were never run": {
    files: {
      "dvc.yaml": `${A}    outs: [o]\n  b:\n    cmd: ./b\n    outs: [p]\n`,
      "dvc.lock": "schema: '2.0'\nstages: {}\n",
    },
    keys: ["error neverRun"],
    says: [
      "dvc.yaml declares the stages a and b, but dvc.lock does not know them: they were never",
    ],
  },
  "takes a callback stage that is not locked for a gap (case 20)": {
    files: {
      "dvc.yaml": `${A}    outs: [o]\n  c:\n    cmd: ./c\n`,
      "dvc.lock": `${LOCKED}    outs:\n${entryOf("o", "o")}`,
    },
    gaps: [/stage c has no deps and no outs/],
  },
  "refuses a dep, an out and a params file that the lock lacks (case 21)": {
    files: {
      "dvc.yaml": `${A}    deps: [in.txt]\n    outs: [out.txt]\n    params: [lr]\n`,
      "dvc.lock": LOCKED,
    },
    keys: ["error unrecorded", "error unrecorded", "error unrecorded"],
    says: [
      "1 dep that stage a declares: in.txt",
      "1 out that stage a declares: out.txt",
      "1 params file that stage a declares: params.yaml",
    ],
  },
  "warns of a dep and a params file that a frozen stage got later, as DVC hides them (cases 21, 24)":
    {
      files: {
        "dvc.yaml": `${A}    frozen: true\n    deps: [in.txt]\n    outs: [out.txt]\n    params: [lr]\n`,
        "dvc.lock": LOCKED,
      },
      keys: ["warning frozen", "error unrecorded", "warning frozen"],
      says: [
        "does not record 1 dep that stage a declares: in.txt. The stage is frozen",
        "dvc.lock does not record 1 out that stage a declares: out.txt.",
        "does not record 1 params file that stage a declares: params.yaml. The stage is frozen",
      ],
    },
  "warns of what was removed from dvc.yaml (case 22)": {
    files: {
      ...FILES,
      "dvc.yaml": A,
      "dvc.lock": `${LOCKED}    deps:\n${entryOf("in.txt", "in\n")}`,
    },
    keys: ["warning undeclared", "note alwaysChanged"],
    says: ["Stage a ran with 1 dep that dvc.yaml no longer declares: in.txt"],
  },
  "resolves foreach before it compares (case 46)": {
    files: {
      "dvc.yaml": "stages:\n  g:\n    foreach: [x, y]\n    do:\n      cmd: ./g ${item}\n",
      "dvc.lock": "schema: '2.0'\nstages:\n  g@x:\n    cmd: ./g x\n  g@z:\n    cmd: ./g z\n",
    },
    keys: ["warning orphan", "note alwaysChanged"],
    gaps: [/stage g@y has no deps and no outs/],
  },
  "takes a template that cannot be resolved for a gap": {
    files: {
      "dvc.yaml": "stages:\n  g:\n    cmd: ./g ${nope}\n",
      "dvc.lock": LOCKED.replaceAll("a", "a"),
    },
    keys: ["warning orphan"],
    gaps: [/stage g could not be resolved/],
  },
  "does not judge the items of a group that cannot be resolved, but those of any other": {
    files: {
      "dvc.yaml": "stages:\n  g:\n    foreach: ${nope}\n    do:\n      cmd: ./g ${item}\n",
      "dvc.lock": "schema: '2.0'\nstages:\n  g@x:\n    cmd: ./g x\n  h@x:\n    cmd: ./h x\n",
    },
    keys: ["warning orphan"],
    says: ["dvc.lock records stage h@x"],
    gaps: [/stage g could not be resolved/],
  },
  "does not apply without a lock": {
    files: { "dvc.yaml": A },
    notApplicable: /both stages and a lock/,
  },
});

addExample(covers, "lock/covers-pipeline");
covers.run();
