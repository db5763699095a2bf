// The other working trees of a repository: a relative core.hooksPath leads each to a directory of its own.

import { isAbsolute, join } from "node:path";
import { shellWord } from "../../lib/shell-word.ts";
import type { HookFacts } from "../install/facts.ts";
import type { HookGit } from "../install/look.ts";
import { statOf } from "../install/look-slots.ts";
import type { Check } from "./surroundings.ts";

/** Those where git finds no hook of any event that ours are for, absolute. */
export async function unhookedWorktrees(
  { hooksPath, worktree, slots }: HookFacts,
  git: HookGit,
): Promise<readonly string[]> {
  if (slots.every(({ file }) => file.kind === "absent")) return [];
  if (hooksPath === null || isAbsolute(hooksPath.value) || /^[~%]/.test(hooksPath.value)) return [];
  const { stdout } = await git(["worktree", "list", "--porcelain"]);
  const others = stdout
    .split("\n\n")
    .filter((block) => !/^(?:bare|prunable)\b/m.test(block))
    .flatMap((block) => /^worktree (.+)$/m.exec(block)?.[1] ?? [])
    .filter((path) => path !== worktree);
  const found = await Promise.all(
    others.map(async (path) => {
      const hooks = slots.map(({ event }) => statOf(join(path, hooksPath.value, event)));
      return (await Promise.all(hooks)).every((stat) => stat === null) ? [path] : [];
    }),
  );
  return found.flat();
}

export function worktreeChecks(
  { hooksPath }: HookFacts,
  unhooked: readonly string[],
): readonly Check[] {
  return unhooked.map((path) => ({
    level: "error",
    subject: "worktree",
    text: `core.hooksPath is ${hooksPath?.value ?? ""}, which ${path} does not have: no hook runs there`,
    repair: `cd ${shellWord(path)} && tagproof install`,
  }));
}
