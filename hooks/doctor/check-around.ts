// What goes past the hooks, what they keep from working, and what they have seen. Pure.

import { shellWord } from "../../lib/shell-word.ts";
import type { HookFacts } from "../install/facts.ts";
import { isOurs, ownerOf } from "../install/owner.ts";
import type { Check, Surroundings } from "./surroundings.ts";

const INSTALL = "tagproof install";

/** git-lfs uploads from its own pre-push; without it a push carries pointers to nothing. */
export function uploadChecks({ neighbours, slots }: HookFacts): Check[] {
  const slot = slots.find(({ event }) => event === "pre-push");
  if (!neighbours.includes("git-lfs") || slot === undefined || slot.previous !== "absent")
    return [];
  if (slot.file.kind === "file" && !isOurs(ownerOf(slot.event, slot.file.content))) return [];
  const text = "no pre-push of git-lfs is there: its objects are not uploaded";
  const repair = `tagproof uninstall && git lfs install && ${INSTALL}`;
  return [{ level: "warning", subject: "git-lfs", text, repair }];
}

/** `dvc install` refuses to work beside any other hook of its names, ours too. */
export function dvcHookChecks({ neighbours, slots }: HookFacts): Check[] {
  const slot = slots.find(({ event }) => event === "pre-push");
  if (!neighbours.includes("dvc") || slot?.file.kind !== "file" || slot.previous !== "absent")
    return [];
  if (!isOurs(ownerOf(slot.event, slot.file.content))) return [];
  const text = `dvc install refuses beside ours; to use its hooks: tagproof uninstall && dvc install && ${INSTALL}`;
  return [{ level: "ok", subject: "dvc install", text, repair: null }];
}

export function bypasses({ mirrors }: HookFacts, { followTags }: Surroundings): Check[] {
  const mirrored = mirrors.map((remote): Check => ({
    level: "warning",
    subject: "mirror",
    text: `a push to ${remote} deletes tags there, and git asks no hook`,
    repair: `git config --unset ${shellWord(`remote.${remote}.mirror`)}`,
  }));
  const text =
    "push.followTags: a push of a branch carries its annotated tags, and they are audited";
  const follow: Check[] = followTags ? [{ level: "ok", subject: "push", text, repair: null }] : [];
  return [...mirrored, ...follow];
}

/** What went past the hooks, and what was let past them. */
export function historyChecks({ unaudited, waived }: Surroundings): Check[] {
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
