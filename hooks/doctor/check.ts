// What is right and wrong with the hooks of a repository, each with its repair. Pure.

import { branchesName } from "../branches.ts";
import type { HookEvent } from "../install/events.ts";
import { previousPath, type HookFacts, type HookSlot } from "../install/facts.ts";
import { isWired, type Managed } from "../install/manage/index.ts";
import { isOurs, ownerOf, sha256 } from "../install/owner.ts";

/** `error`: a release can slip through or cannot be made; `warning`: less is checked than could be. */
export interface Check {
  readonly level: "ok" | "warning" | "error";
  readonly subject: string;
  readonly text: string;
  /** What to type; null where nothing is wrong. */
  readonly repair: string | null;
}

/** What the doctor knows besides the installer's facts. */
export interface Surroundings {
  readonly version: string;
  readonly gitVersion: string;
  /** Whether the Node.js that the hooks were installed with can still be run. */
  readonly nodeRuns: boolean;
  /** Path of a DVC; null where none is found. */
  readonly dvc: string | null;
  readonly hasWorktree: boolean;
  readonly followTags: boolean;
  /** What install would write down of `releases.branches`; null where the policy cannot be read. */
  readonly branches: string | null;
  /** Releases that were never audited here; null where the policy cannot be read. */
  readonly unaudited: readonly string[] | null;
  /** What was waived here, one line each. */
  readonly waived: readonly string[];
}

const INSTALL = "tagproof install";

/** Every check, in the order of a screen: hooks, what they run on, what goes past them. */
export function check(facts: HookFacts, around: Surroundings): readonly Check[] {
  return [
    ...facts.slots.map((slot) => hookCheck(slot, facts)),
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
    const repair = owner?.kind === "edited" ? `rm '${path}' && ${INSTALL}` : INSTALL;
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
    return { level: "error", subject, text, repair: INSTALL };
  }
  const level = event === "reference-transaction" ? "warning" : "error";
  const repair = event === "pre-receive" ? `${INSTALL} --server .` : INSTALL;
  return { level, subject, text: "not wired", repair };
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

/** git-lfs uploads from its own pre-push; without it a push carries pointers to nothing. */
function uploadChecks({ neighbours, slots }: HookFacts): Check[] {
  const slot = slots.find(({ event }) => event === "pre-push");
  if (!neighbours.includes("git-lfs") || slot === undefined || slot.previous !== "absent")
    return [];
  if (slot.file.kind === "file" && !isOurs(ownerOf(slot.event, slot.file.content))) return [];
  const text = "no pre-push of git-lfs is there: its objects are not uploaded";
  const repair = `tagproof uninstall && git lfs install && ${INSTALL}`;
  return [{ level: "warning", subject: "git-lfs", text, repair }];
}

/** `dvc install` refuses to work beside any other hook of its names, ours too. */
function dvcHookChecks({ neighbours, slots }: HookFacts): Check[] {
  const slot = slots.find(({ event }) => event === "pre-push");
  if (!neighbours.includes("dvc") || slot?.file.kind !== "file" || slot.previous !== "absent")
    return [];
  if (!isOurs(ownerOf(slot.event, slot.file.content))) return [];
  const text = `dvc install refuses beside ours; to use its hooks: tagproof uninstall && dvc install && ${INSTALL}`;
  return [{ level: "ok", subject: "dvc install", text, repair: null }];
}

function bypasses({ mirrors }: HookFacts, { followTags }: Surroundings): Check[] {
  const mirrored = mirrors.map((remote): Check => ({
    level: "warning",
    subject: "mirror",
    text: `a push to ${remote} deletes tags there, and git asks no hook`,
    repair: `git config --unset remote.${remote}.mirror`,
  }));
  const text =
    "push.followTags: a push of a branch carries its annotated tags, and they are audited";
  const follow: Check[] = followTags ? [{ level: "ok", subject: "push", text, repair: null }] : [];
  return [...mirrored, ...follow];
}

/** What went past the hooks, and what was let past them. */
function historyChecks({ unaudited, waived }: Surroundings): Check[] {
  const ledger = waived.map((text): Check => ({
    level: "ok",
    subject: "ledger",
    text,
    repair: null,
  }));
  if (unaudited === null) {
    const text = "the policy cannot be read: no release can be audited";
    return [{ level: "error", subject: "policy", text, repair: "tagproof audit" }, ...ledger];
  }
  if (unaudited.length === 0) return ledger;
  const [first = "", second, ...more] = unaudited;
  const rest = more.length > 0 ? ` and ${more.length} more` : "";
  const told = `${first}${second === undefined ? "" : `, ${second}`}${rest}`;
  const count = unaudited.length === 1 ? "1 release was" : `${unaudited.length} releases were`;
  const text = `${count} never audited here: ${told}`;
  return [
    { level: "warning", subject: "releases", text, repair: "tagproof audit --all" },
    ...ledger,
  ];
}
