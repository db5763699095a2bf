// `dvc status` of a checked-out commit against the lock rules: the table of what must, and must not, be found.

import type { Stage } from "../../lib/dvc/project.ts";
import { compareParams } from "./compare-param-status.ts";
import { accepted, type Subject } from "./decisions.ts";
import type { OurFinding } from "./our-findings.ts";
import { fromRoot, isFrozen, type Compared } from "./compared.ts";
import { isSilent, readStage, type TheirStage } from "./their-status.ts";

/** What we may find where DVC says the word of the left, for a dep and for an out that git tracks. */
const MUST: Readonly<Record<"dep" | "out", readonly string[]>> = {
  dep: [
    "lock/deps-match differs",
    "lock/deps-match frozen",
    "lock/deps-match lineEndings",
    "lock/deps-match maybeUntracked",
    "lock/deps-match untracked",
    "lock/chain-holds broken",
    "lock/covers-pipeline unrecorded",
  ],
  out: [
    "lock/outs-match differs",
    "lock/outs-match lineEndings",
    "lock/outs-match maybeUntracked",
    "lock/outs-match notKept",
    "lock/covers-pipeline unrecorded",
  ],
};

/** What the two do not agree on. */
export function compareStatus(compared: Compared): readonly string[] {
  const stages = compared.stages.filter(({ declared }) => declared !== null);
  return [...stages.flatMap((stage) => compareStage(stage, compared)), ...compareParams(compared)];
}

function compareStage(stage: Stage, compared: Compared): readonly string[] {
  const items = compared.status[stage.address];
  const own = compared.findings.filter((found) => found.stage === stage.address);
  if (stage.locked === null) return compareUnlocked(stage, items, compared);
  const theirs = readStage(items ?? [], () => false);
  const differs = own.some(({ what }) => what === "lock/commands-match differs");
  const command = `${stage.address}: DVC ${theirs.command ? "" : "does not say"} changed command`;
  return [
    ...(differs === theirs.command ? [] : [command]),
    ...compareDeps(stage, theirs, compared),
    ...compareOuts(stage, theirs, compared),
  ];
}

/** DVC has no word for it: it calls whatever the stage has modified, new or deleted. */
function compareUnlocked(
  { address, lockPath, declared }: Stage,
  items: readonly unknown[] | undefined,
  { findings }: Compared,
): readonly string[] {
  // A lock that is not there is told once for all stages, also for those of which DVC is silent.
  const isAbsent = findings.some(
    ({ what, text }) => what === "lock/present absent" && text.includes(`"lockPath":"${lockPath}"`),
  );
  if (isAbsent) return [];
  const isFound = findings.some(
    ({ what, stages }) => what === "lock/covers-pipeline neverRun" && stages.includes(address),
  );
  if (isFound !== isSilent(items) || declared?.unresolved != null) return [];
  return [
    `${address} is not locked: DVC ${JSON.stringify(items)}, we ${isFound ? "refuse" : "pass"}`,
  ];
}

function compareDeps(stage: Stage, theirs: TheirStage, compared: Compared): readonly string[] {
  const deps = new Set(stage.declared?.deps.map(({ path }) => fromRoot(stage, path)));
  return [...deps].flatMap((path) => compareEntry({ side: "dep", stage, path, theirs, compared }));
}

function compareOuts(stage: Stage, theirs: TheirStage, compared: Compared): readonly string[] {
  const outs = new Set(stage.declared?.outs.map(({ path }) => fromRoot(stage, path)));
  return [...outs].flatMap((path) => compareEntry({ side: "out", stage, path, theirs, compared }));
}

interface Entry {
  readonly side: "dep" | "out";
  readonly stage: Stage;
  readonly path: string;
  readonly theirs: TheirStage;
  readonly compared: Compared;
}

function compareEntry({ side, stage, path, theirs, compared }: Entry): readonly string[] {
  const said = (side === "dep" ? theirs.deps : theirs.outs).get(path) ?? "unchanged";
  const found = compared.findings.filter((one) => isAbout(one, side, stage, path));
  const isAgreed = said === "unchanged" ? found.length === 0 : found.length > 0;
  if (isAgreed) return [];
  const subject: Subject = {
    side,
    said,
    found: found.map(({ what }) => what),
    isTracked: compared.isTracked(path),
    isFrozen: isFrozen(stage),
  };
  if (accepted(subject)) return [];
  const ours = found.map(({ text }) => text).join("\n     ");
  return [
    `${stage.address}, ${side} ${path}: DVC ${said}\n  we ${ours === "" ? "find nothing" : ours}`,
  ];
}

function isAbout(found: OurFinding, side: "dep" | "out", stage: Stage, path: string): boolean {
  if (!MUST[side].includes(found.what)) return false;
  if (found.what === "lock/covers-pipeline unrecorded") {
    const isListed = found.items.some((item) => fromRoot(stage, item) === path);
    return found.stage === stage.address && found.list === side && isListed;
  }
  // What is told of the path alone is told of every stage that has it.
  return found.path === path && (found.stage === null || found.stage === stage.address);
}
