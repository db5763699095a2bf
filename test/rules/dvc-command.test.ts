// What a repair tells to type: it has to work in a project that begins below the root, too.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { dvcCommand } from "../../lib/rules/dvc-command.ts";

const commands = suite("rules/dvc-command");

const CASES: readonly (readonly [stages: readonly string[], says: string])[] = [
  [[], "dvc repro"],
  [["train"], "dvc repro train"],
  [["train", "evaluate"], "dvc repro train evaluate"],
  [["-x"], "dvc repro -- -x"],
  [["train@a/b"], "dvc repro train@a/b"],
  [["ranking/dvc.yaml:train"], "dvc --cd ranking repro train"],
  [["my models/dvc.yaml:train"], "dvc --cd 'my models' repro train"],
  [["-d/dvc.yaml:train"], "dvc --cd ./-d repro train"],
  [["data/raw.csv.dvc"], "dvc --cd data repro raw.csv.dvc"],
  [["raw.csv.dvc"], "dvc repro raw.csv.dvc"],
  [["a/dvc.yaml:x", "y", "a/dvc.yaml:z"], "dvc --cd a repro x z && dvc repro y"],
];

for (const [stages, says] of CASES)
  commands(`writes ${says}`, () => {
    assert.equal(dvcCommand("repro", stages), says);
  });

commands.run();
