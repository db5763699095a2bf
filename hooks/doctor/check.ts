// What is right and wrong with the hooks of a repository, each with its repair. Pure.

import { shellWord } from "../../lib/shell-word.ts";
import { branchesName } from "../branches.ts";
import type { HookEvent } from "../install/events.ts";
import { previousPath, type HookFacts, type HookSlot } from "../install/facts.ts";
import { isWired, type Managed } from "../install/manage/index.ts";
import { ownDirectoryCommand } from "../install/refuse.ts";
import { isOurs, ownerOf, sha256 } from "../install/owner.ts";
import { bypasses, dvcHookChecks, historyChecks, uploadChecks } from "./check-around.ts";
import { configHookChecks } from "./config-hooks.ts";
import type { Check, Surroundings } from "./surroundings.ts";
import { worktreeChecks } from "./worktrees.ts";

const INSTALL = "tagproof install";

/** Every check, in the order of a screen: hooks, what they run on, what goes past them. */
export function check(facts: HookFacts, around: Surroundings): readonly Check[] {
  return [
    ...facts.slots.map((slot) => hookCheck(slot, facts)),
    ...worktreeChecks(facts, around.unhooked),
    ...configHookChecks(
      around.configHooks,
      around.gitVersion,
      facts.slots.map(({ event }) => event),
    ),
    ...bundleChecks(facts, around),
    { level: "ok", subject: "git", text: around.gitVersion, repair: null },
    ...dvcChecks(around),
    ...branchChecks(facts, around),
    ...uploadChecks(facts),
    ...dvcHookChecks(facts),
    ...bypasses(facts, around),
    ...historyChecks(around),
  ];
}

const names: Readonly<Record<HookEvent, string>> = {
  "pre-push": "pre-push",
  "reference-transaction": "pre-tag",
  "pre-receive": "pre-receive",
};

function hookCheck(slot: HookSlot, facts: HookFacts): Check {
  const { event, path, file, managed } = slot;
  const subject = names[event];
  if (managed !== null) return managedCheck(slot, managed);
  if (file.kind === "absent") return absent(slot, facts);
  const owner = file.kind === "file" ? ownerOf(event, file.content) : null;
  if (owner === null || !isOurs(owner)) {
    const text = `${path} is not what tagproof wrote: no release is stopped here`;
    const repair = owner?.kind === "edited" ? `rm ${shellWord(path)} && ${INSTALL}` : INSTALL;
    return { level: "error", subject, text, repair };
  }
  return ownCheck(slot, owner.kind === "outdated");
}

function managedCheck(slot: HookSlot, managed: Managed): Check {
  const { event, path, file } = slot;
  const subject = names[event];
  const { manager } = managed;
  const isNamed =
    isWired(event, managed) ||
    managed.files.some(({ text }) => text?.includes(`tagproof/${event}`) === true);
  const isStarted = file.kind === "file" && (manager !== "simple-git-hooks" || holdsOurs(file));
  if (isNamed && isStarted) {
    const text = `${path} is ${manager}'s, and starts tagproof`;
    return { level: "ok", subject, text, repair: null };
  }
  const level = event === "reference-transaction" ? "warning" : "error";
  if (isNamed) {
    const text = `${manager} is to start tagproof, and ${path} does not yet`;
    return { level, subject, text, repair: `npx ${manager}` };
  }
  const text = `${manager} is in charge of ${event}, and nothing in its configuration starts tagproof`;
  return { level, subject, text, repair: `${INSTALL} --write, or ${INSTALL} for the lines` };
}

function holdsOurs({ content }: Extract<HookSlot["file"], { kind: "file" }>): boolean {
  return content.includes("/tagproof/");
}

function ownCheck({ event, path, file, previous }: HookSlot, isOld: boolean): Check {
  const subject = names[event];
  if (file.kind === "file" && !file.executable) {
    const text = `${path} is not executable: git passes it over`;
    return { level: "error", subject, text, repair: INSTALL };
  }
  if (isOld) {
    const text = `${path} is of an older tagproof`;
    return { level: "warning", subject, text, repair: INSTALL };
  }
  const before = previous === "apart" ? `, then ${previousPath(path)}` : "";
  return { level: "ok", subject, text: `${path}${before}`, repair: null };
}

/** Without pre-tag a bad tag is only seen at the push; ours in another directory is never started. */
function absent({ event, path }: HookSlot, facts: HookFacts): Check {
  const subject = names[event];
  const shadowed = facts.otherSlots.find(
    (slot) =>
      slot.event === event &&
      slot.file.kind === "file" &&
      isOurs(ownerOf(event, slot.file.content)),
  );
  if (shadowed !== undefined) {
    const setting = facts.hooksPath === null ? "" : ` (core.hooksPath, ${facts.hooksPath.scope})`;
    const text = `${shadowed.path} is never started: git looks for ${path}${setting}`;
    return { level: "error", subject, text, repair: installIn(facts) };
  }
  const level = event === "reference-transaction" ? "warning" : "error";
  if (!facts.ownDirectory) {
    const text = `not wired: git takes the hooks of other repositories from ${path}, too`;
    return { level, subject, text, repair: installIn(facts) };
  }
  const repair = event === "pre-receive" ? `${INSTALL} --server .` : INSTALL;
  return { level, subject, text: "not wired", repair };
}

/** Install writes into no directory that other repositories take their hooks from. */
function installIn(facts: HookFacts): string {
  return facts.ownDirectory ? INSTALL : `${ownDirectoryCommand(facts)} && ${INSTALL}`;
}

function bundleChecks({ state, files, home }: HookFacts, around: Surroundings): Check[] {
  if (state === null) return [];
  const damaged = state.files.filter(({ name, sha256: digest }) => files.get(name) !== digest);
  if (damaged.length > 0) {
    const text = `${damaged.length} of ${state.files.length} files of ${home} are missing or changed`;
    return [{ level: "error", subject: "bundle", text, repair: INSTALL }];
  }
  const isOld = state.version !== around.version;
  const text = isOld
    ? `the hooks run tagproof ${state.version}, this is ${around.version}`
    : `tagproof ${state.version}, ${state.files.length} files in ${home}`;
  const bundle: Check = {
    level: isOld ? "warning" : "ok",
    subject: "bundle",
    text,
    repair: isOld ? INSTALL : null,
  };
  const node: Check = around.nodeRuns
    ? { level: "ok", subject: "node", text: state.node, repair: null }
    : {
        level: "warning",
        subject: "node",
        text: `${state.node} is gone: the hooks look for another one`,
        repair: INSTALL,
      };
  return [bundle, node];
}

function dvcChecks({ dvc, hasWorktree }: Surroundings): Check[] {
  if (!hasWorktree) return [];
  if (dvc !== null) return [{ level: "ok", subject: "dvc", text: dvc, repair: null }];
  const text = "not found: dvc status is not asked, all that git and the lock show is checked";
  const repair = "install DVC, put it on PATH or into .venv, or set dvc.path in the policy";
  return [{ level: "warning", subject: "dvc", text, repair }];
}

/** The shims read no policy: what install found in it is what they go by. */
function branchChecks({ state, slots }: HookFacts, { branches }: Surroundings): Check[] {
  if (state === null || branches === null) return [];
  const recorded = state.files.find(({ name }) => name === branchesName)?.sha256 ?? sha256("");
  if (recorded === sha256(branches)) return [];
  const text =
    "releases.branches changed since the hooks were installed: they go by what it was then";
  const isServer = slots.some(({ event }) => event === "pre-receive");
  const repair = isServer ? `${INSTALL} --server .` : INSTALL;
  return [{ level: "warning", subject: "branches", text, repair }];
}
