// When the installer keeps its hands off, and what to do then.

import { shellWord } from "../../lib/shell-word.ts";
import { previousPath, type HookFacts, type HookSlot } from "./facts.ts";
import { ownerOf } from "./owner.ts";
import type { Plan } from "./step.ts";

type Refusal = Extract<Plan, { readonly kind: "refused" }>;

/** The first reason not to install; null where there is none. */
export function refusalOf(facts: HookFacts): Refusal | null {
  if (!facts.ownDirectory) return refuseDirectory(facts);
  for (const slot of facts.slots) {
    const refusal = refuseSlot(slot);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Where git takes the hooks of several repositories from, this one gets its own. */
export function ownDirectoryCommand({ home }: HookFacts): string {
  return `git config --local core.hooksPath ${shellWord(home.replace(/[^/\\]+$/, "hooks"))}`;
}

function refuseDirectory(facts: HookFacts): Refusal {
  const { hooksDirectory, hooksPath } = facts;
  const setting = hooksPath === null ? "" : ` (core.hooksPath, ${hooksPath.scope} configuration)`;
  return refused(
    `git takes its hooks from ${hooksDirectory}${setting}, where other repositories take theirs too.`,
    [
      "This repository may have its own, and then those that are there now no longer run in it:",
      ownDirectoryCommand(facts),
    ],
  );
}

/** A hook of another tool is no reason: it keeps its file, and is told how to start ours. */
function refuseSlot(slot: HookSlot): Refusal | null {
  const { event, path, file, previous } = slot;
  if (file.kind === "absent" || slot.managed !== null) return null;
  if (file.kind === "other") return refused(`${path} is not a file.`, ["Move it away."]);
  const owner = ownerOf(event, file.content ?? "");
  if (file.kind === "link" && owner.kind !== "foreign") {
    return refused(`${path} is a link to ${file.target}, a hook of tagproof elsewhere.`, [
      `Remove it and install again: rm ${shellWord(path)}`,
    ]);
  }
  if (owner.kind === "edited") {
    return refused(`${path} is tagproof's hook, changed by someone or newer than this tagproof.`, [
      `If the change is not needed, remove it and install again: rm ${shellWord(path)}`,
    ]);
  }
  if (owner.kind !== "foreign" || previous !== "apart") return null;
  return refused(`${path} is a new hook, and ${previousPath(path)} holds the one before it.`, [
    "Keep the one that is needed, remove the other, and install again.",
  ]);
}

function refused(reason: string, waysOut: readonly string[]): Refusal {
  return { kind: "refused", reason, waysOut };
}
