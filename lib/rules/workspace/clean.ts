// workspace/clean: where the audited commit is checked out, DVC sees no change that git does not.

import { compareContent, type Comparison } from "../../dvc/compare-content.ts";
import { equalsFolded, isFoldedCommand } from "../../dvc/folded.ts";
import { isWithin } from "../../dvc/locate.ts";
import { isNeverEqual } from "../../dvc/never-equal.ts";
import { lookupParam, lookupTopLevel } from "../../dvc/params.ts";
import { producersOf } from "../../dvc/producers.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { StageStatus, StatusChange } from "../../dvc/status.ts";
import { type AnyRule, blocking, defineRule, finding, noted, type View } from "../../rule.ts";
import { commandCause, contentCause, paramCause, readCause, stageCause } from "../cause.ts";
import { lastStages } from "../downstream.ts";
import { at } from "../wording.ts";
import {
  checksum,
  converted,
  modified,
  notInTag,
  otherCommand,
  type Change,
} from "./clean-words.ts";
import { otherData, tellData } from "./other-data.ts";

type Seen = View<"workspace" | "pipelines" | "contents" | "filledDirectories" | "documents">;

export const workspaceClean: AnyRule = defineRule({
  id: "workspace/clean",
  holds:
    "where the tagged commit is checked out, dvc status calls nothing modified that git calls unchanged",
  why: "DVC's own answer about the very files of the tag is a second witness; and a change that is only in the working tree is not in the release.",
  repair: "Run dvc repro and commit, or commit the change that was forgotten.",
  refusal: "dvc status disagrees with it",
  example: {
    given: "a file was edited, not committed, and the commit tagged",
    says: "params.yaml differs in the working tree: the tag does not contain this change.",
  },
  on: true,
  needs: ["workspace", "pipelines", "contents", "filledDirectories", "documents"],
  messages: { modified, converted, command: otherCommand, checksum, notInTag, otherData },
  *check(view) {
    for (const { root, status } of view.workspace.statuses) {
      if (status.state === "present") {
        for (const stage of status.value.stages) yield* judge(stage, view);
      } else if (status.state === "unreadable") {
        const reason = `dvc status in ${root === "" ? "the repository" : root}: ${status.problem.text}`;
        yield view.policy.dvc.status === "required" ? blocking(reason) : noted(reason);
      }
    }
  },
});

function* judge(stage: StageStatus, view: Seen) {
  for (const change of stage.changes) yield* judgeChange(stage, change, view);
  const path = definitionOf(stage.address);
  const data = { stage: stage.address, path, key: null, last: lastOf(stage.address, view) };
  const more = { where: at(path), causes: [stageCause(stage.address)] };
  if (view.workspace.changed.has(path)) return;
  const command = [commandCause(stage.address), ...more.causes];
  if (stage.changedCommand && !isFoldedIn(stage.address, view))
    yield finding("command", data, { ...more, causes: command });
  if (stage.changedChecksum && !isIntact(path, view)) yield finding("checksum", data, more);
}

/** DVC 3 finds fault with sums that DVC 2 wrote, and with an import that has none: nobody edited those. */
function isIntact(path: string, { pipelines: { pointers } }: Seen): boolean {
  const pointer = pointers.find((one) => one.path === path)?.pointer;
  if (pointer?.state !== "present") return false;
  const { checksum: sum, expectedChecksums } = pointer.value;
  return sum === null || expectedChecksums.includes(sum);
}

/** `not in cache`, `deleted` and `always changed` say nothing of the tag. */
function* judgeChange({ address }: StageStatus, change: StatusChange, view: Seen) {
  const { path, key, state } = change;
  if (state !== "modified" && state !== "new" && !(state === "deleted" && key !== null)) return;
  const where = at(path);
  if (differsFromTag(path, view)) {
    yield finding("notInTag", { path, stage: address }, { where, causes: [`workspace:${path}`] });
    return;
  }
  if (!view.workspace.tracked(path)) {
    yield* tellData(address, change, view);
    return;
  }
  yield* judgeUnchanged(address, change, view);
}

/** Git holds these very bytes: DVC is right of the tag only where they are not the recorded ones. */
function* judgeUnchanged(address: string, change: StatusChange, view: Seen) {
  const { path, key, state } = change;
  if (key !== null && state === "modified" && isNeverSame(address, path, key, view)) return;
  const recorded = key === null ? recordOf(address, change, view) : null;
  // What stages wrote into the directory is not at hand here, and DVC keeps it.
  if (recorded?.kind === "same" && view.filledDirectories.has(path)) return;
  yield* tellUnchanged(change, recorded, {
    stage: address,
    path,
    key,
    last: lastOf(address, view),
  });
}

function lastOf(address: string, view: Seen): readonly string[] {
  const stage = stageAt(address, view);
  return stage === undefined ? [address] : lastStages([stage], view.pipelines);
}

function* tellUnchanged(
  { path, key, state, side }: StatusChange,
  recorded: Comparison | null,
  data: Change,
) {
  const { stage: address } = data;
  const more = { where: at(path), found: state };
  const content = contentCause(path);
  // A broken chain explains what a stage read, and not the other way round.
  const read = side === "dep" ? [readCause(address, path)] : [];
  if (recorded?.kind === "incomparable") {
    yield noted(`dvc status calls ${path} modified for ${address}: ${recorded.reason}`);
  } else if (recorded === null || recorded.kind === "different") {
    const own = key === null ? [...read, content] : [paramCause(path, key)];
    const causes = [...own, stageCause(address)];
    yield finding("modified", data, { ...more, causes });
  } else {
    yield finding("converted", data, { ...more, causes: [content] });
  }
}

/** DVC calls such a param modified at every status; lock/params-match compares it. */
function isNeverSame(address: string, path: string, key: string, view: Seen): boolean {
  const document = view.documents.get(path);
  if (document?.state !== "present") return false;
  const recorded = stageAt(address, view)
    ?.params.find(({ at: location }) => location.kind === "inside" && location.path === path)
    ?.values.find((param) => param.key === key)?.value;
  const found = [lookupParam(document.value, key), lookupTopLevel(document.value, key)];
  return found.some(
    (lookup) =>
      lookup.state === "found" &&
      (isNeverEqual(lookup.value, path) ||
        (recorded !== undefined && equalsFolded(lookup.value, recorded))),
  );
}

/** DVC's writer lost spaces of the command; lock/commands-match tells it. */
function isFoldedIn(address: string, view: Seen): boolean {
  const { declared = null, locked = null } = stageAt(address, view) ?? {};
  if (declared === null || locked === null) return false;
  return isFoldedCommand(declared.command, locked.command);
}

function stageAt(address: string, { pipelines: { pipelines } }: Seen): Stage | undefined {
  const path = definitionOf(address);
  return pipelines
    .find((pipeline) => pipeline.path === path)
    ?.stages.find((stage) => stage.address === address);
}

/** How the bytes of the tag compare with the record that DVC compares the working tree with. */
function recordOf(address: string, { side, path }: StatusChange, view: Seen): Comparison | null {
  const content = view.filledDirectories.get(path) ?? view.contents.get(path);
  const entry = recordedAt(address, side, view).find(
    ({ at: location }) => location.kind === "inside" && location.path === path,
  );
  return content === undefined || entry === undefined ? null : compareContent(entry, content);
}

function recordedAt(
  address: string,
  side: StatusChange["side"],
  view: Seen,
): readonly LocatedEntry[] {
  const owner =
    stageAt(address, view) ?? view.pipelines.pointers.find((pointer) => pointer.path === address);
  if (owner === undefined) return [];
  return side === "out" ? owner.outs : owner.deps;
}

/** A path that git sees changed, or something in it that no stage wrote: of an out, DVC tells by itself. */
function differsFromTag(path: string, { workspace, pipelines }: Seen): boolean {
  if (workspace.changed.has(path)) return true;
  const { at: there, above } = producersOf(pipelines);
  return [...workspace.changed].some(
    (changed) =>
      isWithin(changed, path) && there(changed).length === 0 && above(changed).length === 0,
  );
}

/** The `dvc.yaml` or pointer file that an address of `dvc status` stands for. */
function definitionOf(address: string): string {
  if (address.endsWith(".dvc")) return address;
  return address.includes(":") ? address.slice(0, address.indexOf(":")) : "dvc.yaml";
}
