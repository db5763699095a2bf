// `tagproof doctor` as a function: look at the hooks and at what is around them. Changes nothing.

import { access, constants } from "node:fs/promises";
import { findDvc } from "../../lib/dvc/find-dvc.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { runGit } from "../../lib/git/process.ts";
import { version } from "../../lib/version.ts";
import { renderBranches } from "../branches.ts";
import { branchesOf } from "../install/branches.ts";
import type { HookEvent } from "../install/events.ts";
import { look, type HookGit } from "../install/look.ts";
import { ledgerLines } from "../ledger.ts";
import { check } from "./check.ts";
import { configHooksOf } from "./config-hooks.ts";
import type { Check, Surroundings } from "./surroundings.ts";
import { unauditedReleases } from "./unaudited.ts";
import { unhookedWorktrees } from "./worktrees.ts";

export type { Check } from "./surroundings.ts";

const CLIENT: readonly HookEvent[] = ["pre-push", "reference-transaction"];
const SERVER: readonly HookEvent[] = ["pre-receive"];

/** Throws what opening a repository throws. */
export async function diagnose(
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Check[]> {
  const repository = await openRepository(directory, environment);
  try {
    const events = repository.bare ? SERVER : CLIENT;
    const git: HookGit = (args) => runGit(repository, args);
    const facts = await look(repository, git, events);
    const around = await surroundings(repository, facts.state?.node ?? null, environment);
    const branches = await branchesOf(repository.directory, environment, events);
    return check(facts, {
      ...around,
      branches: branches === null ? null : renderBranches(branches),
      unaudited: await unauditedReleases(repository, facts.home),
      waived: ledgerLines(facts.home),
      configHooks: await configHooksOf(git),
      unhooked: await unhookedWorktrees(facts, git),
    });
  } finally {
    await repository.close();
  }
}

/** What the hooks run on. */
type Machine = Pick<
  Surroundings,
  "version" | "gitVersion" | "nodeRuns" | "dvc" | "hasWorktree" | "followTags"
>;

async function surroundings(
  repository: Repository,
  node: string | null,
  environment: NodeJS.ProcessEnv,
): Promise<Machine> {
  const { worktree } = repository;
  const git = await runGit(repository, ["--version"]);
  const follow = await runGit(repository, ["config", "--type=bool", "--get", "push.followTags"]);
  // It is only named here, not run: what git tracks need not be told apart.
  const search = { configured: null, environment, isTracked: () => false };
  return {
    version,
    gitVersion: git.stdout.trim().replace(/^git version /, ""),
    nodeRuns: node !== null && (await isExecutable(node)),
    dvc: worktree === null ? null : await findDvc({ ...search, root: worktree }),
    hasWorktree: worktree !== null,
    followTags: follow.stdout.trim() === "true",
  };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
