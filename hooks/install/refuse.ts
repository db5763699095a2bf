// When the installer keeps its hands off, and what to do then.

import type { HookFacts, HookSlot } from "./facts.ts";
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

function refuseDirectory({ hooksDirectory, hooksPath, home }: HookFacts): Refusal {
  const own = home.replace(/[^/\\]+$/, "hooks");
  const setting = hooksPath === null ? "" : ` (core.hooksPath, ${hooksPath.scope} configuration)`;
  return refused(
    `git takes its hooks from ${hooksDirectory}${setting}, where other repositories take theirs too.`,
    [
      `Let this repository have its own: git config --local core.hooksPath ${quoted(own)}`,
      "The hooks that are there now will then no longer run in this repository.",
    ],
  );
}

function refuseSlot({ event, path, file }: HookSlot): Refusal | null {
  if (file.kind === "absent") return null;
  if (file.kind === "other") return refused(`${path} is not a file.`, ["Move it away."]);
  if (file.kind === "link") {
    return refused(`${path} is a link to ${file.target}, which is not tagproof's.`, wayOut(path));
  }
  const owner = ownerOf(event, file.content);
  if (owner.kind === "edited") {
    return refused(`${path} is tagproof's hook, changed by someone or newer than this tagproof.`, [
      `If the change is not needed, remove it and install again: rm ${quoted(path)}`,
    ]);
  }
  if (owner.kind !== "foreign") return null;
  const whose = owner.name === "unknown" ? "another hook" : `a hook of ${owner.name}`;
  return refused(`${path} is ${whose}, and is left as it is.`, wayOut(path));
}

function wayOut(path: string): readonly string[] {
  return [
    `If it is not needed, move it away and install again: mv ${quoted(path)} ${quoted(`${path}.before`)}`,
    "Where it is needed, run tagproof audit where releases are built until both can run.",
  ];
}

function refused(reason: string, waysOut: readonly string[]): Refusal {
  return { kind: "refused", reason, waysOut };
}

/** A path as one word of a POSIX shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
