// workspace/clean: where the audited commit is checked out, DVC sees no change that git does not.

import { compareContent, type Comparison } from "../../dvc/compare-content.ts";
import { equalsFolded, isFoldedCommand } from "../../dvc/folded.ts";
import { isWithin } from "../../dvc/locate.ts";
import { isNeverEqual } from "../../dvc/never-equal.ts";
import { lookupParam, lookupTopLevel } from "../../dvc/params.ts";
import type { LocatedEntry, Stage } from "../../dvc/project.ts";
import type { StageStatus, StatusChange } from "../../dvc/status.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  type Message,
  type View,
} from "../../rule.ts";
import { commandCause, contentCause, paramCause, stageCause } from "../cause.ts";
import { at, rerun } from "../wording.ts";
import { pathWord } from "../../shell-word.ts";
import { otherData, tellData } from "./other-data.ts";

interface Change {
  readonly stage: string;
  readonly path: string;
  readonly key: string | null;
}

const modified: Message<Change> = {
  level: "error",
  text: ({ stage, path, key }) =>
    `dvc status calls ${key === null ? path : `${key} of ${path}`} modified for ${stage}, and the working tree holds what the tag holds.`,
  repair: ({ stage }) => [
    `run: ${rerun(stage)}`,
    "commit dvc.lock and what it writes, and tag that commit",
  ],
};

const converted: Message<Change> = {
  level: "warning",
  text: ({ stage, path }) =>
    `dvc status calls ${path} modified for ${stage}, although git does not: this machine holds the file in another form than the one that ran the stage.`,
  repair: ({ path }) => [
    `look at ${path} in a fresh clone: line endings, filters, or files that git does not track`,
  ],
};

const otherCommand: Message<Change> = {
  level: "error",
  text: ({ stage, path }) =>
    `dvc status says that ${path} declares another command for ${stage} than the one that was run.`,
  repair: modified.repair,
};

const checksum: Message<Change> = {
  level: "error",
  text: ({ path }) =>
    `dvc status says that ${path} was edited by hand after the import: its checksum is wrong.`,
  repair: ({ path }) => [
    `import again: dvc update ${pathWord(path)}`,
    `commit ${path}, and tag that commit`,
  ],
};

const notInTag: Message<{ readonly path: string; readonly stage: string }> = {
  level: "warning",
  text: ({ path }) => `${path} differs in the working tree: the tag does not contain this change.`,
  repair: ({ path }) => [
    `commit ${path} and tag that commit, or leave it out of the release knowingly`,
  ],
};

type Seen = View<"workspace" | "pipelines" | "contents" | "documents">;

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
  needs: ["workspace", "pipelines", "contents", "documents"],
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
  const data = { stage: stage.address, path, key: null };
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
  const data = { stage: address, path, key };
  const more = { where: at(path), found: state };
  const content = contentCause(path);
  const recorded = key === null ? recordOf(address, change, view) : null;
  if (recorded?.kind === "incomparable") {
    yield noted(`dvc status calls ${path} modified for ${address}: ${recorded.reason}`);
  } else if (recorded === null || recorded.kind === "different") {
    const causes = [key === null ? content : paramCause(path, key), stageCause(address)];
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
  const content = view.contents.get(path);
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

/** A path that git sees changed, or something in it. */
function differsFromTag(path: string, { workspace }: Seen): boolean {
  if (workspace.changed.has(path)) return true;
  return [...workspace.changed].some((changed) => isWithin(changed, path));
}

/** The `dvc.yaml` or pointer file that an address of `dvc status` stands for. */
function definitionOf(address: string): string {
  if (address.endsWith(".dvc")) return address;
  const [file] = address.split(":");
  return address.includes(":") ? (file ?? address) : "dvc.yaml";
}
