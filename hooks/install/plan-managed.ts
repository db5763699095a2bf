// What install and uninstall do where another tool owns a hook's file: edits of its configuration. Pure.

import { basename, dirname } from "node:path";
import { byHand } from "./by-hand.ts";
import type { HookSlot } from "./facts.ts";
import { unwire, wire, type Edit, type Managed } from "./manage/index.ts";
import type { Step } from "./step.ts";

/** What is to be written for the managed hooks, and the lines where a person has to. */
export interface ManagedPlan {
  readonly steps: readonly Step[];
  readonly notices: readonly string[];
  readonly byHand: readonly string[];
}

/** One file may be for several hooks: each edit sees those before it. */
export function planManaged(slots: readonly HookSlot[], write: boolean): ManagedPlan {
  const edits = new Map<string, string | null>();
  const lines: string[] = [];
  for (const slot of slots) {
    const managed = seenThrough(edits, slot.managed);
    const missing = managed === null ? [] : missingEdits(slot, managed);
    if (write && missing !== null) for (const { path, text } of missing) edits.set(path, text);
    else if (managed !== null) lines.push(...linesFor(slot, managed, missing));
  }
  const names = slots.map(({ managed }) => managed?.manager);
  return { steps: toSteps(edits), notices: notices([...edits.keys()], names), byHand: lines };
}

function linesFor(
  slot: HookSlot,
  { manager }: Managed,
  missing: readonly Edit[] | null,
): readonly string[] {
  if (missing === null) return byHand(slot, manager);
  if (missing.length === 0) return [];
  return [...byHand(slot, manager), "or let tagproof install --write put them there"];
}

/** The edits that are not there yet; null where only a person can make them. */
function missingEdits({ event }: HookSlot, managed: Managed): readonly Edit[] | null {
  const current = (path: string) => managed.files.find((file) => file.path === path)?.text;
  return wire(event, managed)?.filter(({ path, text }) => current(path) !== text) ?? null;
}

function seenThrough(
  edits: ReadonlyMap<string, string | null>,
  managed: Managed | null,
): Managed | null {
  if (managed === null) return null;
  const files = managed.files.map(({ path, text }) => ({ path, text: edits.get(path) ?? text }));
  return { ...managed, files };
}

function notices(paths: readonly string[], names: readonly (string | undefined)[]): string[] {
  if (paths.length === 0) return [];
  const run = names.includes("simple-git-hooks") ? "run npx simple-git-hooks, and " : "";
  const files = paths.join(" and ");
  return [`${run}commit ${files}: who has not installed tagproof is not held up by it.`];
}

/** Takes the lines out again, and the files that hold nothing else. */
export function unwireSteps(slots: readonly HookSlot[]): Step[] {
  const edits = new Map<string, string | null>();
  for (const { event, managed } of slots) {
    const seen = seenThrough(edits, managed);
    if (seen === null) continue;
    for (const { path, text } of unwire(event, seen)) edits.set(path, text);
  }
  return toSteps(edits);
}

/** What stays where files of the working tree are not to be edited. */
export function stillWired(slots: readonly HookSlot[]): readonly string[] {
  const paths = unwireSteps(slots).filter(({ kind }) => kind === "edit" || kind === "remove");
  return paths.map(
    ({ path }) => `${path} still names tagproof, which does no harm: tagproof uninstall --write`,
  );
}

function toSteps(edits: ReadonlyMap<string, string | null>): Step[] {
  return [...edits].flatMap(([path, text]): Step[] => {
    if (text !== null) return [{ kind: "edit", path, text }];
    const own = dirname(path);
    const parents = basename(path) === "tagproof" ? [own, dirname(own)] : [];
    const emptied = parents.map((parent): Step => ({ kind: "remove-directory", path: parent }));
    return [{ kind: "remove", path }, ...emptied];
  });
}
