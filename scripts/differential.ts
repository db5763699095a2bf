// `npm run differential -- --cases N --seed S`: random pipelines and params, judged by us and by DVC.

import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { compareParamsCase, type TheirParams } from "./differential/compare-params.ts";
import {
  comparePipeline,
  type Outcome,
  type TheirPipeline,
} from "./differential/compare-pipeline.ts";
import { makeParamsCase } from "./differential/generate-params.ts";
import { makePipelineCase } from "./differential/generate-pipeline.ts";
import { startOracle, type Oracle } from "./differential/oracle.ts";
import { makeChance, type Chance } from "./differential/random.ts";
import { findTestDvc } from "./dvc/find.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    /** The interpreter that has DVC; by default the one beside the tests' `dvc`. */
    python: { type: "string" },
  },
});

const dvc = findTestDvc(process.cwd());
const python = values.python ?? (dvc === null ? null : join(dirname(dvc.dvc), "python"));
if (python === null) throw new Error("there is no DVC to compare with: npm run dvc:setup");

const oracle = startOracle(python, join("scripts", "differential", "oracle.py"));
try {
  const disagreements = await compareAll(oracle, Number(values.cases), Number(values.seed));
  if (disagreements > 0) process.exitCode = 1;
} finally {
  await oracle.close();
}

interface Judged extends Outcome {
  readonly files: Readonly<Record<string, string>>;
}

async function comparePipelines(asked: Oracle, chance: Chance): Promise<Judged> {
  const given = makePipelineCase(chance);
  const theirs: TheirPipeline = JSON.parse(await asked.ask({ kind: "resolve", ...given }));
  return { ...comparePipeline(given, theirs), files: given.files };
}

async function compareParams(asked: Oracle, chance: Chance): Promise<Judged> {
  const given = makeParamsCase(chance);
  const theirs: TheirParams = JSON.parse(await asked.ask({ kind: "params", ...given }));
  return { ...compareParamsCase(given, theirs), files: given.files };
}

/** Case `n` of a seed depends on both alone, so that one can be looked at by itself. */
async function compareAll(asked: Oracle, cases: number, seed: number): Promise<number> {
  let [disagreements, compared, declined] = [0, 0, 0];
  for (let index = 0; index < cases; index += 1) {
    const chance = makeChance(seed * 1_000_003 + index);
    const found = await (index % 2 === 0 ? comparePipelines : compareParams)(asked, chance);
    compared += found.compared;
    declined += found.declined;
    if (found.disagreements.length === 0) continue;
    disagreements += 1;
    console.log(`case ${index} of seed ${seed}\n${JSON.stringify(found.files, null, 1)}`);
    for (const text of found.disagreements) console.log(text);
  }
  console.log(`${compared} stages and params files compared, ${declined} left to DVC`);
  console.log(`${cases} cases, ${disagreements} disagreements`);
  return disagreements;
}
