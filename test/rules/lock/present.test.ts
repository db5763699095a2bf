import { suite } from "uvu";
import { addCases } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const present = suite("rules/lock/present");
const PIPELINE = "stages:\n  a:\n    cmd: ./a\n";
const LOCK = "schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n";

addCases(present, "lock/present", {
  "accepts a lock beside its dvc.yaml": { files: { "dvc.yaml": PIPELINE, "dvc.lock": LOCK } },
  "does not apply without stages": {
    files: { "dvc.yaml": "metrics: [m.json]\n", "x.dvc": "outs: []\n" },
    notApplicable: /no dvc.yaml in scope has stages/,
  },
  "refuses one that is missing, with its place and the number of stages": {
    files: { "ml/dvc.yaml": PIPELINE, "dvc.yaml": PIPELINE, "dvc.lock": LOCK },
    keys: ["error absent"],
    says: ["ml/dvc.yaml declares 1 stage, but ml/dvc.lock is not in the commit"],
  },
  "leaves fixtures out": {
    files: { "tests/x/dvc.yaml": PIPELINE, "dvc.yaml": PIPELINE, "dvc.lock": LOCK },
  },
});

addExample(present, "lock/present");
present.run();
