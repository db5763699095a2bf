// `npm run differential -- --cases N --seed S`: random repositories and parts of them, judged by us and by DVC.

import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { listDecisions } from "./differential/decisions.ts";
import { kindAt, kinds } from "./differential/kinds.ts";
import { openLane, type Lane } from "./differential/lane.ts";
import { makeChance } from "./differential/random.ts";
import { findTestDvc } from "./dvc/find.ts";
import { openRunDirectory } from "./run-directory.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    /** Only these kinds, with commas between. */
    kinds: { type: "string", default: Object.keys(kinds).join(",") },
    /** Only this case of the seed. */
    case: { type: "string" },
    /** DVCs at a time. */
    lanes: { type: "string", default: "2" },
    /** Lists what we decide otherwise than DVC, and why. */
    decisions: { type: "boolean", default: false },
    /** The interpreter that has DVC; by default the one beside the tests' `dvc`. */
    python: { type: "string" },
  },
});

if (values.decisions) {
  for (const { name, reason } of listDecisions()) console.log(`${name}: ${reason}`);
  process.exit();
}

const dvc = findTestDvc(process.cwd());
const python = values.python ?? (dvc === null ? null : join(dirname(dvc.dvc), "python"));
if (python === null) throw new Error("there is no DVC to compare with: npm run dvc:setup");

interface Tally {
  cases: number;
  compared: number;
  declined: number;
  disagreements: number;
}

const tallies = new Map<string, Tally>();
const seed = Number(values.seed);
const end = values.case === undefined ? Number(values.cases) : Number(values.case) + 1;
const turns = values.kinds.split(",");
let next = values.case === undefined ? 0 : Number(values.case);

console.log(`seed ${seed}`);
const lanes: Lane[] = [];
const directory = openRunDirectory("differential", () => {
  for (const lane of lanes) lane.kill();
});
// The lanes, the interpreters in them, and the gits that those start.
process.env["TMPDIR"] = directory.path;
const count = Math.min(Number(values.lanes), end - next);
while (lanes.length < count) lanes.push(await openLane(python));
try {
  await Promise.all(lanes.map(runLane));
} finally {
  await Promise.all(lanes.map((lane) => lane.close()));
  directory.remove();
}
report();

async function runLane(lane: Lane): Promise<void> {
  while (next < end) {
    const index = next;
    next += 1;
    await runCase(lane, index);
  }
}

/** Case `n` of a seed depends on both alone, so that one can be looked at by itself. */
async function runCase(lane: Lane, index: number): Promise<void> {
  const name = kindAt(index, turns);
  const judged = await kinds[name]?.(lane, makeChance(seed * 1_000_003 + index));
  lane.store.clear();
  if (judged === undefined) throw new Error(`there is no kind ${name}`);
  const tally = tallies.get(name) ?? { cases: 0, compared: 0, declined: 0, disagreements: 0 };
  tallies.set(name, tally);
  tally.cases += 1;
  tally.compared += judged.compared;
  tally.declined += judged.declined;
  if (judged.disagreements.length === 0) return;
  tally.disagreements += 1;
  console.log(`case ${index} of seed ${seed} (${name})\n${JSON.stringify(judged.files, null, 1)}`);
  for (const text of judged.disagreements) console.log(text);
}

function report(): void {
  let [cases, disagreements] = [0, 0];
  for (const [name, tally] of tallies) {
    cases += tally.cases;
    disagreements += tally.disagreements;
    console.log(
      `${name}: ${tally.cases} cases, ${tally.compared} compared, ${tally.declined} left to DVC`,
    );
  }
  console.log(`${cases} cases, ${disagreements} disagreements`);
  if (disagreements > 0) process.exitCode = 1;
}
