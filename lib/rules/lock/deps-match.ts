// lock/deps-match: every dep that git tracks has, in the tagged tree, the content that the lock records.

import { effectiveHash } from "../../dvc/locate.ts";
import { brokenDepsOf, producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { type AnyRule, defineRule, finding, noted, notApplicable, type View } from "../../rule.ts";
import type { Content } from "../../evidence.ts";
import { matchesAny } from "../../globs.ts";
import { neverRunFor } from "../behind.ts";
import { lastStages } from "../downstream.ts";
import { contentCause, readCause, stageCause } from "../cause.ts";
import { datasetMessages, judgeDataset } from "./datasets.ts";
import { differs, frozen, leftOver, untracked } from "./deps-words.ts";
import { isLeftOver } from "./left-over.ts";
import { judgeContent, lineEndings, maybeUntracked, normalForm, SOFT_KEYS } from "./mismatch.ts";
import { at, counted, listed, place } from "../wording.ts";

export const lockDepsMatch: AnyRule = defineRule({
  id: "lock/deps-match",
  holds: "every dep that git tracks has the recorded hash in the tagged tree",
  why: "Code or data that changed after the run is not the code or data that made the released result.",
  repair:
    "Run the stage again with dvc repro and commit its dvc.lock, or return the file to the recorded state.",
  refusal: "an input changed after the run",
  example: {
    given: "the code was changed after the run",
    says: "a.py changed after stage a ran: it read b026324c (dvc.lock:6), the commit holds 26ab0db9.",
  },
  on: true,
  needs: ["pipelines", "contents", "filledDirectories"],
  messages: {
    differs,
    frozen,
    leftOver,
    maybeUntracked,
    lineEndings,
    normalForm,
    untracked,
    ...datasetMessages,
  },
  *check(view) {
    const external: string[] = [];
    const accepted = view.policy.pipeline.ignoreDeps;
    let deps = 0;
    for (const stage of view.pipelines.pipelines.flatMap((pipeline) => pipeline.stages)) {
      for (const dep of stage.locked === null ? [] : stage.deps) {
        deps += 1;
        if (dep.at.kind === "external") {
          external.push(dep.at.text);
          yield* judgeDataset(stage, dep, view.pipelines);
        } else if (!isOutOfGit(dep.at.path, view) && !matchesAny(dep.at.path, accepted)) {
          yield* judge(stage, dep, dep.at.path, view);
        }
      }
    }
    if (external.length > 0)
      yield noted(
        `${counted(external.length, "dep")} outside of the repository: ${listed(external)}`,
      );
    if (deps === 0) yield notApplicable("no dep is recorded");
  },
});

type Seen = View<"pipelines" | "contents" | "filledDirectories">;

function* judge(stage: Stage, dep: LocatedEntry, path: string, view: Seen) {
  const content = view.contents.get(path);
  if (content !== undefined) yield* judgeTracked({ stage, dep, path }, content, view);
  else {
    const data = { path, stage: stage.address, place: place(stage.lockPath, dep.line) };
    yield finding("untracked", data, {
      where: at(stage.lockPath, dep.line),
      causes: [contentCause(path)],
      follows: [...neverRunFor(path, view.pipelines), stageCause(stage.address)],
    });
  }
}

interface ReadDep {
  readonly stage: Stage;
  readonly dep: LocatedEntry;
  readonly path: string;
}

function* judgeTracked(read: ReadDep, content: Content, view: Seen) {
  const { stage, dep, path } = read;
  const judged = judgeContent(dep, path, content);
  if (judged === null) return;
  const where = place(stage.lockPath, dep.line);
  if (judged.kind === "not-verified") {
    yield judged;
  } else if (judged.kind !== "different") {
    yield finding(
      SOFT_KEYS[judged.kind],
      { path, place: where },
      { where: at(path), causes: [contentCause(path)] },
    );
  } else {
    const { recorded, found } = judged;
    const { address, lockPath } = stage;
    const isDeclared = isDeclaredBy(stage, dep);
    const last = lastStages([stage], view.pipelines);
    const data = {
      path,
      stage: address,
      last,
      lockPath,
      place: where,
      recorded,
      found,
      isDeclared,
    };
    const causes = [causeOf(stage, dep, path, view)];
    const follows = [
      ...(stage.declared === null ? [stageCause(address)] : outsAround(path, view)),
      ...behindCauses(stage, view),
    ];
    const more = { where: at(path), expected: recorded, found, causes, follows };
    yield finding(keyOf(stage, view), data, more);
  }
}

function keyOf(stage: Stage, view: Seen): "differs" | "frozen" | "leftOver" {
  if (stage.declared?.frozen === true) return "frozen";
  return isLeftOver(stage, view) ? "leftOver" : "differs";
}

function isDeclaredBy({ declared }: Stage, dep: LocatedEntry): boolean {
  return declared === null || declared.deps.some(({ path }) => path === dep.path);
}

/** A stage that was not run on the outs of others was not run on this either: one run mends both. */
function behindCauses(stage: Stage, { pipelines }: Seen): readonly string[] {
  return brokenDepsOf(stage, producersOf(pipelines)).flatMap(({ at: location }) =>
    location.kind === "inside" ? [readCause(stage.address, location.path)] : [],
  );
}

/** A file of an out that is a directory: where that differs, this is the same difference. */
function outsAround(path: string, { pipelines }: Seen): readonly string[] {
  return producersOf(pipelines)
    .above(path)
    .flatMap(({ entry }) => (entry.at.kind === "inside" ? [contentCause(entry.at.path)] : []));
}

/**
 * Not in git, or not all of it, and an out of a stage, of a pointer file, inside of one, or a directory
 * of some: lock/chain-holds judges it.
 */
function isOutOfGit(path: string, { contents, pipelines, filledDirectories }: Seen): boolean {
  if (filledDirectories.has(path)) return true;
  if (contents.has(path)) return false;
  const { at: there, above, below } = producersOf(pipelines);
  return there(path).length > 0 || above(path).length > 0 || below(path).length > 0;
}

/** When the chain holds, the file itself was changed; else this stage is behind the other. */
function causeOf(stage: Stage, dep: LocatedEntry, path: string, { pipelines }: Seen): string {
  const read = effectiveHash(dep, dep.insideProject)?.value;
  const writers = producersOf(pipelines).at(path);
  const isBehind = writers.some(
    ({ entry }) => effectiveHash(entry, entry.insideProject)?.value !== read,
  );
  return isBehind ? readCause(stage.address, path) : contentCause(path);
}
