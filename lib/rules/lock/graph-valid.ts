// lock/graph-valid: no out is written twice, none lies in another, and no stage waits for itself.

import { producersFor, producersOf, type Producer, type Producers } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import {
  type AnyRule,
  defineRule,
  finding,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { pathWord } from "../../shell-word.ts";
import { at, listed } from "../wording.ts";

interface Clash {
  readonly path: string;
  readonly writers: readonly string[];
}

const duplicate: Message<Clash> = {
  level: "error",
  text: ({ path, writers }) =>
    `${path} is written by ${listed(writers)}: nobody can say which of them made it.`,
  repair: ({ path }) => [
    `let one stage alone write ${path}, run dvc repro, and commit dvc.yaml and dvc.lock`,
  ],
};

const overlap: Message<Clash & { readonly inside: string }> = {
  level: "error",
  text: ({ path, inside, writers }) =>
    `${path} lies inside of the out ${inside} (${listed(writers)}): DVC refuses to run such a pipeline.`,
  repair: ({ path, inside }) => [
    `write ${path} outside of ${inside}, run dvc repro, and commit dvc.yaml and dvc.lock`,
  ],
};

const cycle: Message<{ readonly stages: readonly string[] }> = {
  level: "error",
  text: ({ stages }) => `The stages ${listed(stages, 5)} read each other's outputs in a circle.`,
  repair: () => ["break the circle in dvc.yaml, run dvc repro, and commit dvc.yaml and dvc.lock"],
};

const alsoInGit: Message<{ readonly path: string; readonly owner: string }> = {
  level: "warning",
  text: ({ path, owner }) =>
    `${path} is an out that DVC caches (${owner}), and git tracks it too: DVC refuses to run the stage again.`,
  repair: ({ path }) => [
    `stop tracking it in git: git rm --cached ${pathWord(path)}; or declare it with cache: false`,
  ],
};

export const lockGraphValid: AnyRule = defineRule({
  id: "lock/graph-valid",
  holds:
    "no outs are the same or overlap, no stages read each other in a circle, and git tracks no out that DVC caches",
  why: "dvc status says nothing of such a graph, and dvc repro refuses it: the release cannot be reproduced.",
  repair: "Untangle dvc.yaml, run dvc repro, and commit.",
  refusal: "its pipeline is no valid graph",
  example: {
    given: "two stages write one file",
    says: "x is written by stage a and stage b: nobody can say which of them made it.",
  },
  on: true,
  needs: ["pipelines", "contents"],
  messages: { duplicate, overlap, cycle, alsoInGit },
  *check(view) {
    const all = producersOf(view.pipelines).all.filter(isInGraph);
    if (all.length === 0) yield notApplicable("no out is recorded");
    yield* clashes(all, view);
    yield* cycles(view);
    for (const producer of all) if (isInGit(producer, view)) yield* trackedTwice(producer, view);
  },
});

type Seen = View<"pipelines" | "contents">;

/** A stage that only the lock knows is in no graph of DVC's. */
function isInGraph({ stage }: Producer): boolean {
  return stage === null || stage.declared !== null;
}

function* clashes(all: readonly Producer[], { pipelines }: Seen) {
  const producers = producersOf(pipelines);
  const told = new Set<string>();
  for (const { entry, label, recordedIn } of all) {
    if (entry.at.kind !== "inside") continue;
    const { path } = entry.at;
    const there = producers.at(path);
    const around = producers.above(path);
    if ((there.length === 1 && around.length === 0) || told.has(path)) continue;
    told.add(path);
    const same = there.filter(isInGraph);
    const where = at(recordedIn, entry.line);
    if (same.length > 1)
      yield finding("duplicate", { path, writers: same.map((one) => one.label) }, { where });
    for (const outer of around.filter(isInGraph)) {
      if (outer.entry.at.kind !== "inside") continue;
      const data = { path, inside: outer.entry.at.path, writers: [label, outer.label] };
      yield finding("overlap", data, { where });
    }
  }
}

/** The first circle that there is: each of its stages reads, through others, from itself. */
function* cycles({ pipelines }: Seen) {
  const producers = producersOf(pipelines);
  const stages = pipelines.pipelines
    .flatMap((pipeline) => pipeline.stages)
    .filter(({ declared }) => declared !== null);
  const upstream = (stage: Stage): readonly Stage[] => writersOf(stage, producers);
  if (isInOrder(stages, upstream)) return;
  const cyclic = stagesInCycles(stages, upstream);
  const [first] = cyclic;
  if (first === undefined) return;
  const data = { stages: cyclic.map(({ address }) => address) };
  yield finding("cycle", data, { where: at(first.pipelinePath, first.declared?.line ?? null) });
}

function writersOf(stage: Stage, producers: Producers): readonly Stage[] {
  const writers: Stage[] = [];
  for (const dep of stage.deps) {
    for (const { stage: from } of producersFor(dep, producers)) {
      if (from !== null && from.declared !== null) writers.push(from);
    }
  }
  return writers;
}

/** Whether each stage only reads from stages before it, as most people write them: then there is no circle. */
function isInOrder(
  stages: readonly Stage[],
  upstream: (stage: Stage) => readonly Stage[],
): boolean {
  const before = new Set<Stage>();
  for (const stage of stages) {
    if (!upstream(stage).every((from) => before.has(from))) return false;
    before.add(stage);
  }
  return true;
}

/** Kahn's algorithm from both ends: what is left when neither end has a free stage lies in a circle. */
function stagesInCycles(
  stages: readonly Stage[],
  upstream: (stage: Stage) => readonly Stage[],
): readonly Stage[] {
  const reads = new Map(stages.map((stage) => [stage, new Set(upstream(stage))]));
  const readers = new Map<Stage, Set<Stage>>(stages.map((stage) => [stage, new Set()]));
  for (const [stage, from] of reads) for (const other of from) readers.get(other)?.add(stage);
  peelAway(reads, readers);
  peelAway(readers, reads);
  return [...reads.keys()];
}

/** Removes, again and again, what has no edge left in the first direction. */
function peelAway(edges: Map<Stage, Set<Stage>>, back: Map<Stage, Set<Stage>>): void {
  const free = [...edges].filter(([, others]) => others.size === 0).map(([stage]) => stage);
  for (let stage = free.pop(); stage !== undefined; stage = free.pop()) {
    for (const other of back.get(stage) ?? []) {
      const left = edges.get(other);
      left?.delete(stage);
      if (left?.size === 0) free.push(other);
    }
    for (const other of edges.get(stage) ?? []) back.get(other)?.delete(stage);
    edges.delete(stage);
    back.delete(stage);
  }
}

function isInGit({ entry }: Producer, { contents }: Seen): boolean {
  return entry.at.kind === "inside" && contents.has(entry.at.path);
}

function* trackedTwice(producer: Producer, { pipelines }: Seen) {
  const { entry, label, recordedIn } = producer;
  if (entry.at.kind !== "inside") return;
  const { path } = entry.at;
  if (isCached(producer, pipelines))
    yield finding("alsoInGit", { path, owner: label }, { where: at(recordedIn, entry.line) });
}

function isCached(
  { entry, stage, recordedIn }: Producer,
  { pointers }: Seen["pipelines"],
): boolean {
  const pointer = pointers.find(({ path }) => path === recordedIn)?.pointer;
  const tracked = pointer?.state === "present" ? pointer.value.outs : [];
  const outs = stage === null ? tracked : (stage.declared?.outs ?? []);
  return outs.some((out) => out.path === entry.path && out.cache);
}
