// Decides what `tagproof install` does. Pure: facts in, steps out.

import { join } from "node:path";
import { shellWord } from "../../lib/shell-word.ts";
import { branchesName, renderBranches } from "../branches.ts";
import type { HookEvent } from "./events.ts";
import { previousPath, type HookFacts, type HookSlot, type WantedHooks } from "./facts.ts";
import { isOurs, ownerOf, sha256 } from "./owner.ts";
import { planManaged } from "./plan-managed.ts";
import { refusalOf } from "./refuse.ts";
import { renderState, stateName, type InstallState, type WrittenFile } from "./state.ts";
import type { Plan, Step } from "./step.ts";

/** A line with the path of Node.js, for the shim, which reads no JSON. */
export const nodeName = "node";

const PROGRAM = 0o755;
const TEXT = 0o644;

/**
 * The steps from what is there to what is wanted; none where they are the same. The order makes
 * every cut of the list safe: the state knows of a file before it is there, a module is there before
 * the entry that loads it, and a hook comes after all that it needs.
 */
export function planInstall(facts: HookFacts, wanted: WantedHooks): Plan {
  const refusal = refusalOf(facts);
  if (refusal !== null) return refusal;
  const managed = facts.slots.filter((slot) => slot.managed !== null);
  const others = planManaged(managed, wanted.write ?? false);
  const state = wantedState(facts, wanted, managed);
  const steps = [
    ...fileSteps(facts, wanted, state),
    ...facts.slots
      .filter((slot) => !managed.includes(slot))
      .flatMap((slot) => hookSteps(slot, facts, wanted.shims)),
  ];
  return {
    kind: "steps",
    steps: [...stateSteps(facts, state), ...steps, ...others.steps, ...cleaningSteps(facts, state)],
    notices: [...notices(facts, wanted), ...others.notices],
    byHand: others.byHand,
  };
}

function wantedState(
  facts: HookFacts,
  wanted: WantedHooks,
  managed: readonly HookSlot[],
): InstallState {
  const { version, node, shims, modules } = wanted;
  const branches = renderBranches(wanted.branches ?? []);
  const hooks = facts.slots
    .filter((slot) => !managed.includes(slot))
    .map(({ event, path }) => ({ event, path, sha256: sha256(shims.get(event) ?? "") }));
  const paths = new Set(hooks.map(({ path }) => path));
  const elsewhere = (facts.state?.hooks ?? []).filter(({ path }) => !paths.has(path));
  const files: WrittenFile[] = [...modules].map(([name, digest]) => ({ name, sha256: digest }));
  files.push({ name: nodeName, sha256: sha256(`${node}\n`) });
  if (branches !== "") files.push({ name: branchesName, sha256: sha256(branches) });
  // Where another tool owns the hook's file, that tool is to start the shim from here.
  for (const { event } of managed) {
    files.push({ name: event, sha256: sha256(shims.get(event) ?? "") });
  }
  return {
    version,
    node,
    home: facts.home,
    files: files.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    hooks: [...elsewhere, ...hooks],
    directories: [...new Set([...(facts.state?.directories ?? []), ...facts.missingDirectories])],
  };
}

/** Before anything else, a state that knows the old files and the new ones. */
function stateSteps(facts: HookFacts, state: InstallState): Step[] {
  const known = new Set(state.files.map(({ name, sha256: digest }) => `${name} ${digest}`));
  const old = facts.state?.files ?? [];
  const both = [
    ...old.filter(({ name, sha256: digest }) => !known.has(`${name} ${digest}`)),
    ...state.files,
  ];
  const text = renderState({ ...state, files: both });
  const make: Step[] = facts.homeExists ? [] : [{ kind: "make-directory", path: facts.home }];
  return facts.stateText === text ? make : [...make, writeState(facts, text)];
}

function writeState({ home }: HookFacts, text: string): Step {
  return { kind: "write", path: join(home, stateName), text, mode: TEXT };
}

function fileSteps(facts: HookFacts, wanted: WantedHooks, state: InstallState): Step[] {
  const entries = new Set([...wanted.shims.keys()].map((event) => `${event}.cjs`));
  return state.files
    .filter(({ name, sha256: digest }) => facts.files.get(name) !== digest)
    .toSorted((one, other) => Number(entries.has(one.name)) - Number(entries.has(other.name)))
    .map(({ name }): Step => {
      const path = join(facts.home, name);
      if (name === nodeName) return { kind: "write", path, text: `${wanted.node}\n`, mode: TEXT };
      if (name === branchesName) {
        return { kind: "write", path, text: renderBranches(wanted.branches ?? []), mode: TEXT };
      }
      const shim = [...wanted.shims].find(([event]) => event === name)?.[1];
      if (shim !== undefined) return { kind: "write", path, text: shim, mode: PROGRAM };
      return { kind: "copy", from: join(wanted.bundleDirectory, name), path, mode: TEXT };
    });
}

function hookSteps(
  slot: HookSlot,
  facts: HookFacts,
  shims: ReadonlyMap<HookEvent, string>,
): Step[] {
  const { event, path, file } = slot;
  const text = shims.get(event) ?? "";
  if (
    file.kind === "file" &&
    file.executable &&
    sha256(Buffer.from(file.content, "latin1")) === sha256(text)
  ) {
    return [];
  }
  const make = facts.missingDirectories.map((directory): Step => ({
    kind: "make-directory",
    path: directory,
  }));
  return [...make, ...keepSteps(slot), writeHook(path, text)];
}

function writeHook(path: string, text: string): Step {
  return { kind: "write", path, text, mode: PROGRAM };
}

/** A hook of before is kept aside; ours is not, and neither is one that is kept already. */
function keepSteps({ event, path, file, previous }: HookSlot): Step[] {
  if (file.kind === "absent" || previous === "same") return [];
  if (file.kind === "file" && isOurs(ownerOf(event, file.content))) return [];
  return [{ kind: "keep", path, to: previousPath(path) }];
}

/** Last, what only the version before needed. */
function cleaningSteps(facts: HookFacts, state: InstallState): Step[] {
  const wanted = new Set(state.files.map(({ name }) => name));
  const stale = (facts.state?.files ?? []).filter(({ name }) => !wanted.has(name));
  const removals = stale
    .filter(({ name, sha256: digest }) => facts.files.get(name) === digest)
    .map(({ name }): Step => ({ kind: "remove", path: join(facts.home, name) }));
  const changed = (facts.state?.files ?? []).some(
    ({ name, sha256: digest }) =>
      !state.files.some((file) => file.name === name && file.sha256 === digest),
  );
  return changed ? [...removals, writeState(facts, renderState(state))] : removals;
}

function notices(facts: HookFacts, { branches }: WantedHooks): string[] {
  const tracked = facts.inWorktree
    ? [`${facts.hooksDirectory} is in the working tree: commit the hook, or have git ignore it.`]
    : [];
  const absent = facts.slots.filter(({ file }) => file.kind === "absent");
  const isNew = (event: HookEvent): boolean => absent.some((slot) => slot.event === event);
  const first = isNew("pre-push") ? facts.neighbours.map((name) => neighbourNotice[name]) : [];
  const mirrors = isNew("pre-push") ? facts.mirrors.map(mirrorNotice) : [];
  return [
    ...tracked,
    ...first,
    ...mirrors,
    ...(isNew("reference-transaction") ? [preTagCost] : []),
    ...(branches === null ? [unreadPolicy] : []),
  ];
}

function mirrorNotice(remote: string): string {
  return `a push to ${remote} deletes tags there, and git asks no hook about it: git config --unset ${shellWord(`remote.${remote}.mirror`)}, or a rule of the server.`;
}

const unreadPolicy =
  "The policy cannot be read, so that releases.branches is not known: run tagproof install again once it can.";

/** Measured (the empty hook costs the same): git starts a process for each state of each ref. */
const preTagCost =
  "pre-tag: git now starts a small script for every ref that it writes, about 1 ms each; a rebase of 100 commits takes 1 to 3 s longer. tagproof uninstall --hooks pre-tag takes it out.";

const neighbourNotice: Readonly<Record<HookFacts["neighbours"][number], string>> = {
  dvc: "dvc install refuses to work beside another pre-push hook: to use it, run it before tagproof install.",
  "git-lfs":
    "git lfs install refuses to work beside another pre-push hook, and without it no LFS object is uploaded: run it before tagproof install.",
};
