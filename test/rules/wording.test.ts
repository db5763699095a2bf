// Words that rules share.

import { deepEqual } from "node:assert/strict";
import { suite } from "uvu";
import { reproduce } from "../../lib/rules/wording.ts";

const wording = suite("rules/wording");

wording("a stage of the audited commit is one word of the command, whatever it is called", () => {
  deepEqual(reproduce(["a;touch x", "b"], ["dvc.lock"]), [
    "run: dvc repro 'a;touch x' b",
    "commit dvc.lock, and tag that commit",
  ]);
});

wording("many stages are all of them", () => {
  deepEqual(reproduce(["a", "b", "c", "d"], ["dvc.lock"])[0], "run: dvc repro");
});

wording.run();
