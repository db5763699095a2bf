// lock/outs-match: every out that git tracks has, in the tagged tree, the content that the lock records.

import type { KeptState } from "../../dvc/kept-outs.ts";
import { isLeftToGit, producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import { type AnyRule, defineRule, finding, noted, notApplicable, type View } from "../../rule.ts";
import type { Content } from "../../evidence.ts";
import { inputCauses } from "../behind.ts";
import { lastStages } from "../downstream.ts";
import { contentCause } from "../cause.ts";
import { judgeContent, lineEndings, maybeUntracked, normalForm, SOFT_KEYS } from "./mismatch.ts";
import { at, counted, listed, place } from "../wording.ts";
import { differs, notKept, orphaned, persists } from "./outs-words.ts";

export const lockOutsMatch: AnyRule = defineRule({
  id: "lock/outs-match",
  holds: "every out that git tracks has the recorded hash in the tagged tree",
  why: "A metric or model that was edited, or copied from elsewhere, after the run looks like a result and is none.",
  repair: "Run the stage again and commit what it writes. Never edit the number.",
  refusal: "a result in it is not what its stage wrote",
  example: {
    given: "a metric was edited after the run",
    says: "o.json is not what stage a wrote: the commit holds 4b323cd4, dvc.lock:6 records a0163786. Where it came from is not known: no lock in the history recorded it.",
  },
  on: true,
  needs: ["pipelines", "contents", "keptOuts"],
  messages: { differs, orphaned, maybeUntracked, lineEndings, normalForm, notKept, persists },
  *check(view) {
    const outs = recordedOuts(view);
    if (outs.length === 0) yield notApplicable("no out is recorded");
    for (const out of outs) if (!isLeftToDvc(out, view)) yield* judgeOut(out, view);
    yield* tellOutside(outs, view);
    yield* tellPersistent(outs);
  },
});

type Seen = View<"pipelines" | "contents" | "keptOuts">;

/** Not in git, and not meant to be: as most outs are. */
function isLeftToDvc(out: RecordedOut, { contents }: Seen): boolean {
  const { at: location } = out.entry;
  return location.kind === "inside" && !contents.has(location.path) && !isLeftToGit(out);
}

function* judgeOut(out: RecordedOut, view: Seen) {
  const { entry, recordedIn } = out;
  if (entry.at.kind !== "inside") return;
  const { path } = entry.at;
  const content = view.contents.get(path);
  if (content !== undefined) yield* judge(out, path, content, view);
  else {
    const data = { path, place: place(recordedIn, entry.line) };
    const causes = [contentCause(path)];
    yield finding("notKept", data, { where: at(recordedIn, entry.line), causes });
  }
}

/** Bytes outside of git: DVC's cache and remotes have them, git only their recorded hash. */
function* tellOutside(outs: readonly RecordedOut[], { contents, keptOuts }: Seen) {
  const outside = new Map<Exclude<KeptState, "verified">, string[]>();
  for (const { entry } of outs) {
    const { at: location } = entry;
    const path = location.kind === "external" ? location.text : location.path;
    if (location.kind === "inside" && contents.has(path)) continue;
    const state = location.kind === "inside" ? keptOuts.stateOf(entry) : "absent";
    if (state === "verified") continue;
    const paths = outside.get(state);
    if (paths === undefined) outside.set(state, [path]);
    else paths.push(path);
  }
  for (const [state, paths] of outside) {
    const are = `${counted(paths.length, "out")} ${paths.length === 1 ? "is" : "are"}`;
    yield noted(`${are} outside of git, ${WHY_UNKNOWN[state]}: ${listed(paths)}`);
  }
}

const WHY_UNKNOWN = {
  absent: "known by the recorded hash alone",
  corrupt: "and what is at hand has another hash than the recorded one",
  "too-much": "and more than is looked at of one release",
} as const satisfies Record<Exclude<KeptState, "verified">, string>;

/** Case 62 of DVC's own: such a stage finds what it wrote before. */
function* tellPersistent(outs: readonly RecordedOut[]) {
  const persistent = outs.filter(({ stage, entry }) =>
    stage?.declared?.outs.some((out) => out.persist && out.path === entry.path),
  );
  const paths = persistent.flatMap(({ entry }) =>
    entry.at.kind === "inside" ? [entry.at.path] : [],
  );
  if (paths.length > 0) yield finding("persists", { paths });
}

interface RecordedOut {
  readonly stage: Stage | null;
  readonly entry: LocatedEntry;
  readonly recordedIn: string;
}

function recordedOuts({ pipelines }: Seen): RecordedOut[] {
  const stages = pipelines.pipelines.flatMap((pipeline) => pipeline.stages);
  return [
    ...stages.flatMap((stage) =>
      stage.outs.map((entry) => ({ stage, entry, recordedIn: stage.lockPath })),
    ),
    ...pipelines.pointers.flatMap(({ path, outs }) =>
      outs.map((entry) => ({ stage: null, entry, recordedIn: path })),
    ),
  ];
}

function isOrphan(stage: Stage | null): boolean {
  return stage !== null && stage.declared === null;
}

/** What a dropped stage wrote, and another record has now: that one is judged, and says where it came from. */
function isTakenOver({ stage }: RecordedOut, path: string, { pipelines }: Seen): boolean {
  if (!isOrphan(stage)) return false;
  const producers = producersOf(pipelines);
  return [...producers.at(path), ...producers.above(path)].some(
    (other) => other.stage === null || other.stage.declared !== null,
  );
}

function* judge(out: RecordedOut, path: string, content: Content, view: Seen) {
  const { stage, entry, recordedIn } = out;
  const judged = judgeContent(entry, path, content);
  if (judged === null || isTakenOver(out, path, view)) return;
  const where = place(recordedIn, entry.line);
  const more = { where: at(path), causes: [contentCause(path)] };
  if (judged.kind === "not-verified") yield judged;
  else if (judged.kind !== "different") {
    yield finding(SOFT_KEYS[judged.kind], { path, place: where }, more);
  } else {
    const { recorded, found } = judged;
    const owner = stage === null ? recordedIn : `stage ${stage.address}`;
    const data = {
      path,
      owner,
      last: stage === null ? [] : lastStages([stage], view.pipelines),
      recordedIn,
      place: where,
      recorded,
      found,
    };
    const stray = found.includes(" ") ? null : { hashes: [found], path };
    const follows = stage === null ? [] : inputCauses(stage, view.pipelines);
    const key = isOrphan(stage) ? "orphaned" : "differs";
    yield finding(key, data, { ...more, follows, expected: recorded, found, stray });
  }
}
