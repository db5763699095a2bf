// Decides what `tagproof uninstall` does. Pure: facts in, steps out.

import { join } from "node:path";
import type { HookEvent } from "./events.ts";
import { previousPath, type HookFacts, type HookSlot } from "./facts.ts";
import { isOurs, ownerOf } from "./owner.ts";
import { stillWired, unwireSteps } from "./plan-managed.ts";
import { renderState, stateName, type InstallState } from "./state.ts";
import type { Plan, Step } from "./step.ts";

/**
 * Takes out what install wrote and nobody changed, hooks first and the state last, so that it can be
 * cut anywhere and run again. What the audit itself keeps beside it (receipts, ledger) stays.
 */
export function planUninstall(facts: HookFacts, events: readonly HookEvent[], write = false): Plan {
  // A directory that other repositories use as well is not ours to clean.
  const all = [...(facts.ownDirectory ? facts.slots : []), ...facts.otherSlots];
  const slots = all.filter(({ event }) => events.includes(event));
  const removals = slots.flatMap(undo);
  const last = !all.some((slot) => !slots.includes(slot) && isOurSlot(slot));
  const rest = last ? homeSteps(facts) : stateSteps(facts, events);
  return {
    kind: "steps",
    steps: [...removals, ...(write ? unwireSteps(slots) : []), ...rest],
    notices: [...notices(facts, slots, last), ...(write ? [] : stillWired(slots))],
    byHand: [],
  };
}

/** The hook of before comes back over ours, and where ours is gone already. */
function undo(slot: HookSlot): Step[] {
  const { path, file, previous } = slot;
  const from = previousPath(path);
  if (previous === "same") return [remove(from)];
  if (previous === "apart" && (file.kind === "absent" || isOurSlot(slot))) {
    return [{ kind: "restore", path, from }];
  }
  return isOurSlot(slot) ? [remove(path)] : [];
}

function isOurSlot({ event, file }: HookSlot): boolean {
  return file.kind === "file" && isOurs(ownerOf(event, file.content));
}

function remove(path: string): Step {
  return { kind: "remove", path };
}

function homeSteps(facts: HookFacts): Step[] {
  const state: Step[] = facts.stateText === null ? [] : [remove(join(facts.home, stateName))];
  const home: Step[] = facts.homeExists ? [{ kind: "remove-directory", path: facts.home }] : [];
  const made = (facts.state?.directories ?? []).toReversed();
  return [
    ...written(facts, true).map((name) => remove(join(facts.home, name))),
    ...facts.leftovers.map(remove),
    ...(facts.state === null ? [] : state),
    ...home,
    ...made.map((path): Step => ({ kind: "remove-directory", path })),
  ];
}

/** The names of the files of the state that are there, as they were written or otherwise. */
function written({ state, files }: HookFacts, asWritten: boolean): string[] {
  const names = new Set((state?.files ?? []).map(({ name }) => name));
  const intact = (name: string): boolean =>
    (state?.files ?? []).some((file) => file.name === name && file.sha256 === files.get(name));
  return [...names].filter((name) => files.has(name) && intact(name) === asWritten);
}

function stateSteps(facts: HookFacts, events: readonly HookEvent[]): Step[] {
  if (facts.state === null) return [];
  const hooks = facts.state.hooks.filter(({ event }) => !events.includes(event));
  const state: InstallState = { ...facts.state, home: facts.home, hooks };
  const text = renderState(state);
  if (text === facts.stateText) return [];
  return [{ kind: "write", path: join(facts.home, stateName), text, mode: 0o644 }];
}

function notices(facts: HookFacts, slots: readonly HookSlot[], last: boolean): string[] {
  const edited = slots.filter(
    ({ event, file }) => file.kind === "file" && ownerOf(event, file.content).kind === "edited",
  );
  const taken = slots.filter(
    (slot) => slot.previous === "apart" && slot.file.kind !== "absent" && !isOurSlot(slot),
  );
  const apart = taken.map(
    ({ path }) => `${path} is a new hook; the one before it stays: ${previousPath(path)}`,
  );
  const changed = last ? written(facts, false).map((name) => join(facts.home, name)) : [];
  const unreadable = last && facts.stateText !== null && facts.state === null;
  const state = unreadable ? [join(facts.home, stateName)] : [];
  const stays = [...edited.map(({ path }) => path), ...changed, ...state].map(
    (path) => `${path} was changed since it was installed: it stays, remove it by hand.`,
  );
  return [...stays, ...apart];
}
